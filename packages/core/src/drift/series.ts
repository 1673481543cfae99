import { keyOf } from './hours.ts'
import type { BlockSums, DriftHour } from './types.ts'

/** One hour of what a stream watches: sums by stratum. */
export interface SeriesHour {
  readonly hour: number
  readonly parts: readonly { readonly stratum: string; readonly sums: BlockSums }[]
}

/** Key of the single stratum of a share's series. */
export const WHOLE: string = keyOf('*')

/** The values of a metric, told apart by stratum. */
export function metricSeries(hour: DriftHour, metric: string): SeriesHour {
  const parts = []
  for (const [stratum, { metrics }] of Object.entries(hour.strata)) {
    const sums = metrics[keyOf(metric)]
    if (sums !== undefined) parts.push({ stratum, sums })
  }
  return { hour: hour.hour, parts }
}

/** The share of one stratum (by its key): a block counts 1 where it is of the stratum, else 0. */
export function shareSeries(hour: DriftHour, stratum: string): SeriesHour {
  let blocks = 0
  for (const part of Object.values(hour.strata)) blocks += part.blocks
  const own = hour.strata[stratum]?.blocks ?? 0
  return { hour: hour.hour, parts: [{ stratum: WHOLE, sums: { blocks, weight: blocks, sum: own, sumOfSquares: own } }] }
}

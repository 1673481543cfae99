import { fitBaseline } from './baseline.ts'
import { createWeeklySums } from './compare.ts'
import { HOURS_OF_WEEK, hourOfWeek, nameOf } from './hours.ts'
import { metricSeries, shareSeries, WHOLE } from './series.ts'
import type { DriftHour, DriftOptions, DriftState, DriftStreamState } from './types.ts'

/** Part of the budget for the shares of strata, where there are several. */
const MIX_PART = 0.25
/** Parts of a stream's budget: the fast detector, the slow one over all, the slow one week by week. */
export const BUDGET_PARTS: { readonly fast: number; readonly slow: number; readonly weekly: number } = { fast: 0.8, slow: 0.1, weekly: 0.1 }

type Series = Pick<DriftStreamState, 'component' | 'metric' | 'stratum' | 'baseline'>

/** The streams of one family, with the family's budget. */
function createFamily(family: string, series: readonly Series[], budget: number, horizonHours: number): DriftStreamState[] {
  const logThreshold = Math.log(horizonHours / (BUDGET_PARTS.fast * budget))
  return series.map((of) => ({
    ...of,
    family,
    budget: budget / series.length,
    all: createWeeklySums(),
    logEvidence: null,
    logThreshold,
    alarm: null,
  }))
}

function totalBlocks(hours: readonly DriftHour[]): Map<string, number> {
  const totals = new Map<string, number>()
  for (const { strata } of hours)
    for (const [stratum, { blocks }] of Object.entries(strata)) totals.set(stratum, (totals.get(stratum) ?? 0) + blocks)
  return totals
}

/** Strata whose shares are watched: large enough ones; of two, one, as the other is its mirror. */
function watchedStrata(totals: ReadonlyMap<string, number>, options: DriftOptions): string[] {
  const all = [...totals.values()].reduce((sum, blocks) => sum + blocks, 0)
  const large = [...totals].filter(([, blocks]) => blocks >= options.watchedShare * all && blocks < all).sort(([, a], [, b]) => a - b)
  return large.slice(large.length === 2 && totals.size === 2 ? 1 : 0).map(([stratum]) => stratum)
}

/**
 * Ends the learning where the baseline is long and full enough, and every metric that varies has a fit; else leaves the state as it is.
 */
export function startWatch(state: DriftState): void {
  const { hours, options } = state
  const first = hours[0]
  const last = hours[hours.length - 1]
  if (first === undefined || last === undefined || last.hour + 1 - first.hour < options.baselineWeeks * HOURS_OF_WEEK) return
  const totals = totalBlocks(hours)
  if ([...totals.values()].reduce((sum, blocks) => sum + blocks, 0) < options.baselineBlocks) return
  const within = options.metrics.flatMap((metric) => {
    const baseline = fitBaseline(
      hours.map((hour) => metricSeries(hour, metric)),
      options.stratumBlocks,
      'metric',
    )
    return baseline === null ? [] : [{ component: 'within' as const, metric, stratum: null, baseline }]
  })
  if (within.length === 0) return
  const mix = watchedStrata(totals, options).flatMap((stratum) => {
    const baseline = fitBaseline(
      hours.map((hour) => shareSeries(hour, stratum)),
      options.stratumBlocks,
      'share',
    )
    return baseline === null ? [] : [{ component: 'mix' as const, metric: 'share', stratum, baseline }]
  })
  const forMix = mix.length === 0 ? 0 : MIX_PART * options.budget
  const forWithin = options.budget - forMix
  state.streams = [
    ...(options.together
      ? createFamily('within', within, forWithin, options.horizonHours)
      : within.flatMap((one) => createFamily(`within:${one.metric}`, [one], forWithin / within.length, options.horizonHours))),
    ...createFamily('mix', mix, forMix, options.horizonHours),
  ]
  for (const { hour, strata } of hours)
    for (const [stratum, { blocks }] of Object.entries(strata)) {
      const cells = (state.baselineBlocks[stratum] ??= new Array<number>(HOURS_OF_WEEK).fill(0))
      cells[hourOfWeek(hour)]! += blocks
    }
  state.watchedFrom = last.hour + 1
  state.hours = []
}

/** The stratum of a stream as it is called outside. */
export const stratumName = ({ stratum }: DriftStreamState): string | null =>
  stratum === null || stratum === WHOLE ? null : nameOf(stratum)

/** What a stream sees of an hour. */
export function seriesOf(hour: DriftHour, stream: DriftStreamState): ReturnType<typeof metricSeries> {
  return stream.stratum === null ? metricSeries(hour, stream.metric) : shareSeries(hour, stream.stratum)
}

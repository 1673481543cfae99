import { hourOfWeek, keyOf } from './hours.ts'
import type { DriftBaseline, DriftHour } from './types.ts'

/**
 * How much the mean of a metric changed over the given hours, and how much of that is due to other shares of the strata (*mix*) and to other values
 * inside them (*within*): total = mix + within. Blocks count alike. The baseline is that of the same hours of the week.
 *
 * A stratum that the baseline does not know is mix. NaN where nothing came.
 *
 * @param shares blocks of the baseline by stratum and hour of the week.
 */
export function splitChange(
  hours: readonly DriftHour[],
  metric: string,
  baseline: DriftBaseline,
  shares: Readonly<Record<string, readonly number[]>>,
): { readonly total: number; readonly mix: number; readonly within: number } {
  const now = new Map<string, { blocks: number; weight: number; sum: number }>()
  const cells = new Map<number, number>()
  let all = 0
  for (const { hour, strata } of hours) {
    for (const [stratum, { metrics }] of Object.entries(strata)) {
      const sums = metrics[keyOf(metric)]
      if (sums === undefined) continue
      const own = now.get(stratum) ?? { blocks: 0, weight: 0, sum: 0 }
      own.blocks += sums.blocks
      own.weight += sums.weight
      own.sum += sums.sum
      now.set(stratum, own)
      all += sums.blocks
      cells.set(hourOfWeek(hour), (cells.get(hourOfWeek(hour)) ?? 0) + sums.blocks)
    }
  }
  if (all === 0) return { total: NaN, mix: NaN, within: NaN }
  const known = Object.keys(baseline.strata)
  let weekly = 0
  const expected = new Map<string, number>(known.map((stratum) => [stratum, 0]))
  const overall = known.reduce((sum, stratum) => sum + baseline.strata[stratum]!.blocks, 0)
  for (const [cell, blocks] of cells) {
    const weight = blocks / all
    weekly += weight * (baseline.weekly[cell] ?? 0)
    const seen = known.reduce((sum, stratum) => sum + (shares[stratum]?.[cell] ?? 0), 0)
    for (const stratum of known) {
      const share = seen > 0 ? (shares[stratum]?.[cell] ?? 0) / seen : baseline.strata[stratum]!.blocks / overall
      expected.set(stratum, expected.get(stratum)! + weight * share)
    }
  }
  const meanOf = (stratum: string): number => baseline.strata[stratum]!.mean + weekly
  const before = known.reduce((sum, stratum) => sum + expected.get(stratum)! * meanOf(stratum), 0)
  let mix = 0
  let within = 0
  for (const stratum of known) {
    const own = now.get(stratum)
    const share = (own?.blocks ?? 0) / all
    mix += (share - expected.get(stratum)!) * (meanOf(stratum) - before)
    if (own !== undefined) within += share * (own.sum / own.weight - meanOf(stratum))
  }
  for (const [stratum, own] of now) if (baseline.strata[stratum] === undefined) mix += (own.blocks / all) * (own.sum / own.weight - before)
  return { total: mix + within, mix, within }
}

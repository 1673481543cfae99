import { dayHour, DAY_HOURS, dayOfWeek, DAYS_OF_WEEK, hourOfWeek, HOURS_OF_WEEK } from './hours.ts'
import type { SeriesHour } from './series.ts'
import type { DriftBaseline, WeeklySums } from './types.ts'

/** One hour against the baseline: what its blocks say about a shift. */
export interface ComparedHour {
  readonly hour: number
  /** Hour of the week. */
  readonly cell: number
  /** Σ weight / variance, 0 where nothing can be compared. */
  readonly precision: number
  /** Precision × (mean of the hour − what the baseline expects of it). */
  readonly weighted: number
  readonly blocks: number
  /** Precision by stratum: its place among those of the baseline, and its part. */
  readonly strata: readonly { readonly index: number; readonly precision: number }[]
}

/** The hour without the means of its strata and without the weekly cycle. Strata that the baseline does not know are left out. */
export function compareHour({ hour, parts }: SeriesHour, baseline: DriftBaseline): ComparedHour {
  const cell = hourOfWeek(hour)
  const weekly = baseline.weekly[cell] ?? 0
  const scale = baseline.weeklyScale[cell] ?? 1
  const order = Object.keys(baseline.strata)
  const strata: { readonly index: number; readonly precision: number }[] = []
  let precision = 0
  let weighted = 0
  let blocks = 0
  for (const { stratum, sums } of parts) {
    const known = baseline.strata[stratum]
    if (known === undefined || sums.blocks === 0) continue
    const variance = known.blockVariance * scale
    precision += sums.weight / variance
    weighted += (sums.sum - sums.weight * (known.mean + weekly)) / variance
    blocks += sums.blocks
    strata.push({ index: order.indexOf(stratum), precision: sums.weight / variance })
  }
  return { hour, cell, precision, weighted, blocks, strata }
}

export function createWeeklySums(): WeeklySums {
  return { precision: new Array<number>(HOURS_OF_WEEK).fill(0), weighted: new Array<number>(HOURS_OF_WEEK).fill(0), strata: [] }
}

/** Adds an hour to what came before. */
export function addCompared(sums: WeeklySums, hour: ComparedHour): void {
  sums.precision[hour.cell]! += hour.precision
  sums.weighted[hour.cell]! += hour.weighted
  for (const { index, precision } of hour.strata) {
    while (sums.strata.length <= index) sums.strata.push(0)
    sums.strata[index]! += precision
  }
}

/**
 * Σ (share of the weight)² · variance, kept up as weights are added: the variance that estimates shared by several hours bring into their mean.
 */
export interface SharedVariance {
  total: number
  /** Σ weight² · variance. */
  squares: number
  readonly day: Float64Array
  readonly dayHour: Float64Array
  readonly strata: Float64Array
  readonly dayVariance: ArrayLike<number>
  readonly dayHourVariance: ArrayLike<number>
  readonly strataVariance: ArrayLike<number>
}

export function createSharedVariance({ strata, cycleVariance }: DriftBaseline): SharedVariance {
  const strataVariance = Float64Array.from(Object.values(strata), ({ meanVariance }) => meanVariance)
  return {
    total: 0,
    squares: 0,
    day: new Float64Array(DAYS_OF_WEEK),
    dayHour: new Float64Array(DAY_HOURS),
    strata: new Float64Array(strataVariance.length),
    dayVariance: cycleVariance.day,
    dayHourVariance: cycleVariance.dayHour,
    strataVariance,
  }
}

/** The weekend hours of the day have their own estimates; so do the days and the strata. Adds the weight of one hour of the week. */
export function addToCycle(shared: SharedVariance, cell: number, weight: number): void {
  const day = dayOfWeek(cell)
  const hour = dayHour(cell)
  shared.squares += weight * (2 * shared.day[day]! + weight) * shared.dayVariance[day]!
  shared.squares += weight * (2 * shared.dayHour[hour]! + weight) * shared.dayHourVariance[hour]!
  shared.day[day]! += weight
  shared.dayHour[hour]! += weight
  shared.total += weight
}

export function addToStratum(shared: SharedVariance, index: number, weight: number): void {
  const before = shared.strata[index]!
  shared.squares += weight * (2 * before + weight) * shared.strataVariance[index]!
  shared.strata[index] = before + weight
}

/** Variance of the baseline's expectation of the mean of all that was added. 0 for nothing. */
export function varianceOfShared({ squares, total }: SharedVariance): number {
  return total > 0 ? squares / (total * total) : 0
}

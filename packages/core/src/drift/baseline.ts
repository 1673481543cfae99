import { dayHour, DAY_HOURS, dayOfWeek, DAYS_OF_WEEK, hourOfWeek, HOURS_OF_WEEK } from './hours.ts'
import type { SeriesHour } from './series.ts'
import type { DriftBaseline } from './types.ts'

/** Rounds in which the means of the strata and the weekly cycle are fitted in turn; they settle fast. */
const ROUNDS = 6
/** Pairs of the same hour in two following weeks at least, to tell how much hours vary. */
const PAIRS = 30
/** Hours over which what is left over may depend on what was before: a session may pass several. */
const LAGS = 6
/** How many standard errors the variance is taken higher than found: its estimate must not be what raises an alarm. */
const CAUTION = 1

interface Stratum {
  mean: number
  blocks: number
  weight: number
  variance: number
}

interface HourFit {
  readonly hour: number
  /** Σ weight / variance. */
  readonly precision: number
  /** What is left of the hour's mean without the strata's means. */
  value: number
}

function strataOf(hours: readonly SeriesHour[], least: number): Map<string, Stratum> {
  const totals = new Map<string, { blocks: number; weight: number; sum: number; squares: number; inner: number; degrees: number }>()
  for (const { parts } of hours) {
    for (const { stratum, sums } of parts) {
      if (sums.blocks === 0) continue
      const total = totals.get(stratum) ?? { blocks: 0, weight: 0, sum: 0, squares: 0, inner: 0, degrees: 0 }
      total.blocks += sums.blocks
      total.weight += sums.weight
      total.sum += sums.sum
      total.squares += sums.sumOfSquares
      total.inner += Math.max(0, sums.sumOfSquares - (sums.sum * sums.sum) / sums.weight)
      total.degrees += sums.blocks - 1
      totals.set(stratum, total)
    }
  }
  const strata = new Map<string, Stratum>()
  for (const [key, { blocks, weight, sum, squares, inner, degrees }] of totals) {
    if (blocks < least) continue
    const mean = sum / weight
    // Hours with one block say nothing of the variance within hours: then that over all hours, which is larger.
    const variance = degrees >= least ? inner / degrees : Math.max(0, squares - weight * mean * mean) / (blocks - 1)
    strata.set(key, { mean, blocks, weight, variance })
  }
  return strata
}

interface Cycle {
  /** By hour of the week: day, hour of the day and what is beyond both, together. */
  readonly weekly: readonly number[]
  readonly variance: DriftBaseline['cycleVariance']
}

const NO_CYCLE: Cycle = { weekly: new Array<number>(HOURS_OF_WEEK).fill(0), variance: { day: [], dayHour: [], hour: [] } }

/** The hours' means without the means of the strata; hours without a compared stratum are left out. */
function residuals(hours: readonly SeriesHour[], strata: ReadonlyMap<string, Stratum>, scale: readonly number[]): HourFit[] {
  const out: HourFit[] = []
  for (const { hour, parts } of hours) {
    let precision = 0
    let weighted = 0
    for (const { stratum, sums } of parts) {
      const of = strata.get(stratum)
      if (of === undefined) continue
      const variance = of.variance * scale[hourOfWeek(hour)]!
      precision += sums.weight / variance
      weighted += (sums.sum - sums.weight * of.mean) / variance
    }
    if (precision > 0) out.push({ hour, precision, value: weighted / precision })
  }
  return out
}

interface Effects {
  readonly values: number[]
  readonly precisions: number[]
}

/** Means by some division of the hours. */
function effectsOf(hours: readonly HourFit[], count: number, indexOf: (hour: number) => number, left: (one: HourFit) => number): Effects {
  const precisions = new Array<number>(count).fill(0)
  const values = new Array<number>(count).fill(0)
  for (const one of hours) {
    precisions[indexOf(one.hour)]! += one.precision
    values[indexOf(one.hour)]! += one.precision * left(one)
  }
  return { values: values.map((value, i) => (precisions[i]! > 0 ? value / precisions[i]! : 0)), precisions }
}

/**
 * The weekly cycle: days and hours of the day (weekends apart) as they were found, and what an hour of the week has beyond both, drawn towards
 * nothing as far as chance explains it (empirical Bayes): `spread` is the variance of the latter.
 */
function cycleOf(hours: readonly HourFit[], spread: (left: readonly HourFit[]) => number, inflation: number): Cycle {
  let byDay: Effects = { values: new Array<number>(DAYS_OF_WEEK).fill(0), precisions: [] }
  let byHour = byDay
  for (let round = 0; round < ROUNDS; round++) {
    const day = byDay.values
    byHour = effectsOf(hours, DAY_HOURS, dayHour, ({ hour, value }) => value - day[dayOfWeek(hour)]!)
    const own = byHour.values
    byDay = effectsOf(hours, DAYS_OF_WEEK, dayOfWeek, ({ hour, value }) => value - own[dayHour(hour)]!)
  }
  const main = (hour: number): number => byDay.values[dayOfWeek(hour)]! + byHour.values[dayHour(hour)]!
  const left = hours.map(({ hour, precision, value }) => ({ hour, precision, value: value - main(hour) }))
  const beyond = effectsOf(left, HOURS_OF_WEEK, hourOfWeek, ({ value }) => value)
  const variance = spread(left)
  const hourVariance = beyond.precisions.map((precision) => (variance > 0 ? 1 / (1 / variance + precision / inflation) : 0))
  const estimated = ({ precisions }: Effects): number[] => precisions.map((precision) => (precision > 0 ? inflation / precision : 0))
  return {
    weekly: beyond.values.map((value, cell) => main(cell) + (value * beyond.precisions[cell]! * hourVariance[cell]!) / inflation),
    variance: { day: estimated(byDay), dayHour: estimated(byHour), hour: hourVariance },
  }
}

interface Pairs {
  readonly count: number
  /** How much more two such hours differ than their blocks say, with what they owe to the hours before; at least 1. */
  readonly inflation: number
}

/** What the same hour has in common in two following weeks: the variance between hours of the week; 0 where it is not positive. */
function commonVariance(hours: readonly HourFit[]): number {
  const byHour = new Map(hours.map((one) => [one.hour, one]))
  let common = 0
  let weight = 0
  for (const later of hours) {
    const earlier = byHour.get(later.hour - HOURS_OF_WEEK)
    if (earlier === undefined) continue
    const variance = 1 / later.precision + 1 / earlier.precision
    common += (later.value * earlier.value) / variance
    weight += 1 / variance
  }
  return weight > 0 ? Math.max(0, common / weight) : 0
}

function comparePairs(hours: readonly HourFit[]): Pairs {
  const byHour = new Map(hours.map((one) => [one.hour, one]))
  const differences = new Map<number, number>()
  let squares = 0
  for (const later of hours) {
    const earlier = byHour.get(later.hour - HOURS_OF_WEEK)
    if (earlier === undefined) continue
    const variance = 1 / later.precision + 1 / earlier.precision
    const difference = (later.value - earlier.value) / Math.sqrt(variance)
    differences.set(later.hour, difference)
    squares += difference * difference
  }
  const count = differences.size
  if (count < PAIRS) return { count, inflation: 1 }
  let dependence = 0
  for (let lag = 1; lag <= LAGS; lag++) {
    let products = 0
    let terms = 0
    for (const [hour, difference] of differences) {
      const before = differences.get(hour - lag)
      if (before === undefined) continue
      products += difference * before
      terms += 1
    }
    if (terms >= PAIRS) dependence += (2 * (1 - lag / (LAGS + 1)) * (products / terms)) / (squares / count)
  }
  const dispersion = Math.max(1, (squares / count) * Math.max(1, 1 + dependence))
  return { count, inflation: dispersion * (1 + CAUTION * Math.sqrt(2 / count)) }
}

/** How the blocks of a share vary by hour of the week: as p(1 − p) does, but never less than over the week: small shares are known badly. */
function shareScale(mean: number, weekly: readonly number[]): number[] {
  return weekly.map((cycle) => {
    const share = Math.min(1, Math.max(0, mean + cycle))
    return Math.max(1, (share * (1 - share)) / (mean * (1 - mean)))
  })
}

/**
 * What a series of hours looks like while nothing changes: means of the strata, a weekly cycle, and how much hours vary about them.
 *
 * The unit is the block (session × hour), so that answers of one session are not taken for independent ones. That the same hours of two weeks differ
 * more than their blocks say, or depend on the hours before, widens the variance. `null`: too few pairs of hours to tell, or a series that does not
 * vary.
 *
 * @param stratumBlocks blocks of a stratum at least; others are not compared.
 * @param kind the values of a share are 0 and 1, and vary with its size.
 */
export function fitBaseline(hours: readonly SeriesHour[], stratumBlocks: number, kind: 'metric' | 'share'): DriftBaseline | null {
  const strata = strataOf(hours, stratumBlocks)
  const all = [...strata.values()]
  const blocks = all.reduce((sum, one) => sum + one.blocks, 0)
  const pooled = all.reduce((sum, one) => sum + one.blocks * one.variance, 0) / blocks
  if (!(pooled > 0)) return null
  // A stratum that never varies would outweigh all others.
  for (const one of all) one.variance = Math.max(one.variance, pooled / 100)
  let scale = new Array<number>(HOURS_OF_WEEK).fill(1)
  let cycle = NO_CYCLE
  let inflation = 1
  for (let round = 0; round < ROUNDS; round++) {
    const sums = new Map<string, number>()
    for (const { hour, parts } of hours)
      for (const { stratum, sums: part } of parts)
        if (strata.has(stratum)) sums.set(stratum, (sums.get(stratum) ?? 0) + part.sum - part.weight * cycle.weekly[hourOfWeek(hour)]!)
    for (const [key, one] of strata) one.mean = (sums.get(key) ?? 0) / one.weight
    if (kind === 'share') scale = shareScale(all[0]!.mean, cycle.weekly)
    const fitted = residuals(hours, strata, scale)
    const pairs = comparePairs(fitted)
    if (pairs.count < PAIRS) return null
    inflation = pairs.inflation
    cycle = cycleOf(fitted, commonVariance, inflation)
  }
  return {
    strata: Object.fromEntries(
      [...strata].map(([key, { mean, blocks: count, weight, variance }]) => [
        key,
        { mean, meanVariance: (variance * inflation) / weight, blockVariance: variance * inflation, blocks: count },
      ]),
    ),
    weekly: cycle.weekly,
    weeklyScale: scale,
    cycleVariance: cycle.variance,
    inflation,
    deviation: Math.sqrt(pooled),
  }
}

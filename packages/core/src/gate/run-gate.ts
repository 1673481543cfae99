import { momentsOf, normalQuantile, studentTQuantile, type RandomSource } from '../numeric/index.ts'
import { holm } from './holm.ts'
import { permutationTest } from './permutation-test.ts'
import { signFlipTest } from './sign-flip-test.ts'
import { skewnessTTest } from './skewness-t-test.ts'
import { pairedShareDifference, shareDifference } from './share-intervals.ts'
import { mcnemarTest } from './share-tests.ts'
import type { DifferenceInterval, GateOptions, GateSample, GateTest } from './types.ts'

export const GATE_DEFAULTS: GateOptions = { alpha: 0.05, power: 0.8, detect: 0.2, rounds: 9999 }

/** Work of one test at most, in values looked at: large samples need fewer rounds than small ones have use for. */
const MOST_WORK = 5e7
const LEAST_ROUNDS = 1999
/** Pairs count where they are that many, and at least this share of the smaller side. */
const LEAST_PAIRS = 6
const LEAST_PAIRED_SHARE = 0.5

const roundsFor = (n: number, options: GateOptions): number =>
  Math.min(options.rounds, Math.max(LEAST_ROUNDS, Math.floor(MOST_WORK / Math.max(1, n))))

/** Units that both sides have, in the order of the current side. */
export function pairsOf(baseline: ReadonlyMap<string, unknown>, current: ReadonlyMap<string, unknown>): string[] {
  return [...current.keys()].filter((key) => baseline.has(key))
}

/** Whether the sides share enough units to be compared pair by pair. */
export function arePaired(baseline: ReadonlyMap<string, unknown>, current: ReadonlyMap<string, unknown>): boolean {
  const shared = pairsOf(baseline, current).length
  return shared >= LEAST_PAIRS && shared >= LEAST_PAIRED_SHARE * Math.min(baseline.size, current.size)
}

/** DifferenceInterval ± t · error; the estimate alone where nothing is known of its error. */
function interval(estimate: number, error: number, degrees: number): DifferenceInterval {
  if (!(degrees > 0) || !Number.isFinite(error)) return [-Infinity, estimate, Infinity]
  if (error === 0) return [estimate, estimate, estimate]
  const half = studentTQuantile(0.975, degrees) * error
  return [estimate - half, estimate, estimate + half]
}

/**
 * Units that find a loss of the size worth finding with the wanted power, also where only this one of `tests` metrics lost, so that its p-value must
 * be below α / tests. That the variance is estimated costs some units more (Guenther, Am. Stat. 35, 1981).
 */
function unitsNeeded(variance: number, spread: number, paired: boolean, tests: number, options: GateOptions): number | null {
  const size = options.detect * spread
  if (!(variance > 0 && size > 0)) return null
  const level = normalQuantile(1 - options.alpha / tests)
  const z = level + normalQuantile(options.power)
  return Math.max(LEAST_PAIRS, Math.ceil((z * z * variance) / (size * size) + (level * level) / (paired ? 2 : 4)))
}

type Untested = Omit<GateTest, 'adjusted'>

/**
 * A loss is one where both tests say so: sign flips are exact where the differences are symmetric, the other test allows for a few large gains among
 * many small losses, which are no loss of the mean.
 */
function meanLossTest(differences: Float64Array, options: GateOptions, random: RandomSource): number {
  const flipped = signFlipTest(differences, roundsFor(differences.length, options), random)
  const skewed = skewnessTTest(differences)
  return Number.isNaN(skewed) ? flipped : Math.max(flipped, skewed)
}

function testPaired(sample: GateSample, tests: number, options: GateOptions, random: RandomSource): Untested {
  const { metric, loss, tolerance, baseline, current } = sample
  const keys = pairsOf(baseline, current)
  const before = Float64Array.from(keys, (key) => baseline.get(key)!)
  const differences = Float64Array.from(keys, (key, i) => current.get(key)! - before[i]!)
  const moments = momentsOf(differences)
  const sign = loss === 'lower' ? 1 : -1
  const losses = differences.map((value) => sign * value)
  const down = differences.filter((value) => value < 0).length
  const up = differences.filter((value) => value > 0).length
  const p =
    sample.binary === true && tolerance === 0
      ? mcnemarTest(sign === 1 ? down : up, sign === 1 ? up : down)
      : meanLossTest(
          losses.map((value) => value + tolerance),
          options,
          random,
        )
  const base = momentsOf(before)
  return {
    metric,
    loss,
    tolerance,
    paired: true,
    n: keys.length,
    baseline: base.mean,
    current: base.mean + moments.mean,
    difference:
      sample.binary === true
        ? pairedShareDifference(down, up, keys.length)
        : interval(moments.mean, Math.sqrt(moments.sampleVariance / moments.count), moments.count - 1),
    p,
    needed: unitsNeeded(moments.sampleVariance, Math.sqrt(base.sampleVariance), true, tests, options),
  }
}

function testUnpaired(sample: GateSample, tests: number, options: GateOptions, random: RandomSource): Untested {
  const { metric, loss, tolerance } = sample
  const before = Float64Array.from(sample.baseline.values())
  const now = Float64Array.from(sample.current.values())
  const [base, own] = [momentsOf(before), momentsOf(now)]
  const sign = loss === 'lower' ? 1 : -1
  const p = permutationTest(
    now.map((value) => sign * value + tolerance),
    before.map((value) => sign * value),
    roundsFor(before.length + now.length, options),
    random,
  )
  const [a, b] = [base.sampleVariance / base.count, own.sampleVariance / own.count]
  // Welch and Satterthwaite's degrees of freedom.
  const degrees = (a + b) ** 2 / (a ** 2 / (base.count - 1) + b ** 2 / (own.count - 1))
  const error = Math.sqrt(a + b)
  return {
    metric,
    loss,
    tolerance,
    paired: false,
    n: Math.min(before.length, now.length),
    baseline: base.mean,
    current: own.mean,
    difference:
      sample.binary === true
        ? shareDifference(Math.round(base.mean * base.count), base.count, Math.round(own.mean * own.count), own.count)
        : interval(own.mean - base.mean, error, error === 0 ? 1 : degrees),
    p,
    needed: unitsNeeded(base.sampleVariance + own.sampleVariance, Math.sqrt(base.sampleVariance), false, tests, options),
  }
}

/**
 * Tests every metric for a loss beyond its tolerance: by sign flips and a t-test corrected for skewness on pairs where the sides share most of their units, by permutation where they
 * do not, and adjusts the p-values for their number. Pairs of zeros and ones without a tolerance: McNemar's test.
 *
 * A metric that one side lacks gives a test of n = 0 and p = 1. Throws a `RangeError` for a tolerance below 0.
 */
export function runGate(samples: readonly GateSample[], options: GateOptions, random: RandomSource): GateTest[] {
  for (const { metric, tolerance } of samples)
    if (!(tolerance >= 0)) throw new RangeError(`runGate requires a tolerance of 0 or more for ${metric}, got ${tolerance}`)
  const tests = samples.map((sample) =>
    arePaired(sample.baseline, sample.current)
      ? testPaired(sample, samples.length, options, random)
      : testUnpaired(sample, samples.length, options, random),
  )
  const adjusted = holm(tests.map(({ p }) => p))
  return tests.map(({ needed, ...test }, i) => ({ ...test, adjusted: adjusted[i]!, needed }))
}

/** Whether a loss was found. */
export function gateFailed(tests: readonly GateTest[], options: GateOptions): boolean {
  return tests.some(({ adjusted }) => adjusted <= options.alpha)
}

/** Whether a metric had enough units that a loss worth finding would have been found with the wanted power. */
export function isEnough({ n, needed }: GateTest): boolean {
  return n >= (needed ?? LEAST_PAIRS)
}

/** Whether the answers suffice to say: a loss was found, or there were enough units for every metric. */
export function gateDecided(tests: readonly GateTest[], options: GateOptions): boolean {
  return gateFailed(tests, options) || (tests.length > 0 && tests.every(isEnough))
}

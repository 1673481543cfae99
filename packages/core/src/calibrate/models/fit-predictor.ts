import { logprobToLogit } from '../../numeric/logit.ts'
import type { FeatureName } from '../../profile/calibrated/feature-names.ts'
import type { IsotonicPredictor, LogisticPredictor, PlattPredictor, TemperaturePredictor } from '../../profile/calibrated/types.ts'
import { LARGEST_LOGIT } from '../../risk/calibrated/predict.ts'
import { FEATURE_INDEX } from '../../risk/features/model-scale.ts'
import { ascendingOrder } from '../reliability/order.ts'
import type { Rows } from '../rows.ts'
import { isotonicBlocks } from './isotonic-regression.ts'
import type { Design } from './logistic-information.ts'
import { fitRidgeLogistic } from './ridge-logistic.ts'
import { fitBinaryTemperature } from './temperature.ts'

/** Temperatures beyond this say “no signal” as well as an infinite one, and can be written as JSON. */
const HOTTEST = 1e6

interface Column {
  readonly values: Float64Array
  readonly correct: Uint8Array
  readonly weights: Float64Array
}

/** One feature of the rows that have it, with what belongs to them. Loops, because it runs for every feature of every fold. */
function columnOf({ count, table, at, correct, weights }: Rows, feature: FeatureName, values = new Float64Array(count)): Column {
  const column = table.column(FEATURE_INDEX[feature])
  let known = 0
  for (let i = 0; i < count; i++) {
    const value = column[at[i]!]!
    values[known] = value
    if (value === value) known += 1
  }
  if (known === count) return { values, correct, weights }
  const some: Column = { values: values.subarray(0, known), correct: new Uint8Array(known), weights: new Float64Array(known) }
  for (let i = 0, k = 0; i < count; i++) {
    if (Number.isNaN(column[at[i]!]!)) continue
    some.correct[k] = correct[i]!
    some.weights[k] = weights[i]!
    k += 1
  }
  return some
}

/** logit p = logit(e^x) / T of a logprob feature. */
export function fitTemperatureModel(rows: Rows, feature: FeatureName): TemperaturePredictor {
  const { values, correct, weights } = columnOf(rows, feature)
  const logits = values.map((root) => logprobToLogit(-(root * root), LARGEST_LOGIT))
  return { kind: 'temperature', feature, temperature: Math.min(HOTTEST, fitBinaryTemperature(logits, correct, weights)) }
}

function spreadOf(values: ArrayLike<number>, weights: ArrayLike<number>): { mean: number; scale: number } {
  let total = 0
  let mean = 0
  for (let i = 0; i < values.length; i++) {
    total += weights[i]!
    mean += weights[i]! * values[i]!
  }
  mean /= total
  let squares = 0
  for (let i = 0; i < values.length; i++) squares += weights[i]! * (values[i]! - mean) ** 2
  return { mean, scale: Math.sqrt(squares / total) || 1 }
}

/** Platt scaling of one feature: logistic regression with one standardised column. */
export function fitPlattModel(rows: Rows, feature: FeatureName): PlattPredictor {
  const { values, correct, weights } = columnOf(rows, feature)
  const { mean, scale } = spreadOf(values, weights)
  const design: Design = { values: values.map((value) => (value - mean) / scale), count: values.length, width: 1 }
  const fit = fitRidgeLogistic(design, correct, weights, { penalty: 'evidence' })
  const slope = fit.weights[0]! / scale
  return { kind: 'platt', feature, intercept: fit.intercept - slope * mean, slope }
}

/**
 * Isotonic regression of one feature, smoothed: each block stands at its mean x with (right + ½) / (n + 1), so that none says 0 or 1, and
 * between blocks it is linear, so that answers within one do not tie.
 */
export function fitIsotonicModel(rows: Rows, feature: FeatureName): IsotonicPredictor {
  const { values, correct, weights } = columnOf(rows, feature)
  const order = ascendingOrder(values)
  const x: number[] = []
  const right: number[] = []
  const mass: number[] = []
  for (const i of order) {
    if (x.at(-1) !== values[i]!) {
      x.push(values[i]!)
      right.push(0)
      mass.push(0)
    }
    right[right.length - 1]! += weights[i]! * correct[i]!
    mass[mass.length - 1]! += weights[i]!
  }
  const blocks = isotonicBlocks(
    right.map((value, i) => value / mass[i]!),
    mass,
  )
  const centres = blocks.map(({ from, to, weight }) => {
    let sum = 0
    for (let k = from; k < to; k++) sum += x[k]! * mass[k]!
    return sum / weight
  })
  const smooth = isotonicBlocks(
    blocks.map(({ value, weight }) => (value * weight + 0.5) / (weight + 1)),
    blocks.map(({ weight }) => weight),
  )
  const p = smooth.flatMap(({ from, to, value }) => Array.from({ length: to - from }, () => value))
  return { kind: 'isotonic', feature, x: centres, p }
}

interface UsableFeature {
  readonly name: FeatureName
  readonly mean: number
  readonly scale: number
}

/** Features that vary among the rows, in the given order, with their spread; one that almost no row has says nothing. */
function usable(rows: Rows, features: readonly FeatureName[]): UsableFeature[] {
  const scratch = new Float64Array(rows.count)
  return features.flatMap((name) => {
    const { values, weights } = columnOf(rows, name, scratch)
    const isUsable = values.length >= Math.max(10, 0.05 * rows.count) && values.some((value) => value !== values[0])
    return isUsable ? [{ name, ...spreadOf(values, weights) }] : []
  })
}

/** Which rows lack a feature, told apart from other such patterns; `null` where none does. */
function lackOf({ count, table, at }: Rows, feature: FeatureName): string | null {
  const column = table.column(FEATURE_INDEX[feature])
  let lacking = 0
  let places = 0
  for (let i = 0; i < count; i++) {
    if (!Number.isNaN(column[at[i]!]!)) continue
    lacking += 1
    places = (Math.imul(places, 31) + i) | 0
  }
  return lacking === 0 ? null : `${lacking} ${places}`
}

/** Standardised features, one column after another, a missing value being the mean; then a column of 0 and 1 for each pattern of missing ones. */
function designOf(rows: Rows, spreads: readonly UsableFeature[], gaps: readonly (readonly number[])[]): Design {
  const { count, table, at } = rows
  const width = spreads.length + gaps.length
  const values = new Float64Array(count * width)
  spreads.forEach(({ name, mean, scale }, j) => {
    const column = table.column(FEATURE_INDEX[name])
    const from = j * count
    for (let i = 0; i < count; i++) {
      const value = column[at[i]!]!
      values[from + i] = value === value ? (value - mean) / scale : 0
    }
  })
  gaps.forEach(([first], k) => {
    const column = table.column(FEATURE_INDEX[spreads[first!]!.name])
    const from = (spreads.length + k) * count
    for (let i = 0; i < count; i++) values[from + i] = Number.isNaN(column[at[i]!]!) ? 1 : 0
  })
  return { values, count, width }
}

/** Logistic regression of all features that vary, with a column of its own for each that some answers lack. */
export function fitLogisticModel(rows: Rows, candidates: readonly FeatureName[]): LogisticPredictor {
  const spreads = usable(rows, candidates)
  const features = spreads.map(({ name }) => name)
  // Features that go missing together share one column, else their weights would not be determined.
  const patterns = new Map<string, number[]>()
  features.forEach((name, j) => {
    const pattern = lackOf(rows, name)
    if (pattern !== null) patterns.set(pattern, [...(patterns.get(pattern) ?? []), j])
  })
  const gaps = [...patterns.values()]
  const fit = fitRidgeLogistic(designOf(rows, spreads, gaps), rows.correct, rows.weights, { penalty: 'evidence' })
  const missing = new Array<number>(features.length).fill(0)
  gaps.forEach((columns, k) => {
    missing[columns[0]!] = fit.weights[features.length + k]!
  })
  return {
    kind: 'logistic',
    features,
    means: spreads.map(({ mean }) => mean),
    scales: spreads.map(({ scale }) => scale),
    weights: Array.from(fit.weights.subarray(0, features.length)),
    missing,
    intercept: fit.intercept,
  }
}

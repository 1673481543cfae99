/** Estimates with intervals for the comparison of two groups of answers. */
import { binomialInterval, momentsOf, studentTQuantile, wilsonInterval } from '@logitscope/core'

export interface Estimated {
  readonly low: number
  readonly mid: number
  readonly high: number
  readonly n: number
}

const CONFIDENCE = 0.95

/** A share with its exact 95 % interval (Clopper and Pearson); `null` of none. */
export function shareEstimate(hits: number, trials: number): Estimated | null {
  if (trials === 0) return null
  const [low, high] = binomialInterval(hits, trials, CONFIDENCE)
  return { low, mid: hits / trials, high, n: trials }
}

/** What is known of values: how many, their mean and their sample variance; `null` where there are too few. */
export interface Sample {
  readonly count: number
  readonly mean: number | null
  readonly variance: number | null
}

/** The sample that single values make up. */
export function sampleOf(values: readonly number[]): Sample {
  const { mean, sampleVariance } = momentsOf(values)
  return { count: values.length, mean: values.length === 0 ? null : mean, variance: values.length < 2 ? null : sampleVariance }
}

/** A mean with its 95 % t interval; `null` of fewer than two values. */
export function meanEstimate({ count, mean, variance }: Sample): Estimated | null {
  if (mean === null || variance === null) return null
  const half = studentTQuantile(0.5 + CONFIDENCE / 2, count - 1) * Math.sqrt(variance / count)
  return { low: mean - half, mid: mean, high: mean + half, n: count }
}

/** The difference of two means (second − first) with Welch's 95 % interval; `null` where one of them has fewer than two values. */
export function differenceEstimate(first: Sample, second: Sample): Estimated | null {
  if (first.mean === null || second.mean === null || first.variance === null || second.variance === null) return null
  const a = first.variance / first.count
  const b = second.variance / second.count
  const mid = second.mean - first.mean
  const n = first.count + second.count
  if (a + b === 0) return { low: mid, mid, high: mid, n }
  const degrees = (a + b) ** 2 / (a ** 2 / (first.count - 1) + b ** 2 / (second.count - 1))
  const half = studentTQuantile(0.5 + CONFIDENCE / 2, degrees) * Math.sqrt(a + b)
  return { low: mid - half, mid, high: mid + half, n }
}

/**
 * The difference of two shares (second − first) with Newcombe's 95 % interval (1998, method 10, from Wilson's intervals): not of zero width where
 * neither side has a hit. `null` where a side is empty.
 */
export function shareDifference(
  first: readonly [hits: number, trials: number],
  second: readonly [hits: number, trials: number],
): Estimated | null {
  if (first[1] === 0 || second[1] === 0) return null
  const [lowA, a, highA] = wilsonInterval(first[0] / first[1], first[1])
  const [lowB, b, highB] = wilsonInterval(second[0] / second[1], second[1])
  const mid = b - a
  return {
    low: mid - Math.hypot(b - lowB, highA - a),
    mid,
    high: mid + Math.hypot(highB - b, a - lowA),
    n: first[1] + second[1],
  }
}

/** Whether an interval of a difference leaves no doubt about its direction. */
export function isDecided({ low, high }: Estimated): boolean {
  return low > 0 || high < 0
}

/** Index of the first token in which two answers differ; the shorter one's length where it is the other's beginning. */
export function partingToken(first: readonly { readonly text: string }[], second: readonly { readonly text: string }[]): number {
  const length = Math.min(first.length, second.length)
  for (let i = 0; i < length; i++) if (first[i]?.text !== second[i]?.text) return i
  return length
}

/** Estimates with intervals for the comparison of two groups of answers. */
import { binomialInterval, momentsOf, studentTQuantile } from '@logitscope/core'

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

/** A mean with its 95 % t interval; `null` of fewer than two values. */
export function meanEstimate(values: readonly number[]): Estimated | null {
  if (values.length < 2) return null
  const { mean: mid, sampleVariance } = momentsOf(values)
  const half = studentTQuantile(0.5 + CONFIDENCE / 2, values.length - 1) * Math.sqrt(sampleVariance / values.length)
  return { low: mid - half, mid, high: mid + half, n: values.length }
}

/** The difference of two means (second − first) with Welch's 95 % interval; `null` where one of them has fewer than two values. */
export function differenceEstimate(first: readonly number[], second: readonly number[]): Estimated | null {
  if (first.length < 2 || second.length < 2) return null
  const [before, after] = [momentsOf(first), momentsOf(second)]
  const a = before.sampleVariance / first.length
  const b = after.sampleVariance / second.length
  const mid = after.mean - before.mean
  if (a + b === 0) return { low: mid, mid, high: mid, n: first.length + second.length }
  const degrees = (a + b) ** 2 / (a ** 2 / (first.length - 1) + b ** 2 / (second.length - 1))
  const half = studentTQuantile(0.5 + CONFIDENCE / 2, degrees) * Math.sqrt(a + b)
  return { low: mid - half, mid, high: mid + half, n: first.length + second.length }
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

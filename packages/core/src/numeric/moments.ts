// Welford, Technometrics 4, 1962; the merge is that of Chan, Golub and LeVeque, 1979.

/** Count, mean and sum of squared deviations of the values pushed so far. */
export interface MomentsState {
  count: number
  mean: number
  /** Σ (x − mean)², in the square of the values' unit. */
  m2: number
}

/** What the moments say; `NaN` where undefined. */
export interface Moments {
  readonly count: number
  /** NaN without a value. */
  readonly mean: number
  /** Of the population: m2 / n. NaN without a value, 0 with one. */
  readonly variance: number
  /** Of the sample, unbiased: m2 / (n − 1). NaN with fewer than two values. */
  readonly sampleVariance: number
}

/** Moments of nothing. */
export function createMoments(): MomentsState {
  return { count: 0, mean: 0, m2: 0 }
}

/** Adds one value, in constant time. A value that is not finite makes mean and variance NaN for good: leave it out before. */
export function pushMoments(state: MomentsState, value: number): void {
  state.count += 1
  const before = value - state.mean
  state.mean += before / state.count
  state.m2 += before * (value - state.mean)
}

/** Adds what `other` has seen to `into`, as if its values had been pushed; `other` is left as it was. */
export function mergeMoments(into: MomentsState, other: MomentsState): void {
  if (other.count === 0) return
  const count = into.count + other.count
  const difference = other.mean - into.mean
  into.mean += (difference * other.count) / count
  into.m2 += other.m2 + (difference * difference * into.count * other.count) / count
  into.count = count
}

/**
 * Mean and variance of what was pushed and merged so far.
 *
 * @example
 * momentsOf([2, 4, 4, 4, 5, 5, 7, 9]).variance // 4
 */
export function snapshotMoments(state: MomentsState): Moments {
  const { count, mean, m2 } = state
  return {
    count,
    mean: count > 0 ? mean : NaN,
    variance: count > 0 ? m2 / count : NaN,
    sampleVariance: count > 1 ? m2 / (count - 1) : NaN,
  }
}

/**
 * Moments of values[start, end) in one pass. Empty → NaN mean and variances; a NaN or an infinity makes them NaN.
 *
 * @example
 * momentsOf([1, 2, 3]).sampleVariance // 1
 */
export function momentsOf(values: ArrayLike<number>, start = 0, end: number = values.length): Moments {
  const state = createMoments()
  for (let i = start; i < end; i++) pushMoments(state, values[i]!)
  return snapshotMoments(state)
}

// Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", ZAMM 54, 1974.

/** A sum under way: the running sum, and the rounding errors that it made. */
export interface SumState {
  sum: number
  compensation: number
}

/** A sum of nothing: 0. */
export function createSum(): SumState {
  return { sum: 0, compensation: 0 }
}

/** Adds one value. NaN stays NaN from there on; an infinity stays, until one of the other sign makes NaN. */
export function pushSum(state: SumState, value: number): void {
  const before = state.sum
  const after = before + value
  state.compensation += Math.abs(before) >= Math.abs(value) ? before - after + value : value - after + before
  state.sum = after
}

/** Adds another sum to `into`; `other` is left as it was. */
export function mergeSum(into: SumState, other: SumState): void {
  pushSum(into, other.sum)
  into.compensation += other.compensation
}

/** The sum so far. */
export function sumOf(state: SumState): number {
  // Where the sum left the finite numbers, the errors it "made" are NaN and mean nothing.
  return Number.isFinite(state.sum) ? state.sum + state.compensation : state.sum
}

/**
 * Sum of values[start, end), in the values' unit, nearly as if it were computed exactly and rounded once: the error is about 1 ulp of the
 * result plus n · 1e-32 of the sum of magnitudes, where plain addition loses up to n · 1e-16 of it.
 *
 * Why: the sum of an answer's logprobs must not depend on the order or the grouping in which they arrived.
 * Empty → 0. NaN → NaN. −Infinity → −Infinity; infinities of both signs → NaN. Cost: linear, nothing allocated.
 *
 * @example
 * compensatedSum([1, 1e100, 1, -1e100]) // 2
 */
export function compensatedSum(values: ArrayLike<number>, start = 0, end: number = values.length): number {
  let sum = 0
  let compensation = 0
  for (let i = start; i < end; i++) {
    const value = values[i]!
    const after = sum + value
    compensation += Math.abs(sum) >= Math.abs(value) ? sum - after + value : value - after + sum
    sum = after
  }
  return Number.isFinite(sum) ? sum + compensation : sum
}

/**
 * Arithmetic mean of values[start, end) through the compensated sum. Empty → NaN (undefined); NaN and infinities as in the sum.
 *
 * @example
 * mean([1, 2, 6]) // 3
 */
export function mean(values: ArrayLike<number>, start = 0, end: number = values.length): number {
  return end > start ? compensatedSum(values, start, end) / (end - start) : NaN
}

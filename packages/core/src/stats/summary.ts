import { createMoments, createSum, mergeMoments, mergeSum, pushMoments, pushSum, sumOf } from '../numeric/index.ts'
import type { MomentsState, SumState } from '../numeric/index.ts'
import { countNotFinite, createNotFiniteCounts, mergeNotFinite, type NotFiniteCounts } from './not-finite.ts'

/** A summary under way: what one needs to tell count, sum, extremes, mean and variance of any union of groups. */
export interface SummaryState {
  readonly sum: SumState
  readonly moments: MomentsState
  /** Infinity while there is no finite value. */
  min: number
  /** −Infinity while there is no finite value. */
  max: number
  readonly notFinite: NotFiniteCounts
}

/** A summary as plain data, to store or to send. Everything but the counts is `null` where there is no finite value. */
export interface Summary {
  /** Finite values. */
  readonly count: number
  readonly sum: number
  readonly min: number | null
  readonly max: number | null
  readonly mean: number | null
  /** Σ (x − mean)²: divided by the count the variance, by one less that of a sample. */
  readonly m2: number
  readonly notFinite: Readonly<NotFiniteCounts>
}

/** A summary of nothing. */
export function createSummary(): SummaryState {
  return { sum: createSum(), moments: createMoments(), min: Infinity, max: -Infinity, notFinite: createNotFiniteCounts() }
}

/** Adds one value, in constant time. NaN and infinities are counted apart and touch nothing else. */
export function pushSummary(state: SummaryState, value: number): void {
  if (!Number.isFinite(value)) {
    countNotFinite(state.notFinite, value)
    return
  }
  pushSum(state.sum, value)
  pushMoments(state.moments, value)
  // Adding 0 turns −0, which does not survive JSON, into 0.
  if (value < state.min) state.min = value + 0
  if (value > state.max) state.max = value + 0
}

/**
 * Adds what `other` has seen to `into`; `other` is left as it was. The order and grouping of merges do not matter:
 * counts and extremes are the same, sums, means and variances the same to within rounding.
 */
export function mergeSummary(into: SummaryState, other: SummaryState): void {
  mergeSum(into.sum, other.sum)
  mergeMoments(into.moments, other.moments)
  into.min = Math.min(into.min, other.min)
  into.max = Math.max(into.max, other.max)
  mergeNotFinite(into.notFinite, other.notFinite)
}

/**
 * The summary so far as plain data.
 *
 * @example
 * summaryOf([1, 2, 6, NaN]) // { count: 3, sum: 9, min: 1, max: 6, mean: 3, m2: 14, notFinite: { nan: 1, negativeInfinity: 0, positiveInfinity: 0 } }
 */
export function snapshotSummary(state: SummaryState): Summary {
  const { count, mean, m2 } = state.moments
  const any = count > 0
  return {
    count,
    sum: sumOf(state.sum),
    min: any ? state.min : null,
    max: any ? state.max : null,
    mean: any ? mean : null,
    m2,
    notFinite: { ...state.notFinite },
  }
}

/** The state that a snapshot was taken of, to merge into or to go on with. Only the sum's rounding error of the last digit is gone. */
export function restoreSummary(summary: Summary): SummaryState {
  return {
    sum: { sum: summary.sum, compensation: 0 },
    moments: { count: summary.count, mean: summary.mean ?? 0, m2: summary.m2 },
    min: summary.min ?? Infinity,
    max: summary.max ?? -Infinity,
    notFinite: { ...summary.notFinite },
  }
}

/** Summary of values[start, end) in one pass. */
export function summaryOf(values: ArrayLike<number>, start = 0, end: number = values.length): Summary {
  const state = createSummary()
  for (let i = start; i < end; i++) pushSummary(state, values[i]!)
  return snapshotSummary(state)
}

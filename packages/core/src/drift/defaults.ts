import type { DriftOptions } from './types.ts'

/**
 * What the monitor does where nothing else is asked: at most one false alarm in a hundred installations in 30 unchanged days (720 hours), two
 * weeks of baseline. How these do is measured in docs/drift.md.
 */
export const DRIFT_DEFAULTS: DriftOptions = {
  metrics: ['avgLogprob'],
  together: false,
  budget: 0.01,
  horizonHours: 720,
  baselineWeeks: 2,
  baselineBlocks: 200,
  windowHours: 672,
  changeBlocks: 50,
  stratumBlocks: 30,
  strataLimit: 24,
  watchedShare: 0.05,
  typicalShift: 0.2,
  epsilon: 0.03,
  rangeAnswers: 300,
  sessionsLimit: 50_000,
}

/** Most installations watch one group: it has most of the budget. */
const FIRST_SHARE = 0.7

/**
 * The part of an installation's false-alarm budget for its n-th group (from 0): 0.7 for the first, 0.3/(n(n + 1)) for those after it, which adds up to 1
 * however many groups come, so that nobody needs to know their number before. Throws a `RangeError` for anything but a whole number of at least 0.
 *
 * @example
 * driftBudgetShare(1) // 0.15
 */
export function driftBudgetShare(order: number): number {
  if (!(Number.isSafeInteger(order) && order >= 0)) throw new RangeError(`driftBudgetShare requires a whole number from 0, got ${order}`)
  return order === 0 ? FIRST_SHARE : (1 - FIRST_SHARE) / (order * (order + 1))
}

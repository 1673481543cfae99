import type { Condition } from './types.ts'

/** A value that a condition is asked about: a number, an interval that holds the true number, or `null` where it is not known. */
export type Measured = number | readonly [lower: number, upper: number] | null

export type ConditionState = 'fires' | 'clear' | 'undecided' | 'unavailable'

function holds(value: number, { op, value: threshold }: Condition): boolean {
  switch (op) {
    case '<':
      return value < threshold
    case '<=':
      return value <= threshold
    case '>':
      return value > threshold
    case '>=':
      return value >= threshold
  }
}

/**
 * Whether a condition fires on a value.
 *
 * A number decides it. An interval decides it only where both ends agree: for `>` the condition fires when the lower end is above the
 * threshold, is clear when the upper end is at most the threshold, and is `undecided` between (likewise for the other operators).
 * `null` and NaN are `unavailable`: an unknown value neither fires nor clears anything.
 */
export function evaluateCondition(condition: Condition, measured: Measured): ConditionState {
  if (measured === null) return 'unavailable'
  if (typeof measured === 'number') {
    if (Number.isNaN(measured)) return 'unavailable'
    return holds(measured, condition) ? 'fires' : 'clear'
  }
  const [lower, upper] = measured
  if (Number.isNaN(lower) || Number.isNaN(upper)) return 'unavailable'
  const atLower = holds(lower, condition)
  const atUpper = holds(upper, condition)
  if (atLower && atUpper) return 'fires'
  return atLower || atUpper ? 'undecided' : 'clear'
}

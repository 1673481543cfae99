import { ACTIONS, type ActionRule } from '../../profile/types.ts'
import type { Measurements, Verdict } from '../types.ts'
import { decide } from '../verdict.ts'

/** The rule that stands in for an answer that could not be scored. */
const NOT_SCORABLE = 'not-scorable'

/**
 * The verdict of a calibrated group: `decide` on its rules. An answer without a risk holds nothing to score, such as one without content: it is
 * never passed as a confident one, but reviewed under the rule `not-scorable`, unless another rule is more severe.
 */
export function calibratedVerdict(rules: readonly ActionRule[], measurements: Measurements, risk: number | null): Verdict {
  const verdict = decide({ actions: rules }, measurements, 'calibrated')
  if (risk !== null) return verdict
  const isMild = ACTIONS.indexOf(verdict.action) < ACTIONS.indexOf('review')
  return { ...verdict, matched: [...verdict.matched, NOT_SCORABLE], ...(isMild ? { action: 'review', rule: NOT_SCORABLE } : {}) }
}

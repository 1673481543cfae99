import { evaluateCondition } from '../profile/condition.ts'
import { ACTIONS, type Profile } from '../profile/types.ts'
import type { Measurements, Verdict } from './types.ts'

/**
 * What to do with an answer: the most severe action among the rules that fire (pass < flag < review < requery < withhold), the earliest such
 * rule of the profile being named as the one that decided. Rules without a known value do nothing; rules whose interval holds the threshold
 * are listed as undecided. Advice only: nothing here acts.
 */
export function decide(profile: Pick<Profile, 'actions'>, measurements: Measurements, basis: Verdict['basis']): Verdict {
  let severity = 0
  let rule: string | null = null
  const matched: string[] = []
  const undecided: string[] = []
  for (const action of profile.actions) {
    const state = evaluateCondition(action, measurements(action.metric))
    if (state === 'undecided') undecided.push(action.id)
    if (state !== 'fires') continue
    matched.push(action.id)
    const actionSeverity = ACTIONS.indexOf(action.action)
    if (actionSeverity > severity || rule === null) {
      severity = actionSeverity
      rule = action.id
    }
  }
  return { action: ACTIONS[severity] ?? 'pass', rule, matched, undecided, basis }
}

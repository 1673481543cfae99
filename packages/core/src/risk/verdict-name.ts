import type { Action } from '../profile/types.ts'

/** What a verdict is called. `none`: no rule fired because there was nothing to judge by, which is not a pass. */
export type VerdictName = Action | 'none'

/** The parts of an analysis, or of an answer's row in a list, that say what its verdict rests on. */
export interface Judged {
  readonly verdict: { readonly action: Action; readonly rule: string | null }
  readonly metrics: { readonly avgLogprob: number | null }
  readonly errorRisk: number | null
}

/**
 * Whether no rule fired for want of evidence: no usable logprob (none came, no content token, values that are none) and no calibrated risk. Rules
 * that need none, such as those on loops, may fire all the same: then that is the verdict.
 */
export function isWithoutEvidence({ verdict, metrics, errorRisk }: Judged): boolean {
  return verdict.action === 'pass' && verdict.rule === null && metrics.avgLogprob === null && errorRisk === null
}

/** The word for an answer's verdict: not knowing is never called a pass. */
export function verdictName(answer: Judged): VerdictName {
  return isWithoutEvidence(answer) ? 'none' : answer.verdict.action
}

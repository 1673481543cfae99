import { groupKey, type AnswerSummary, type DriftObservation, type GroupScope } from '@logitscope/core'

/** An answer as a monitor sees it, and the kind of answer that it is. */
export interface Observed {
  readonly project: string
  readonly scope: Required<GroupScope>
  readonly observation: DriftObservation
}

/**
 * Metrics that are watched: the mean logprob alone. It is what the false-alarm bound and the delays of docs/drift.md were measured with. The others
 * that every answer has follow it closely, so that one change would be told several times; and each would take its part of the budget.
 */
export const WATCHED_METRICS: readonly string[] = ['avgLogprob']

/**
 * What drift reads off a stored answer: its mean logprob by the time of receipt, as the server's own clock never runs ahead. `null` for what came from a
 * file and for answers without log-probabilities: they say nothing about the traffic.
 */
export function observeAnswer(answer: AnswerSummary): Observed | null {
  const { avgLogprob } = answer.metrics
  if (answer.imported || answer.tier === 'none' || avgLogprob === null) return null
  const scope = {
    model: answer.model === '' ? answer.requestedModel : answer.model,
    language: answer.language,
    template: answer.promptVersion ?? '',
  }
  return {
    project: answer.project,
    scope,
    observation: {
      traceId: answer.id,
      at: answer.receivedAt,
      session: answer.session,
      stratum: groupKey(scope),
      values: { avgLogprob },
    },
  }
}

import { groupKey, type AnswerSummary, type DriftObservation, type DriftOptions, type GroupScope } from '@logitscope/core'

/** An answer as a monitor sees it, and the kind of answer that it is. */
export interface Observed {
  readonly project: string
  readonly scope: Required<GroupScope>
  readonly observation: DriftObservation
}

/**
 * What is watched: two views of the mean logprob, as one thing. The mean itself sees a few answers that become much worse; the probability that it stands
 * for (the geometric mean of the tokens' own, 1/perplexity) does not let the worst answers drown all others, and finds many that become a little worse
 * sooner. It is what the false-alarm bound and the delays of docs/drift.md were measured with. The other metrics that every answer has follow these
 * closely: each would take its part of the budget and tell the same change again.
 */
export const WATCHED: Pick<DriftOptions, 'metrics' | 'together'> = { metrics: ['avgLogprob', 'geometricMeanProbability'], together: true }

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
      values: { avgLogprob, geometricMeanProbability: Math.exp(avgLogprob) },
    },
  }
}

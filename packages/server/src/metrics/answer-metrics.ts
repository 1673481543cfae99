import { verdictName, type AnswerSummary } from '@logitscope/core'
import { Counter, Histogram, type Registry } from 'prom-client'
import { createBoundedLabel } from './bounded-label.ts'

const MOST_PROJECTS = 50
const MOST_MODELS = 50

/** Upper ends of the buckets; the starting thresholds are among them. */
const SURPRISAL_NATS = [0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 4, 6, 10]
const ENTROPY_BITS = [0.1, 0.25, 0.5, 1, 1.5, 2, 3, 4, 6, 8]
const SECONDS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600]
const FIRST_TOKEN_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
const RISK = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]

/**
 * Counts stored live answers for Prometheus. Surprisal is −logprob, so that all values are positive; units are base units (nats, bits, seconds);
 * labels are bounded: projects and models beyond the first 50 each are `__other__`. Imports are not counted.
 */
export function createAnswerMetrics(registry: Registry): (answers: readonly AnswerSummary[]) => void {
  const registers = [registry]
  const group = ['project', 'model'] as const
  const histogram = (name: string, help: string, buckets: number[]): Histogram<'project' | 'model'> =>
    new Histogram({ name, help, buckets, labelNames: [...group], registers })
  const counter = <Label extends string>(name: string, help: string, labels: readonly Label[]): Counter<Label | 'project' | 'model'> =>
    new Counter({ name, help, labelNames: [...group, ...labels], registers })

  const answersTotal = counter('logitscope_answers_total', 'Answers stored, by verdict (none: nothing to judge by) and tier of evidence.', [
    'verdict',
    'tier',
  ])
  const surprisal = histogram('logitscope_answer_surprisal_nats', 'Mean surprisal of an answer’s tokens: −mean logprob.', SURPRISAL_NATS)
  const entropy = histogram('logitscope_answer_entropy_lower_bits', 'Lower bound of the mean token entropy of an answer.', ENTROPY_BITS)
  const duration = histogram('logitscope_answer_duration_seconds', 'From request to the last byte of the answer.', SECONDS)
  const firstToken = histogram(
    'logitscope_answer_first_token_seconds',
    'From request to the first token, of streamed answers.',
    FIRST_TOKEN_SECONDS,
  )
  const risk = histogram('logitscope_answer_error_risk_ratio', 'Calibrated probability that an answer is wrong, where there is one.', RISK)
  const tokens = counter('logitscope_answer_tokens_total', 'Answer tokens with a log-probability.', [])
  const lowTokens = counter(
    'logitscope_answer_low_confidence_tokens_total',
    'Answer tokens below the low-confidence threshold, from the share of low tokens of each answer.',
    [],
  )
  const detections = counter('logitscope_detections_total', 'Things found in answers.', ['kind'])
  const boundedProject = createBoundedLabel(MOST_PROJECTS)
  const boundedModel = createBoundedLabel(MOST_MODELS)

  const count = (answer: AnswerSummary): void => {
    const labels = { project: boundedProject(answer.project), model: boundedModel(answer.model) }
    const { avgLogprob, meanTokenEntropy, tokenCount, censoredCount, lowConfidenceRatio } = answer.metrics
    answersTotal.inc({ ...labels, verdict: verdictName(answer), tier: answer.tier })
    if (avgLogprob !== null) surprisal.observe(labels, Math.max(0, -avgLogprob))
    if (meanTokenEntropy !== null) entropy.observe(labels, meanTokenEntropy[0])
    if (answer.totalMs > 0) duration.observe(labels, answer.totalMs / 1_000)
    if (answer.firstTokenMs !== null) firstToken.observe(labels, answer.firstTokenMs / 1_000)
    if (answer.errorRisk !== null) risk.observe(labels, answer.errorRisk)
    tokens.inc(labels, tokenCount)
    if (lowConfidenceRatio !== null) lowTokens.inc(labels, Math.round(lowConfidenceRatio * (tokenCount + censoredCount)))
    for (const [kind, found] of Object.entries(answer.detections)) detections.inc({ ...labels, kind }, found)
  }
  return (answers) => {
    for (const answer of answers) if (!answer.imported) count(answer)
  }
}

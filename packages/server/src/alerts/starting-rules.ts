import type { AlertRule, AlertSource, Condition } from '@logitscope/core'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** Ids of the rules that come with the product begin like this: they reach the feed, and a webhook only where it names them. */
export const STARTING_PREFIX = 'starting-'

function rule(id: string, name: string, severity: AlertRule['severity'], source: AlertSource, more: Partial<AlertRule> = {}): AlertRule {
  return {
    id: `${STARTING_PREFIX}${id}`,
    name,
    enabled: true,
    severity,
    scope: {},
    source,
    forMs: 0,
    minimumCount: 20,
    noData: 'keep',
    regroupMs: HOUR,
    ...more,
  }
}

const answer = (metric: Condition['metric'], op: Condition['op'], value: number): AlertSource => ({
  kind: 'answer',
  condition: { metric, op, value },
})

/** The starting rules of versions that did not write down which ones a store was offered. */
export const UNRECORDED_RULES: readonly string[] = [
  'low-mean',
  'high-entropy',
  'low-share',
  'sudden-drop',
  'perplexity',
  'loop',
  'confidence-fell',
  'requery-share',
  'no-evidence',
  'dropped',
].map((id) => `${STARTING_PREFIX}${id}`)

/** The rules that hold until somebody changes them: the starting profile's thresholds on single answers, and what a team would want to know of its traffic. */
export const STARTING_RULES: readonly AlertRule[] = [
  rule('low-mean', 'Mean logprob below −3', 'warning', answer('metrics.avgLogprob', '<', -3)),
  rule('high-entropy', 'A token with more than 3 bits of entropy', 'info', answer('metrics.maxTokenEntropy', '>', 3)),
  rule('low-share', 'More than a quarter of the tokens are low', 'warning', answer('metrics.lowConfidenceRatio', '>', 0.25)),
  rule('sudden-drop', 'Confidence fell from one token to the next', 'info', answer('detections.sudden-drop', '>', 0)),
  rule('perplexity', 'Perplexity above 15', 'warning', answer('metrics.perplexity', '>', 15)),
  rule('loop', 'An answer goes round in a loop', 'warning', answer('detections.repetition', '>', 0), { regroupMs: 10 * MINUTE }),
  rule('confidence-fell', 'Mean logprob fell by more than 0.3 nats against the hour before', 'warning', {
    kind: 'change',
    measure: { kind: 'mean', metric: 'metrics.avgLogprob' },
    windowMs: 10 * MINUTE,
    baselineMs: HOUR,
    op: '<',
    value: -0.3,
    resolveValue: -0.15,
  }),
  rule('requery-share', 'More than a quarter of the answers should be asked again', 'warning', {
    kind: 'window',
    measure: { kind: 'share', counted: { kind: 'verdict', actions: ['requery', 'withhold'] } },
    windowMs: 10 * MINUTE,
    op: '>',
    value: 0.25,
    resolveValue: 0.15,
  }),
  rule(
    'no-evidence',
    'Answers come without log-probabilities',
    'info',
    { kind: 'silence', of: 'evidence', windowMs: 15 * MINUTE },
    { noData: 'resolve' },
  ),
  rule('drift', 'The answers are no longer what they were', 'warning', { kind: 'drift' }),
  rule('store', 'The store is damaged or cannot be written', 'critical', { kind: 'store' }, { forMs: MINUTE }),
  rule('dropped', 'Captures were dropped', 'critical', { kind: 'dropped', windowMs: 5 * MINUTE, value: 0 }),
]

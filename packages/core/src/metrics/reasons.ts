import type { Metrics } from './types.ts'

/** Why a metric is undefined. Every word here is a `ReasonCode` of an analysis. */
export type MetricReason =
  | 'no-evidence'
  | 'no-content'
  | 'no-usable-logprob'
  | 'entries-missing'
  | 'too-few-tokens'
  | 'no-alternatives'
  | 'unknown-vocabulary'
  | 'unknown-bytes'
  | 'unseen-mass'
  | 'inconsistent-list'
  | 'linear-probabilities'
  | 'looks-like-logits'
  | 'not-computed-by-provider'

export type MetricReasons = Partial<Record<keyof Metrics, MetricReason>>

/** Rules on the numbers of an answer, and what they may ask for. */
import type { OpenString } from '../trace/types.ts'

/**
 * A dotted path to a number of an `Analysis`: a metric; `relative.avgLogprob` (avgLogprob minus the language's hallucination threshold, nats);
 * `entities.minMeanLogprob` (the lowest mean logprob of an entity, nats); `detections.<kind>` (how many); `hallucination.score`;
 * `selfCheck.consistency` (share of consistent samples); `evidence.completeness` (token entries that came, out of the tokens reported); `errorRisk`.
 */
export type MetricPath = OpenString<
  | 'metrics.avgLogprob'
  | 'metrics.perplexity'
  | 'metrics.maxTokenEntropy'
  | 'metrics.meanTokenEntropy'
  | 'metrics.lowConfidenceRatio'
  | 'metrics.minLogprob'
  | 'metrics.sumLogprob'
  | 'metrics.tailMeanLogprob'
  | 'metrics.worstWindowLogprob'
  | 'metrics.bitsPerByte'
  | 'relative.avgLogprob'
  | 'entities.minMeanLogprob'
  | 'detections.sudden-drop'
  | 'detections.sustained-low'
  | 'detections.repetition'
  | 'detections.glitch-token'
  | 'hallucination.score'
  | 'selfCheck.consistency'
  | 'evidence.completeness'
  | 'errorRisk'
>

export interface Condition {
  readonly metric: MetricPath
  readonly op: '<' | '<=' | '>' | '>='
  readonly value: number
}

/** Severity order of verdicts, least severe first. */
export const ACTIONS = ['pass', 'flag', 'review', 'requery', 'withhold'] as const
export type Action = (typeof ACTIONS)[number]

export interface Vote extends Condition {
  readonly id: string
  readonly points: number
}

export interface ActionRule extends Condition {
  readonly id: string
  readonly action: Action
}

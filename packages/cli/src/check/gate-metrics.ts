import type { LossDirection } from '@logitscope/core'
import type { Answer } from '../pipeline/answer.ts'

/** A metric that the gate can test. */
export interface GateMetric {
  readonly loss: LossDirection
  /** A number, or the two ends of what it may be; `null`: not known. */
  readonly of: (answer: Answer) => number | readonly [number, number] | null
}

type Name =
  | 'avgLogprob'
  | 'sumLogprob'
  | 'minLogprob'
  | 'normalizedLogprob'
  | 'tailMeanLogprob'
  | 'worstWindowLogprob'
  | 'perplexity'
  | 'bitsPerByte'
  | 'lowConfidenceRatio'
  | 'meanTokenEntropy'
  | 'maxTokenEntropy'
  | 'surpriseExcess'

const metric = (name: Name, loss: LossDirection): GateMetric => ({ loss, of: ({ analysis }) => analysis.metrics[name] })

/** What `--metric` takes; a metric without a worse direction, such as the length, is not among them. */
export const GATE_METRICS: Readonly<Record<string, GateMetric>> = {
  avgLogprob: metric('avgLogprob', 'lower'),
  tailMeanLogprob: metric('tailMeanLogprob', 'lower'),
  sumLogprob: metric('sumLogprob', 'lower'),
  minLogprob: metric('minLogprob', 'lower'),
  normalizedLogprob: metric('normalizedLogprob', 'lower'),
  worstWindowLogprob: metric('worstWindowLogprob', 'lower'),
  perplexity: metric('perplexity', 'higher'),
  bitsPerByte: metric('bitsPerByte', 'higher'),
  lowConfidenceRatio: metric('lowConfidenceRatio', 'higher'),
  meanTokenEntropy: metric('meanTokenEntropy', 'higher'),
  maxTokenEntropy: metric('maxTokenEntropy', 'higher'),
  surpriseExcess: metric('surpriseExcess', 'higher'),
  hallucinationScore: {
    loss: 'higher',
    of: ({ analysis: { hallucination } }) => (hallucination.available > 0 ? hallucination.score : null),
  },
  errorRisk: { loss: 'higher', of: ({ analysis }) => analysis.errorRisk },
}

/** Tested unless others are named: the mean, and the worst tenth, which a few bad tokens move where the mean hides them. */
export const DEFAULT_METRICS: readonly string[] = ['avgLogprob', 'tailMeanLogprob']

/** Whether an answer has anything to measure, and whether it is right: tested where the input tells. */
export const MEASURED = 'measured'
export const CORRECT = 'correct'

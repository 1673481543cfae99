import { ACTIONS, type Metrics } from '@logitscope/core'
import type { Answer } from './answer.ts'

/** A number to sort by, larger is worse; `null` where the answer has none: such answers come last. */
type Badness = (answer: Answer) => number | null

const metric =
  (name: keyof Metrics, worse: 'low' | 'high'): Badness =>
  ({ analysis }) => {
    const value = analysis.metrics[name]
    const number = Array.isArray(value)
      ? (value as readonly number[])[0]
      : typeof value === 'number'
        ? value
        : (value as Metrics['offTopOne'])?.observed
    return number === undefined ? null : worse === 'low' ? -number : number
  }

const detections =
  (kind: string): Badness =>
  ({ analysis }) =>
    analysis.detections.filter((detection) => detection.kind === kind).length

/** What answers may be sorted by, the worst first. Of intervals, what is certain counts: the lower end. */
export const SORT_KEYS: Readonly<Record<string, Badness>> = {
  avgLogprob: metric('avgLogprob', 'low'),
  perplexity: metric('perplexity', 'high'),
  sumLogprob: metric('sumLogprob', 'low'),
  minLogprob: metric('minLogprob', 'low'),
  normalizedLogprob: metric('normalizedLogprob', 'low'),
  tailMeanLogprob: metric('tailMeanLogprob', 'low'),
  worstWindowLogprob: metric('worstWindowLogprob', 'low'),
  lowConfidenceRatio: metric('lowConfidenceRatio', 'high'),
  maxTokenEntropy: metric('maxTokenEntropy', 'high'),
  meanTokenEntropy: metric('meanTokenEntropy', 'high'),
  offTopOne: metric('offTopOne', 'high'),
  surpriseExcess: metric('surpriseExcess', 'high'),
  bitsPerByte: metric('bitsPerByte', 'high'),
  tokenCount: metric('tokenCount', 'high'),
  censoredCount: metric('censoredCount', 'high'),
  errorRisk: ({ analysis }) => analysis.errorRisk,
  hallucination: ({ analysis }) => analysis.hallucination.score,
  verdict: ({ analysis }) => ACTIONS.indexOf(analysis.verdict.action),
  hotspots: detections('hotspot'),
  drops: detections('sudden-drop'),
  repetitions: detections('repetition'),
  issues: ({ trace }) => trace.evidence.issues.length,
}

import type { MetricPath } from './types.ts'

/** Every path that a condition may name: one that is not here names nothing that is measured. */
export const METRIC_PATHS: readonly MetricPath[] = [
  ...['tokenCount', 'censoredCount', 'sumLogprob', 'avgLogprob', 'minLogprob', 'perplexity', 'normalizedLogprob', 'bitsPerByte'].map(
    (name) => `metrics.${name}`,
  ),
  ...[
    'maxTokenEntropy',
    'meanTokenEntropy',
    'lowConfidenceRatio',
    'tailMeanLogprob',
    'worstWindowLogprob',
    'offTopOne',
    'surpriseExcess',
  ].map((name) => `metrics.${name}`),
  'relative.avgLogprob',
  'entities.minMeanLogprob',
  ...['sudden-drop', 'sustained-low', 'repetition', 'glitch-token', 'hotspot', 'entity', 'field'].map((kind) => `detections.${kind}`),
  'hallucination.score',
  'selfCheck.consistency',
  'evidence.completeness',
  'errorRisk',
]

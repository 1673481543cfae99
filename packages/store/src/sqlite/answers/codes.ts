import type { EvidenceBasis, EvidenceTier, FinishReason, Label } from '@logitscope/core'

// Words of closed vocabularies are kept as their place in these lists: they only ever grow at the end.
export const FINISHES: readonly FinishReason[] = [
  'stop',
  'length',
  'content-filter',
  'tool-calls',
  'error',
  'cancelled',
  'other',
  'unknown',
]
export const TIERS: readonly EvidenceTier[] = ['distribution', 'top-k', 'selected', 'verbalized', 'none']
export const BASES: readonly EvidenceBasis[] = ['raw', 'post-temperature', 'post-sampling', 'unknown']
export const LABEL_VALUES: readonly Label['value'][] = ['correct', 'incorrect', 'unsure']

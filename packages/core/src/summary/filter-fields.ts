/** Fields of an `AnswerFilter` that hold one plain text. */
export const FILTER_TEXTS = [
  'project',
  'model',
  'provider',
  'promptVersion',
  'language',
  'session',
  'user',
  'item',
  'sampleGroup',
  'text',
  'lowToken',
] as const

/** Every tier of evidence, the fullest first. */
export const EVIDENCE_TIERS = ['distribution', 'top-k', 'selected', 'verbalized', 'none'] as const

/** Every way in which an answer ends. */
export const FINISH_REASONS = ['stop', 'length', 'content-filter', 'tool-calls', 'error', 'cancelled', 'other', 'unknown'] as const

/** What a filter may ask of labels: the label in force, or that there is none. */
export const LABEL_STATES = ['correct', 'incorrect', 'unsure', 'none'] as const

/** What the pages say: help. Sentences have `{placeholders}`. */
export interface HelpWords {
  readonly limits: string
  readonly limitsMeaning: string
  readonly limit: Readonly<
    Record<'hidden' | 'calibration' | 'falsehood' | 'cues' | 'truncated' | 'sampling', { readonly title: string; readonly text: string }>
  >
  readonly noExample: string
  readonly examples: string
  readonly numbers: string
  readonly numbersMeaning: string
  readonly terms: Readonly<
    Record<'completeness' | 'answered' | 'risk' | 'margin' | 'rank' | 'score', { readonly title: string; readonly text: string }>
  >
  readonly found: string
  readonly shortcuts: string
  /** Key, and what it does. */
  readonly keys: readonly (readonly [key: string, text: string])[]
}

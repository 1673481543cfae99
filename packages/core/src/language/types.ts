/** A BCP 47 language tag such as `en` or `tr`; `und` where the language is not known. */
export type LanguageTag = string

export interface DetectedLanguage {
  readonly tag: LanguageTag
  /** 0 to 1, as the detector reports it. */
  readonly confidence: number
}

/** What others implement: finds the language of a text, or `null` where it cannot tell. */
export interface LanguageDetector {
  detect: (text: string) => DetectedLanguage | null
}

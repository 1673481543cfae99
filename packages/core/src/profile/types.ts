/** The profile: every number that may be tuned, in one versioned file. No threshold lives in code. */
import type { BaselineGroup, CalibratedGroup, LanguageFinding, PooledLevel, RefusedGroup } from './calibrated/types.ts'
import type { ActionRule, Vote } from './rules.ts'

export { ACTIONS } from './rules.ts'
export type { Action, ActionRule, Condition, MetricPath, Vote } from './rules.ts'

export interface Thresholds {
  /** An answer whose mean logprob is below this is called suspect. Nats. */
  readonly hallucinationAvgLogprob: number
  /** A token below this is a low-confidence token. Nats. */
  readonly lowTokenLogprob: number
  /** Sudden drop: fall from one token to the next of more than this. Nats. */
  readonly suddenDropNats: number
  /** Robust drop: fall below the running median of `robustWindow` tokens by more than max(suddenDropNats, robustMads · 1.4826 · MAD). */
  readonly robustDropMads: number
  readonly robustDropWindow: number
  /** Sustained low: at least this many tokens in a row whose mean logprob stays below `sustainedLowLogprob` (nats). */
  readonly sustainedLowTokens: number
  readonly sustainedLowLogprob: number
  /** Guard: a low stretch that has gone on for this many windows of `sustainedLowTokens` is a collapse; shorter ones are ordinary doubt. */
  readonly collapseWindows: number
  /** Repetition: at least this many copies of one period and at least this many tokens altogether. */
  readonly repetitionCopies: number
  readonly repetitionTokens: number
  readonly repetitionMaxPeriod: number
  /** Tokens from which on copies without content (rules, empty cells, closing tags, arrays of one value) are called a loop too. */
  readonly repetitionStructureTokens: number
  /** The same for white space. */
  readonly repetitionBlankTokens: number
  /** The same for both where the answer was cut off by its length limit within the copies. */
  readonly repetitionCutTokens: number
  /** A unit with this many different words has content, whatever stands between them. */
  readonly repetitionContentWords: number
  /** A unit with markup and fewer words has content where at least this share of its visible characters are letters. */
  readonly repetitionWordShare: number
  /** Copies stand within a paragraph, not in a table or program, when this many words come before them on their line. */
  readonly repetitionParagraphWords: number
  /** Glitch: an unlikely piece counts among alternatives only from this probability on. */
  readonly glitchProbability: number
  /** Hotspot: a token whose lower entropy bound, or whose surprisal, is above this. Bits. */
  readonly hotspotBits: number
  /** Hotspots that many tokens apart are joined into one span. */
  readonly hotspotGapTokens: number
  /** Leave punctuation and white space out of hotspots. */
  readonly hotspotMaskPunctuation: boolean
  /** Self-check: share of consistent samples from which an answer is reliable, and below which it is probably hallucinated. */
  readonly selfCheckReliable: number
  readonly selfCheckHallucinated: number
  readonly selfCheckMinSamples: number
  /** Exponent of the length normalisation, 0.7 to 1. */
  readonly lengthNormalizationAlpha: number
  /** Vocabulary size used for upper entropy bounds where the provider's is not known; too large is safe. */
  readonly assumedVocabulary: number
}

/** A named band of a range; bands partition it: each reaches from the previous band's end to `below` (exclusive). */
export interface Band {
  readonly name: string
  /** Upper end, exclusive; `null` for the last band. */
  readonly below: number | null
}

export interface Profile {
  readonly schema: 1
  readonly name: string
  readonly version: number
  readonly thresholds: Thresholds
  /** Overrides per language tag (`tr`, `en`, …). */
  readonly languages: Readonly<Record<string, Partial<Thresholds>>>
  readonly bands: {
    readonly margin: readonly Band[]
    readonly entropy: readonly Band[]
    readonly avgLogprob: readonly Band[]
    readonly probability: readonly Band[]
  }
  readonly votes: readonly Vote[]
  /** The answer is flagged from this many points on. */
  readonly flagAt: number
  readonly actions: readonly ActionRule[]
  /** What calibration fitted, one for each model × language × template. */
  readonly groups: readonly CalibratedGroup[]
  /** The levels above the groups. */
  readonly pools?: readonly PooledLevel[]
  /** Groups that had labels but no fit. */
  readonly refused?: readonly RefusedGroup[]
  /** Quantiles of each group's own answers, found without labels: what is unusual, with no claim of being right. No rule acts on them. */
  readonly baselines?: readonly BaselineGroup[]
  /** Whether the languages at hand need different thresholds. */
  readonly languageFindings?: readonly LanguageFinding[]
  /**
   * Keys of the groups whose promises do not hold for now (`suspendPromises`). It tells how things stand while a server runs, is no part of a
   * profile's file, and does not change its fingerprint.
   */
  readonly suspended?: readonly string[]
}

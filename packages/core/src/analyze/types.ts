import type { Detection } from '../detect/types.ts'
import type { Level } from '../profile/calibrated/types.ts'
import type { HallucinationScore, Verdict } from '../risk/types.ts'
import type { Metrics, TokenColumns } from '../metrics/types.ts'
import type { OpenString } from '../trace/types.ts'

/** Why a metric is `null`. */
export type ReasonCode = OpenString<
  | 'no-evidence'
  | 'no-content'
  | 'no-usable-logprob'
  | 'entries-missing'
  | 'too-few-tokens'
  | 'no-alternatives'
  | 'unknown-vocabulary'
  | 'unknown-basis'
  | 'unknown-bytes'
  | 'unseen-mass'
  | 'inconsistent-list'
  | 'linear-probabilities'
  | 'looks-like-logits'
  | 'not-computed-by-provider'
>

/** Where an answer's `errorRisk` and verdict come from. */
export interface Calibration {
  /** Key of the group or level of the profile; `null` where none applies. */
  readonly key: string | null
  /** `group`: its own; else the level above that spoke. */
  readonly level: 'group' | Level | null
  /** Why there is no risk: nobody like it in the profile; its group shows no signal; the answer holds nothing to score. */
  readonly reason: 'no-group' | 'refused' | 'not-scorable' | null
}

export interface Analysis {
  readonly metrics: Metrics
  /** Why a metric is null. */
  readonly reasons: Readonly<Partial<Record<keyof Metrics, ReasonCode>>>
  /** Aligned with `trace.tokens`; null where special or unknown. */
  readonly perToken: TokenColumns
  readonly detections: readonly Detection[]
  readonly hallucination: HallucinationScore
  /** Calibrated probability that this answer is wrong; `null` where nothing was calibrated for it. */
  readonly errorRisk: number | null
  /** Whose calibration spoke, or why none did; absent where the profile holds none. */
  readonly calibration?: Calibration
  readonly verdict: Verdict
  readonly language: { readonly tag: string; readonly source: 'given' | 'detected' | 'unknown' }
  readonly profile: { readonly name: string; readonly version: number; readonly sha256: string }
}

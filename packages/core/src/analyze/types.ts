import type { Detection } from '../detect/types.ts'
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
  readonly verdict: Verdict
  readonly language: { readonly tag: string; readonly source: 'given' | 'detected' | 'unknown' }
  readonly profile: { readonly name: string; readonly version: number; readonly sha256: string }
}

import type { Analysis } from '../analyze/types.ts'
import type { Metrics } from '../metrics/types.ts'
import type { Action, Band } from '../profile/types.ts'
import type { ApiKind, EvidenceBasis, EvidenceTier, FinishReason, Label, Trace } from '../trace/types.ts'

/** One answer as a row of a list: everything a table shows, sorts and filters by, without the tokens. */
export interface AnswerSummary {
  readonly id: string
  readonly requestId: string
  /** Epoch ms at the client's request. */
  readonly startedAt: number
  /** Epoch ms at the store. */
  readonly receivedAt: number
  /** Came from a file, not from live traffic. */
  readonly imported: boolean
  readonly project: string
  readonly promptVersion: string | null
  readonly provider: string
  readonly api: ApiKind
  readonly model: string
  readonly requestedModel: string
  readonly streamed: boolean
  readonly status: number | null
  readonly language: string
  readonly session: string | null
  readonly user: string | null
  readonly item: string | null
  readonly sampleGroup: string | null
  readonly tags: Readonly<Record<string, string>>
  readonly finish: FinishReason
  readonly tier: EvidenceTier
  readonly basis: EvidenceBasis
  readonly completeness: number | null
  /** Kinds of integrity issues. */
  readonly issues: readonly string[]
  readonly metrics: Metrics
  readonly hallucination: { readonly score: number; readonly available: number; readonly max: number; readonly flagged: boolean }
  /** Lowest mean logprob of an entity, nats; `null` where there is none or it is not known. */
  readonly lowestEntityMean: number | null
  /** Share of consistent samples, 0 to 1; `null` where nothing was re-sampled. */
  readonly selfCheckConsistency: number | null
  /** Calibrated probability that the answer is wrong. */
  readonly errorRisk: number | null
  readonly verdict: {
    readonly action: Action
    readonly rule: string | null
    readonly basis: Analysis['verdict']['basis']
    /** Nothing was known to judge by: the verdict is none, whatever `action` says. */
    readonly reason?: 'no-evidence'
  }
  /** How many of each kind were found. */
  readonly detections: Readonly<Record<string, number>>
  readonly totalMs: number
  readonly firstTokenMs: number | null
  /** The label in force. */
  readonly label: Label['value'] | null
  /** The beginning of the answer's text, at most 200 characters; `null` where the content is not kept. */
  readonly preview: string | null
}

/** `GET /traces` */
export interface AnswerPage {
  readonly items: readonly AnswerSummary[]
  /**
   * Opaque; `null` at the end. A page may hold fewer answers than were asked for, none even, and still have a next one: a store looks at a bounded
   * number of answers for each.
   */
  readonly next: string | null
  /** How many answers the filter holds in all, where it was asked for (`count=true`); `null` where that could not be counted. */
  readonly total?: number | null
  /**
   * Where the filter means tokens (`cell` or `lowToken`, not both) and counts were asked for: how many tokens of all answers of the filter are
   * meant; `null` where they could not be counted within the deadline.
   */
  readonly tokens?: number | null
  /** `total` is a lower bound: counting stopped before the end. */
  readonly totalIsLeast?: boolean
}

/** `GET /traces/:id/neighbours`: ids of the answers before and after one in the order of a list; `null` at its ends. */
export interface Neighbours {
  readonly previous: string | null
  readonly next: string | null
}

/** `GET /traces/:id` */
export interface AnswerRecord {
  readonly trace: Trace
  readonly analysis: Analysis
  /** Every label event, newest last. */
  readonly labels: readonly LabelChange[]
  /** What the numbers were held against: of the profile that made the analysis, for the answer's language; `null` where that profile is no longer kept. */
  readonly scale: AnswerScale | null
}

/** Thresholds and bands of one answer. */
export interface AnswerScale {
  /** A token below this is a low-confidence token. Nats. */
  readonly lowTokenLogprob: number
  /** Bands of the mean logprob, nats. */
  readonly avgLogprobBands: readonly Band[]
}

/** A label given or taken back (`null`), as it stands in an answer's history. */
export type LabelChange = Omit<Label, 'value'> & { readonly value: Label['value'] | null }

/** One line of the answer to `POST /traces`, in the order of the lines sent. */
export interface IngestResult {
  readonly line: number
  readonly id: string | null
  /** `conflict`: the id is taken by another content; `refused`: it could not be read. */
  readonly outcome: 'stored' | 'duplicate' | 'conflict' | 'refused'
  readonly issues: readonly { readonly code: string; readonly path: string; readonly message: string }[]
}

/** What `GET /stats/…` answers, and what a store computes: mergeable counts turned into what a chart shows. */
import type { Interval } from '../metrics/types.ts'
import type { Action } from '../profile/types.ts'
import type { EvidenceTier, FinishReason } from '../trace/types.ts'

export type Bucket = 'minute' | 'hour' | 'day'

/** Estimates from fixed bins; `null` where no answer has the value. */
export interface Spread {
  readonly count: number
  readonly mean: number
  readonly p10: number
  readonly p50: number
  readonly p90: number
  readonly p95: number
}

/** Answers that began in [at, at + bucket). Means are over answers; `null` where there is none. */
export interface SeriesPoint {
  /** Epoch ms at which the bucket begins. */
  readonly at: number
  readonly count: number
  /** Answers with usable token logprobs. */
  readonly withEvidence: number
  /** Answer tokens. */
  readonly tokens: number
  /** Nats. */
  readonly avgLogprob: Spread | null
  readonly perplexity: Spread | null
  /** Mean of the lower ends and of the upper ends, bits. */
  readonly meanTokenEntropy: Interval | null
  /** Low-confidence tokens. */
  readonly lowTokens: number
  /** Low-confidence tokens / answer tokens. */
  readonly lowConfidenceShare: number | null
  readonly latencyMs: Spread | null
  readonly firstTokenMs: Spread | null
  /** Mean over the answers where it is known. */
  readonly completeness: number | null
  /** Answers whose completeness is known and below 1. */
  readonly incomplete: number
  readonly flagged: number
  readonly actions: Readonly<Record<Action, number>>
  readonly tiers: Readonly<Partial<Record<EvidenceTier, number>>>
  readonly finishes: Readonly<Partial<Record<FinishReason, number>>>
  readonly detections: Readonly<Record<string, number>>
}

/** `GET /stats/series`: every bucket of [from, to) is present. `total` is the same over the whole range. */
export interface Series {
  readonly from: number
  readonly to: number
  readonly bucket: Bucket
  readonly points: readonly SeriesPoint[]
  readonly total: SeriesPoint
}

/** `GET /stats/histogram` */
export interface HistogramResult {
  readonly metric: string
  /** Id of the scale of bins (core/stats). */
  readonly scale: string
  readonly unit: string
  /** Inner edges; `counts` has one more entry. */
  readonly edges: readonly number[]
  readonly counts: readonly number[]
  /** Answers without the metric. */
  readonly missing: number
}

/** `GET /stats/heatmap`: `cells[positionBin * probabilityBins + probabilityBin]` tokens. */
export interface HeatmapResult {
  readonly scales: readonly [position: string, probability: string]
  readonly positions: readonly number[]
  readonly probabilities: readonly number[]
  readonly cells: readonly number[]
  /** Tokens of each position bin whose probability is not known. */
  readonly unknown: readonly number[]
}

/** `GET /stats/tokens`: the tokens that the model was least sure of, most frequent first. */
export interface TokenStatistics {
  readonly items: readonly {
    readonly text: string
    /** Times it was chosen below the low-confidence threshold. */
    readonly low: number
    /** Mean logprob of those, nats. */
    readonly meanLogprob: number
  }[]
  /** Low tokens that are not in the list because the number of distinct texts is capped. */
  readonly other: number
}

/** `GET /stats/moments`: over all answers of a filter. */
export interface AnswerMoments {
  readonly count: number
  readonly labelled: number
  readonly labelledIncorrect: number
  readonly flagged: number
  readonly actions: Readonly<Record<Action, number>>
  /** By metric path: the answers where it is known, their mean and the sample variance, in the metric's unit and its square; an interval metric stands with its lower end. */
  readonly metrics: Readonly<Record<string, { readonly count: number; readonly mean: number | null; readonly variance: number | null }>>
}

export type GroupField = 'project' | 'model' | 'promptVersion' | 'language' | 'provider'

/** `GET /stats/models`: one line a group. */
export interface GroupStatistics {
  readonly by: readonly GroupField[]
  readonly items: readonly {
    readonly group: Readonly<Partial<Record<GroupField, string>>>
    readonly statistics: SeriesPoint
  }[]
}

/** Which answers are meant: the same filter for lists, statistics, alerts, export and links between pages. An absent field means any. */
import type { Action } from '../profile/types.ts'
import type { EvidenceTier, FinishReason, Label } from '../trace/types.ts'

/** A half-open range of a metric path's value, in the metric's unit; an interval metric is compared by its lower end. */
export interface MetricRange {
  readonly metric: string
  /** Inclusive. */
  readonly min?: number
  /** Exclusive. */
  readonly max?: number
}

/** Answers that have a token at a position within one range and with a probability within another (both half-open): a cell of the heatmap. */
export interface CellFilter {
  readonly position: readonly [from: number, to: number]
  readonly probability: readonly [from: number, to: number]
}

export interface AnswerFilter {
  /** Epoch ms of `startedAt`, inclusive. */
  readonly from?: number
  /** Epoch ms of `startedAt`, exclusive. */
  readonly to?: number
  readonly project?: string
  readonly model?: string
  readonly provider?: string
  /** "" means answers without one. */
  readonly promptVersion?: string
  readonly language?: string
  readonly session?: string
  readonly user?: string
  readonly item?: string
  readonly sampleGroup?: string
  /** All of these tags, each with its value. */
  readonly tags?: Readonly<Record<string, string>>
  readonly tiers?: readonly EvidenceTier[]
  readonly actions?: readonly Action[]
  readonly finishes?: readonly FinishReason[]
  /** Kinds of detection, one of which was found. */
  readonly detections?: readonly string[]
  readonly flagged?: boolean
  /** The label in force; `none` means not labelled. */
  readonly labels?: readonly (Label['value'] | 'none')[]
  /** All of these. */
  readonly ranges?: readonly MetricRange[]
  /** Full-text search in prompt and answer. */
  readonly text?: string
  /** Answers with a token of this very text that is below the low-confidence threshold. */
  readonly lowToken?: string
  readonly cell?: CellFilter
  readonly imported?: boolean
}

/** A column that a list may be sorted by: `startedAt`, `receivedAt`, `totalMs`, `tokenCount`, or a metric path. */
export interface AnswerSort {
  readonly by: string
  readonly direction: 'ascending' | 'descending'
}

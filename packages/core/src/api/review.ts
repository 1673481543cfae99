import type { AnswerFilter } from './answer-filter.ts'
import type { AnswerSummary } from './answers.ts'

/** What makes an answer worth a look: its calibrated risk of error, or how undecided the model was. */
export type ReviewOrder = 'errorRisk' | 'entropy'

/** Body of `POST /review/draw`; its filter is the query's, as for `GET /traces`. Only answers without a label are drawn. */
export interface ReviewRequest {
  readonly by: ReviewOrder
  /** Answers to draw, 1 to 1 000. */
  readonly size: number
  /** Share of them drawn uniformly, so that promises can be tested on them: above 0, at most 1. */
  readonly auditShare: number
}

export interface ReviewItem {
  readonly traceId: string
  /** Probability with which the answer was drawn, (0, 1]: to be kept with its label. */
  readonly samplingProbability: number
  /** Drawn in the uniform share. Labels of these have the source `audit`, others `review`. */
  readonly audit: boolean
}

/** What was drawn, and from how much. */
export interface ReviewDraw {
  readonly id: string
  readonly drawnAt: number
  readonly request: ReviewRequest
  readonly filter: AnswerFilter
  /** Answers that were not labelled yet and could have been drawn. */
  readonly pool: number
  /** The pool was cut: only the newest answers were in it. */
  readonly cut: boolean
  readonly items: readonly ReviewItem[]
}

/** `GET /review`: the draw under way with its answers, the most informative first; `null` where nothing was drawn. */
export interface ReviewState {
  readonly draw: Omit<ReviewDraw, 'items'> | null
  /** Answers that were deleted since are left out. */
  readonly items: readonly (ReviewItem & { readonly answer: AnswerSummary })[]
  readonly labelled: number
}

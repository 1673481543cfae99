/** What calibration reads and what it reports. */
import type { CalibratedGroup, GroupScope, LanguageFinding, RefusedGroup } from '../profile/calibrated/types.ts'
import type { Profile } from '../profile/types.ts'

/** One labelled answer, ready for fitting. */
export interface LabelledAnswer {
  readonly traceId: string
  readonly scope: Required<GroupScope>
  /** Answers to the same question depend on each other: they are never in different folds. Empty: a question of its own. */
  readonly item: string
  /** 0, or how many answers exactly like it came before: draws with replacement repeat an answer, and each counts as a draw. */
  readonly copy: number
  /** On the model scale, order of `FEATURES`; `null` where the answer cannot be scored. */
  readonly features: Float64Array | null
  readonly correct: boolean
  /** Probability with which the answer was drawn for labelling; `null` where it was not drawn at random. */
  readonly samplingProbability: number | null
  readonly source: string
}

/** A labelled answer that was judged neither right nor wrong. */
export interface UnsureAnswer {
  readonly scope: Required<GroupScope>
}

/** What `calibrate --json` prints, the API returns and the dashboard shows: a profile with its groups and what was refused. */
export interface CalibrationReport extends Profile {
  readonly groups: readonly CalibratedGroup[]
  readonly refused: readonly RefusedGroup[]
  /** Whether the languages at hand need different thresholds; empty where there is one language only. */
  readonly languageFindings: readonly LanguageFinding[]
}

/** The rows that a group was fitted on, for whoever wants to check it with other tools. */
export interface FittedRow {
  /** Key of the group. */
  readonly group: string
  /** Fold of the cross-validation, from 0: the risk is from a model that saw no row of this fold. */
  readonly fold: number
  readonly correct: boolean
  /** Weight of the label, 1 for uniformly drawn ones. */
  readonly weight: number
  /** Out-of-fold probability that the answer is wrong; `null` where the model could not say. */
  readonly risk: number | null
  /** On the model scale, order of `FEATURES`; NaN where one is not defined. */
  readonly features: Float64Array
}

export type CalibrationIssueCode =
  | 'unknown-trace'
  | 'contradictory-labels'
  | 'duplicated-label'
  | 'duplicated-answer'
  | 'duplicated-id'
  | 'ambiguous-id'
  | 'not-a-label'
  | 'not-a-number'
  | 'no-labels'
  | 'other-profile'

/** Something wrong with the labels or answers, said once for all that are alike. */
export interface CalibrationIssue {
  readonly code: CalibrationIssueCode
  readonly count: number
  /** An example, such as a trace id. */
  readonly example: string
  readonly message: string
}

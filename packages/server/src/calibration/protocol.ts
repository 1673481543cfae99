import type { AnswerFilter, CalibrationIssue, CalibrationReport, FitRequest, Profile } from '@logitscope/core'

/** What a fitting thread is started with. */
export interface FitTask {
  readonly data: string
  readonly filter: AnswerFilter
  readonly request: FitRequest
  /** The profile that the groups are put into. */
  readonly profile: Profile
}

export type FromFit =
  | { readonly kind: 'read'; readonly labels: number }
  | { readonly kind: 'done'; readonly report: CalibrationReport; readonly issues: readonly CalibrationIssue[]; readonly labels: number }
  | { readonly kind: 'failed'; readonly message: string }

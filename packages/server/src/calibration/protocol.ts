import type { AnswerFilter, CalibrationIssue, CalibrationReport, FitRequest, GroupReliability, Profile } from '@logitscope/core'

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

/** What a thread that judges the profile in force is started with. */
export interface ReliabilityTask {
  readonly data: string
  readonly filter: AnswerFilter
  /** Labels given from then on, epoch ms; `null`: all. */
  readonly labelledFrom: number | null
  readonly profile: Profile
  /** Epoch ms; `null` where it is not known. */
  readonly createdAt: number | null
}

export type FromReliability =
  | {
      readonly kind: 'done'
      readonly groups: readonly GroupReliability[]
      readonly issues: readonly CalibrationIssue[]
      readonly cut: boolean
    }
  | { readonly kind: 'failed'; readonly message: string }

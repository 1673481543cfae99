import type { GroupReliability } from '../calibrate/report/live-reliability.ts'
import type { CalibrationIssue, CalibrationReport } from '../calibrate/types.ts'

/** Body of `POST /calibration/fit`; its filter is the query's, as for `GET /traces`. */
export interface FitRequest {
  /** Name of the new profile; default `calibrated`. */
  readonly name?: string
  /** The promise that verdicts keep: at most this share of the answered is wrong; absent or `null`: verdicts by risk alone. */
  readonly promise?: number | null
  readonly note?: string
}

export interface FitJob {
  readonly state: 'idle' | 'running' | 'done' | 'failed'
  readonly startedAt: number | null
  readonly endedAt: number | null
  /** Labelled answers read so far. */
  readonly labels: number
  /** Plain words on what went wrong; "" otherwise. */
  readonly detail: string
}

/** The last profile that was fitted from the labels of the store: kept, and in force only where it was activated. */
export interface FittedProfile {
  readonly sha256: string
  readonly at: number
  readonly report: CalibrationReport
  /** What was wrong with the labels. */
  readonly issues: readonly CalibrationIssue[]
}

/** A group whose promises do not hold for now, because its traffic changed. */
export interface SuspendedGroup {
  readonly key: string
  readonly since: number
  readonly reason: string
}

/** `GET /calibration` */
export interface CalibrationState {
  readonly job: FitJob
  readonly fitted: FittedProfile | null
  readonly suspended: readonly SuspendedGroup[]
}

/**
 * `GET /stats/calibration`: how the probabilities of the active profile hold on the labelled answers of a filter. `labelledFrom` (epoch ms) takes
 * only labels given from then on: with the profile's `createdAt`, none that it was fitted on.
 */
export interface CalibrationStatistics {
  readonly profile: {
    readonly name: string
    readonly version: number
    readonly sha256: string
    /** Epoch ms; `null` where it is not known (a file, the starting profile): then no label counts as new. */
    readonly createdAt: number | null
  }
  readonly groups: readonly GroupReliability[]
  /** What was wrong with the labels. */
  readonly issues: readonly CalibrationIssue[]
  /** There are more labelled answers than were read: the newest were. */
  readonly cut: boolean
}

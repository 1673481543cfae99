import type { DriftAlarm } from '../drift/types.ts'

/** The monitor of one project's traffic. */
export interface DriftMonitor {
  readonly project: string
  /** `learning`: the baseline is being gathered and nothing is said; `drifted`: an alarm stands until the baseline is learned anew. */
  readonly state: 'learning' | 'watching' | 'drifted'
  /** How much of the baseline is there: hours from the first to the last one with answers, and blocks (session × hour). `null` once it is learned. */
  readonly baseline: {
    readonly hours: number
    readonly hoursNeeded: number
    readonly blocks: number
    readonly blocksNeeded: number
  } | null
  /** Epoch ms of the first hour that is watched; `null` while learning. */
  readonly watchedSince: number | null
  /** Watched metrics; while learning, those that will be where they vary. */
  readonly metrics: readonly string[]
  /** Kinds of answers (model × language × template, as keys of groups) that are told apart. */
  readonly strata: readonly string[]
  /** Standing alarms, oldest first. */
  readonly alarms: readonly DriftAlarm[]
  /** Answers taken since the learning began; those that came after their hour was closed, and those that found no room. */
  readonly answers: number
  readonly late: number
  readonly leftOut: number
  /** Epoch ms of the last answer taken; `null` before the first. */
  readonly lastAnswerAt: number | null
  /** Probability of a false alarm within the horizon that this monitor may spend. */
  readonly budget: number
}

/** `GET /drift`; `POST /drift/:project/relearn` answers with the `DriftMonitor`. */
export interface DriftOverview {
  /** False until what was kept of the monitors is read: what follows is then empty. */
  readonly ready: boolean
  /** Probability of any false alarm of this installation within `horizonHours` without a change. */
  readonly budget: number
  readonly horizonHours: number
  readonly items: readonly DriftMonitor[]
  /** Answers of projects for which there was no monitor left, since the start. */
  readonly unwatchedAnswers: number
}

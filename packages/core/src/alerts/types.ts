/** Alert rules: what is watched, when it speaks, when it is quiet. Plain data, kept by the store, evaluated without I/O. */
import type { DriftAlarm } from '../drift/types.ts'
import type { Action, Condition } from '../profile/types.ts'

/** Which answers a rule looks at; an absent field means any. */
export interface AlertScope {
  readonly project?: string
  readonly model?: string
  readonly promptVersion?: string
  readonly language?: string
}

/** What is counted over a window: answers with one of these verdicts, or answers that meet a condition. */
export type Counted =
  { readonly kind: 'verdict'; readonly actions: readonly Action[] } | { readonly kind: 'condition'; readonly condition: Condition }

/** A number over a window: the share of counted answers, or the mean of a metric over the answers that have it. */
export type WindowMeasure =
  { readonly kind: 'share'; readonly counted: Counted } | { readonly kind: 'mean'; readonly metric: Condition['metric'] }

export type Comparison = Condition['op']

/** What a rule watches. */
export type AlertSource =
  /** Every single answer. */
  | { readonly kind: 'answer'; readonly condition: Condition }
  /** A measure over the last `windowMs`, against a fixed value. */
  | {
      readonly kind: 'window'
      readonly measure: WindowMeasure
      readonly windowMs: number
      readonly op: Comparison
      readonly value: number
      readonly resolveValue?: number
    }
  /** The measure over the last `windowMs` minus the same over the `baselineMs` before it. */
  | {
      readonly kind: 'change'
      readonly measure: WindowMeasure
      readonly windowMs: number
      readonly baselineMs: number
      readonly op: Comparison
      readonly value: number
      readonly resolveValue?: number
    }
  /** Nothing came for `windowMs`: no traffic at all, or traffic without usable evidence. */
  | { readonly kind: 'silence'; readonly of: 'traffic' | 'evidence'; readonly windowMs: number }
  /** Captures were dropped in the last `windowMs`: more than `value` of them. */
  | { readonly kind: 'dropped'; readonly windowMs: number; readonly value: number }
  /** What a monitor says of a project's traffic: it differs from its own baseline. There is nothing to set. */
  | { readonly kind: 'drift' }
  /** The store itself: a damaged file was set aside, or nothing, or not everything, can be written for `forMs`. There is nothing to set. */
  | { readonly kind: 'store' }

/** What became of a control table of a damaged file. */
export interface CarriedTable {
  readonly table: 'keys' | 'rules' | 'profiles'
  /** Rows that the new file has from it. */
  readonly rows: number
  /** All of it could be read, and is in the new file. */
  readonly isWhole: boolean
}

/** What is wrong with the store; all but `set-aside` end by themselves. */
export interface StoreTrouble {
  readonly kind: 'set-aside' | 'read-only' | 'unavailable' | 'content-dropped' | 'capture-dropped'
  /** What was seen, in words of the store. */
  readonly detail: string
  /** Name of the file that was set aside, in the data folder; `null` for the others. */
  readonly file: string | null
  /** For `set-aside`: what the new file has of the damaged one. Answers, labels and former alerts are in the damaged one alone. */
  readonly carried?: readonly CarriedTable[]
}

/** What to do when a window holds too few answers to say anything. */
export type NoDataPolicy = 'keep' | 'resolve' | 'fire'

export interface QuietHours {
  /** IANA zone, such as `Europe/Istanbul`. */
  readonly zone: string
  /** `HH:MM`, 24 hours; the span may pass midnight. Equal ends mean the whole day. */
  readonly from: string
  readonly to: string
  /** Days on which the span begins, 0 = Sunday; absent: every day. */
  readonly days?: readonly number[]
}

export interface AlertRule {
  readonly id: string
  readonly name: string
  readonly enabled: boolean
  readonly severity: 'info' | 'warning' | 'critical'
  readonly scope: AlertScope
  readonly source: AlertSource
  /** The state must hold that long before the alert is raised, ms. Not for `answer` and `drift`, nor for a file that was set aside. */
  readonly forMs: number
  /** Fewest answers in a window (and in its baseline) to say anything. Not for `answer`, `silence`, `dropped`, `drift` and `store`. */
  readonly minimumCount: number
  readonly noData: NoDataPolicy
  /** While the alert is raised, or for further answers, it is repeated at most that often, ms. */
  readonly regroupMs: number
  readonly quietHours?: QuietHours
}

/** What a rule's window holds at an instant; the caller gathers it by the time of receipt, imports left out. */
export interface WindowObservation {
  /** Answers received, with or without evidence. */
  readonly traffic: number
  /** Answers with usable evidence. */
  readonly evidence: number
  /** Captures dropped. */
  readonly dropped: number
  /** The measure and over how many answers; `null` where no answer has it. */
  readonly measured: { readonly value: number; readonly count: number } | null
  readonly baseline: { readonly value: number; readonly count: number } | null
  /** For `store` rules: what is wrong now; `null` or absent where nothing is. */
  readonly store?: StoreTrouble | null
}

export type NoDataReason = 'no-traffic' | 'no-evidence' | 'captures-dropped' | 'too-few'

/** Kept between evaluations, and across restarts. */
export interface AlertState {
  readonly status: 'ok' | 'pending' | 'raised'
  /** Epoch ms since when the status holds. */
  readonly since: number
  /** Epoch ms of the last notification, `null` before the first. */
  readonly notifiedAt: number | null
  /** Answers that met the condition since the last notification and were not told. */
  readonly held: number
}

export interface AlertEvent {
  readonly kind: 'alert-raised' | 'alert-repeated' | 'alert-resolved'
  readonly ruleId: string
  /** Epoch ms. */
  readonly at: number
  /** What was measured; `null` for silence and for the store. */
  readonly value: number | null
  readonly threshold: number | null
  readonly noData: NoDataReason | null
  /** Further answers that this event stands for. */
  readonly held: number
  /** The answer that raised it, for `answer` rules. */
  readonly traceId?: string
  /** What changed, for `drift` rules; `value` is then the size of the change. */
  readonly drift?: { readonly project: string; readonly alarm: DriftAlarm }
  /** What is wrong, for `store` rules; absent where they resolve. `value` is then `null`. */
  readonly store?: StoreTrouble
  /** Quiet hours: shown in the feed, not delivered. */
  readonly quiet: boolean
}

export interface AlertStep {
  readonly state: AlertState
  readonly events: readonly AlertEvent[]
}

import type { Action, Condition } from '../profile/types.ts'
import type { ConditionState, Measured } from '../profile/condition.ts'

/** Looks up the value of a metric path for one answer; `null` where it is not known. */
export type Measurements = (metric: string) => Measured

export interface CastVote {
  readonly id: string
  readonly metric: string
  /** The value that was compared, or the interval that holds it; `null` where it is not known. */
  readonly value: Measured
  readonly op: Condition['op']
  readonly threshold: number
  /** Points that the vote gives when it fires. */
  readonly points: number
  /** `undecided`: the value is an interval that holds the threshold. `unavailable`: the value is not known. */
  readonly state: ConditionState
  /** Further numbers worth showing beside the value, such as the minimum within the entity. */
  readonly details?: Readonly<Record<string, number | string>>
}

/** The additive rule of thumb: points of the votes that fire. Shown as “3 of 4 available (at most 6)”. */
export interface HallucinationScore {
  /** Points of the votes that fire. */
  readonly score: number
  /** Points of all votes together. */
  readonly max: number
  /** Points of the votes whose value is known. */
  readonly available: number
  /** `score` is at least the profile's `flagAt`. */
  readonly flagged: boolean
  readonly votes: readonly CastVote[]
}

export interface Verdict {
  readonly action: Action
  /** Id of the rule that decided; `null` where none matched. */
  readonly rule: string | null
  /** Ids of all rules that matched. */
  readonly matched: readonly string[]
  /** Ids of the rules whose interval holds their threshold. */
  readonly undecided: readonly string[]
  readonly basis: 'starting rules' | 'calibrated'
  /** No rule fired because nothing was known to judge by: `pass` then says nothing of the answer. */
  readonly reason?: 'no-evidence'
}

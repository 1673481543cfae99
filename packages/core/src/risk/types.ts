import type { Action } from '../profile/types.ts'

export interface CastVote {
  readonly id: string
  readonly metric: string
  /** The value that was compared; `null` where it is not available for this answer. */
  readonly value: number | null
  readonly op: '<' | '<=' | '>' | '>='
  readonly threshold: number
  /** Points that the vote gives when it fires. */
  readonly points: number
  /** `undecided`: the value is an interval that holds the threshold. */
  readonly state: 'fires' | 'clear' | 'undecided' | 'unavailable'
  /** Further numbers worth showing beside the value, such as the minimum within the entity. */
  readonly details?: Readonly<Record<string, number | string>>
}

/** The additive rule of thumb: points of the votes that fire. */
export interface HallucinationScore {
  readonly score: number
  /** Points of all votes together. */
  readonly max: number
  /** How many votes could be cast. */
  readonly available: number
  readonly flagged: boolean
  readonly votes: readonly CastVote[]
}

export interface Verdict {
  readonly action: Action
  /** Id of the rule that decided; `null` where none matched. */
  readonly rule: string | null
  /** Ids of all rules that matched. */
  readonly matched: readonly string[]
  /** Ids of rules whose interval holds their threshold. */
  readonly undecided: readonly string[]
  readonly basis: 'starting rules' | 'calibrated'
}

import type { Analysis, ReadIssue, Trace } from '@logitscope/core'

/** What a record says about its answer beside a label that is plain right or wrong. */
export interface Judged {
  /** What the record calls itself. */
  readonly ownId: string | null
  readonly isUnsure: boolean
  /** What stands in place of a label; `null` where there is a label, or nothing. */
  readonly notALabel: string | null
}

/** One analysed output, with the place that it was read from. */
export interface Answer {
  readonly kind: 'answer'
  /** Running number over all inputs, from 1. */
  readonly number: number
  readonly file: string
  /** Index of its record in the file, from 0. */
  readonly index: number
  readonly trace: Trace
  readonly analysis: Analysis
  readonly label?: { readonly correct: boolean }
  readonly judged?: Judged
}

/** A record, or a whole file (`index` is `null`), that could not be read. */
export interface Unreadable {
  readonly kind: 'unreadable'
  readonly file: string
  readonly index: number | null
  /** Line of the file where the record starts, from 1. */
  readonly line?: number
  readonly issues: readonly ReadIssue[]
}

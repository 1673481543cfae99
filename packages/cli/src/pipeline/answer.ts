import type { Analysis, ReadIssue, Trace } from '@logitscope/core'

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

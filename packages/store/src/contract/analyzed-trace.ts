import type { Analysis, AnswerSummary, Trace } from '@logitscope/core'

/** What is stored of one answer: the trace and the analysis as they were made. A store never computes metrics. */
export interface AnalyzedTrace {
  readonly trace: Trace
  readonly analysis: Analysis
  /** Came from a file: kept out of alerts. */
  readonly imported: boolean
}

/** What became of one answer of a batch. `duplicate`: the same content under the same id was stored before; `conflict`: another content was. */
export type AppendOutcome = 'stored' | 'duplicate' | 'conflict'

export interface AppendResult {
  readonly outcomes: readonly AppendOutcome[]
  /** The rows of the answers that were stored, in the order of the batch. */
  readonly stored: readonly AnswerSummary[]
}

/** Reading a file, or any other bytes, as records. */
import type { ConfidenceOptions, ReadIssue, Trace, TraceContext } from '@logitscope/core'
import type { DecodeLimits } from '../contract.ts'
import type { ChoiceAnswer } from './choice/read-choice.ts'
import type { RecordLabel } from './record-facts.ts'

/** One record of an input: a line, a body, an element of an array, a stream. */
export interface ReadRecord {
  /** Position among the records of the input, from 0; unreadable ones count too. */
  readonly index: number
  /** The outputs of one request; empty where the record could not be read as an answer: then `issues` says why. */
  readonly traces: readonly Trace[]
  readonly issues: readonly ReadIssue[]
  /** The judgement that stands in the record. */
  readonly label?: RecordLabel
  /** What the record calls itself, by which a list of labels may name it. */
  readonly ownId?: string
  /** A multiple-choice record holds no answer that somebody wrote, but one can be read off it. */
  readonly choice?: ChoiceAnswer
  /** How it was read: `trace`, `columns`, or the `api` of a wire format; `null` where it was not. */
  readonly format: string | null
  /** Line of the input where the record starts, from 1. */
  readonly line: number
}

/** Pure and push-based: memory is bounded by the longest record, not by the input. */
export interface RecordReader {
  /** Takes the next bytes, cut anywhere; they may be reused afterwards. Returns the records that are complete now. */
  readonly push: (bytes: Uint8Array) => readonly ReadRecord[]
  /** Says that no more will come; returns the rest. An input that holds nothing gives one record with an issue. */
  readonly end: () => readonly ReadRecord[]
}

export interface RecordReaderOptions {
  /** Read every record so, whatever it looks like: `trace`, `columns`, or the `api` of a wire format. */
  readonly format?: string
  readonly limits?: Partial<DecodeLimits>
  /** Epoch ms for answers that do not say when they were made. Default 0. */
  readonly startedAt?: number
  readonly context?: TraceContext
  /** Where answers state a confidence of their own; traces keep what they hold unless it is named here. */
  readonly confidence?: ConfidenceOptions
}

/** An answer as a library or a platform kept it. */
import type { EvidenceIssue, Trace } from '@logitscope/core'
import type { Wire } from '../../shared/wire.ts'

export interface KeptRecord {
  /** Who kept it, such as `langchain`. */
  readonly format: string
  /** The body of the provider where it is there, else what is left of it as a chat body. */
  readonly body: unknown
  /** The body is the provider's own: nothing of it is lost. */
  readonly whole: boolean
  readonly request?: unknown
  /** Where the body stood in the record, for messages. */
  readonly path: string
  /** What to say about each output. */
  readonly issues: readonly EvidenceIssue[]
  /** A last look at each output: a library may have left values that are none. */
  readonly mend?: (trace: Trace) => Trace
}

/** The answers of a record, each of a request of its own; `null` where it is not of this kind. */
export type ReadKept = (record: Wire) => readonly KeptRecord[] | null

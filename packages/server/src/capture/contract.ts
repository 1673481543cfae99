/** The seam between the gateway, which forwards, and the ingest worker, which reads, analyses and stores. */
import type { Asked } from '@logitscope/adapters'
import type { TraceContext, Verdict, VerdictName } from '@logitscope/core'

/** How an exchange ended. */
export type ExchangeEnd = 'complete' | 'client-left' | 'upstream-failed' | 'guard-ended'

/** One exchange as the gateway saw it. The buffers are given away: the gateway does not touch them again. */
export interface CaptureRecord {
  /** UUIDv7; traces get the ids `${requestId}.${choice}`. */
  readonly requestId: string
  /** Epoch ms at the client's request. */
  readonly startedAt: number
  /** From the request to the first and the last byte of the answer, ms. */
  readonly firstByteMs: number | null
  readonly totalMs: number
  readonly upstream: string
  readonly provider: string | null
  readonly method: string
  /** Without the query, which may hold a key. */
  readonly path: string
  readonly status: number
  readonly contentType: string | null
  readonly contentEncoding: string | null
  /** As the client sent it, before anything was added; `null` where it was too large to keep or there was none. */
  readonly requestBody: Uint8Array | null
  /** Content encoding of the request's body. */
  readonly requestEncoding: string | null
  /** As the upstream sent it (compressed where it was), in pieces as they came. */
  readonly responseBody: readonly Uint8Array[]
  /** Time of each piece, ms since `startedAt`; absent where it was not taken. */
  readonly arrivals?: readonly number[]
  readonly end: ExchangeEnd
  readonly retries: number
  /** What we added to the request, where we did. */
  readonly asked: Asked | null
  readonly context: TraceContext
}

/** What the analysis of the first choice said, for the verdict header and comment. */
export interface CaptureVerdict {
  readonly traceId: string
  /** `none`: nothing was known to judge by. */
  readonly action: VerdictName
  readonly reason?: 'no-evidence'
  readonly rule: string | null
  readonly basis: Verdict['basis']
  readonly errorRisk: number | null
}

/** Takes what the gateway captured; never blocks, never throws. */
export interface CaptureSink {
  /** False where it was dropped (and counted): the queue is full or the worker gone. `onVerdict` is called once it is analysed, or never. */
  offer(record: CaptureRecord, onVerdict?: (verdict: CaptureVerdict) => void): boolean
  /** Counts a capture that the gateway itself gave up, by reason. */
  drop(reason: string): void
}

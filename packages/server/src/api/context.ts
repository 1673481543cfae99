import type { AnswerFilter, IngestAnswer, LiveEvent, Profile, ReanalyzeStatus, StoreHealth } from '@logitscope/core'
import type { ControlStore, TraceStore } from '@logitscope/store'
import type { LiveHub } from '../live/hub.ts'
import type { Reads } from '../reading/reader-thread.ts'

/** What the routes stand on. */
export interface ApiContext {
  /** Reads, on threads of their own: a heavy query holds up no forwarding and no capture. */
  readonly reads: () => Reads
  /** Writes, in the thread of the only writer. */
  readonly writes: () => TraceStore
  readonly control: () => ControlStore
  readonly ingest: (body: Uint8Array, encoding: string | null, imported: boolean) => Promise<IngestAnswer>
  readonly reanalyze: { readonly start: (filter: AnswerFilter) => boolean; readonly status: () => ReanalyzeStatus }
  /** Erases the answers of a session or user everywhere. */
  readonly erase: (who: { readonly session: string } | { readonly user: string }) => Promise<{ readonly erased: number }>
  /** The profile that is in force, and whether a file dictates it. */
  readonly profile: { readonly fromFile: Profile | null; readonly use: (profile: Profile, createdAt: number) => void }
  readonly live: LiveHub
  readonly publish: (event: LiveEvent) => void
  readonly health: () => Promise<StoreHealth>
  readonly now: () => number
}

/** How long a page waits for a query, ms. */
export const READ_DEADLINE_MS = 15_000

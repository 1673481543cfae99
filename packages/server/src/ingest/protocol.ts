/** What the main thread and the ingest worker say to each other. */
import type { AnswerFilter, AnswerSummary, ContentPolicy, IngestAnswer, Profile, ReanalyzeStatus } from '@logitscope/core'
import type { MessagePort } from 'node:worker_threads'
import type { CaptureVerdict } from '../capture/contract.ts'
import type { PackedRecord } from '../capture/pack-record.ts'

export interface WorkerSettings {
  /** Folder of the store. */
  readonly data: string
  readonly content: ContentPolicy
  /** The profile of the file that the configuration names; `null`: the active one of the store, else the starting profile. */
  readonly profile: Profile | null
  /** A module whose `createAnalysisContext` gives the language detector and the entity finder; `null`: only the rules of core. */
  readonly analysisModule: string | null
  readonly freeSpaceReserveBytes: number
}

export interface IngestJob {
  readonly kind: 'ingest'
  readonly job: number
  readonly body: Uint8Array
  readonly encoding: string | null
  readonly imported: boolean
  /** Project of answers that name none. */
  readonly project: string
}

export type ToWorker =
  | { readonly kind: 'capture'; readonly record: PackedRecord }
  | IngestJob
  | { readonly kind: 'use-profile'; readonly profile: Profile }
  | { readonly kind: 'reanalyze'; readonly filter: AnswerFilter }
  /** Serves the store over the port, to readers and writers of control data in the main thread. */
  | { readonly kind: 'connect'; readonly port: MessagePort }
  /** A reader found the file damaged: the thread ends, and its successor looks at the whole file and sets it aside. */
  | { readonly kind: 'reopen' }
  | { readonly kind: 'stop' }

export type StoreCondition = 'ok' | 'opening' | 'read-only' | 'content-dropped' | 'capture-dropped' | 'unavailable'

export type FromWorker =
  | { readonly kind: 'ready' }
  /** The store could not be opened; the worker stays up and drops what it is given. */
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
  | { readonly kind: 'verdict'; readonly seq: number; readonly verdict: CaptureVerdict }
  /** These captures are dealt with: stored, or dropped with a reason. */
  | {
      readonly kind: 'done'
      readonly seqs: readonly number[]
      readonly captured: number
      readonly contentDropped: number
      readonly dropped: Readonly<Record<string, number>>
    }
  | { readonly kind: 'stored'; readonly answers: readonly AnswerSummary[] }
  | { readonly kind: 'ingested'; readonly job: number; readonly answer: IngestAnswer }
  | { readonly kind: 'ingest-failed'; readonly job: number; readonly code: string; readonly message: string }
  | { readonly kind: 'condition'; readonly condition: StoreCondition; readonly detail: string }
  | { readonly kind: 'reanalyze-status'; readonly status: ReanalyzeStatus }
  | { readonly kind: 'stopped' }

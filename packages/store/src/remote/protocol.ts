import type { ControlStore } from '../contract/control-store.ts'
import { StoreError, type StoreErrorCode } from '../contract/store-error.ts'
import type { TraceStore } from '../contract/trace-store.ts'

/** A store that is reached through a port, or served through one. */
export interface RemoteParts {
  readonly traces: TraceStore
  readonly control: ControlStore
}

type Called<Interface> = Exclude<keyof Interface, 'scan' | 'capabilities' | 'prepare'>
type TraceMethod = Called<TraceStore>
type ControlMethod = keyof ControlStore

/** Which value of a call are `ReadOptions`; −1 where it takes none. */
export const TRACE_METHODS: Readonly<Record<TraceMethod, number>> = {
  append: -1,
  get: 1,
  search: 1,
  neighbours: 3,
  changesSince: 2,
  series: 1,
  histogram: 2,
  heatmap: 1,
  tokens: 2,
  groups: 2,
  moments: 2,
  values: 3,
  window: 1,
  replaceAnalyses: -1,
  retain: -1,
  erase: -1,
  rebuildRollups: -1,
  snapshot: -1,
  stats: 0,
  flush: -1,
  close: -1,
}

export const CONTROL_METHODS: readonly ControlMethod[] = [
  'rules',
  'putRules',
  'alertStates',
  'recordAlert',
  'alerts',
  'acknowledge',
  'dueMessages',
  'updateMessage',
  'messages',
  'addLabels',
  'labelsOf',
  'labelsOfMany',
  'labels',
  'profiles',
  'putProfile',
  'activeProfile',
  'activateProfile',
  'keys',
  'putKey',
  'getDocument',
  'putDocument',
  'lease',
  'close',
]

/** `ReadOptions` on their way: the signal is a cell of shared memory, which is seen in the middle of synchronous work. */
export interface SentOptions {
  readonly deadlineMs?: number
  readonly aborted?: SharedArrayBuffer
}

export type Request =
  | {
      readonly kind: 'call'
      readonly id: number
      readonly part: keyof RemoteParts
      readonly method: string
      readonly values: readonly unknown[]
      readonly options: SentOptions | null
    }
  | { readonly kind: 'scan'; readonly id: number; readonly filter: unknown; readonly options: SentOptions | null }
  /** Asks for the next answers of a scan. */
  | { readonly kind: 'next'; readonly id: number; readonly scan: number }
  | { readonly kind: 'stop'; readonly scan: number }
  | { readonly kind: 'abort'; readonly id: number }

export interface SentError {
  readonly name: string
  readonly message: string
  /** Of a `StoreError`. */
  readonly code: StoreErrorCode | null
}

export type Reply =
  | { readonly id: number; readonly value: unknown; readonly error: null }
  | { readonly id: number; readonly value: null; readonly error: SentError }

export function sentError(error: unknown): SentError {
  if (StoreError.isInstance(error)) return { name: error.name, message: error.message, code: error.code }
  if (error instanceof Error) return { name: error.name, message: error.message, code: null }
  return { name: 'Error', message: String(error), code: null }
}

const BUILT_IN: Readonly<Record<string, new (message: string) => Error>> = { TypeError, RangeError }

export function receivedError({ name, message, code }: SentError): Error {
  if (code !== null) return new StoreError(code, message)
  return new (BUILT_IN[name] ?? Error)(message)
}

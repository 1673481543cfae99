/** What passes over a port between a store and those who use it from another thread. */
import type { StoreErrorCode } from '@logitscope/store'

export type StoreCall =
  | {
      readonly kind: 'call'
      readonly id: number
      readonly part: 'traces' | 'control'
      readonly method: string
      readonly given: readonly unknown[]
      readonly options: { readonly deadlineMs?: number } | null
    }
  | { readonly kind: 'abort'; readonly id: number }
  /** Of a scan: the next items are wanted. */
  | { readonly kind: 'more'; readonly id: number }

export type StoreReply =
  | { readonly kind: 'value'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'items'; readonly id: number; readonly items: readonly unknown[]; readonly done: boolean }
  | { readonly kind: 'error'; readonly id: number; readonly code: StoreErrorCode; readonly message: string }

import type { MessagePort } from 'node:worker_threads'

export interface ReaderSettings {
  readonly data: string
}

export type ToReader = { readonly kind: 'connect'; readonly port: MessagePort } | { readonly kind: 'stop' }

export type FromReader =
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
  /** A read found the file damaged. */
  | { readonly kind: 'file-damaged' }

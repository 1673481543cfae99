import type { MessagePort } from 'node:worker_threads'

export interface ReaderSettings {
  readonly data: string
}

export type ToReader = { readonly kind: 'connect'; readonly port: MessagePort } | { readonly kind: 'stop' }

export interface FromReader {
  readonly kind: 'failed'
  readonly code: string
  readonly message: string
}

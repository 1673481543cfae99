import { StoreError, type ControlStore, type TraceStore } from '@logitscope/store'
import type { MessagePort } from 'node:worker_threads'

export interface OpenedStore {
  readonly traces: TraceStore
  readonly control: ControlStore
}

/** A store in another thread; `disconnect` fails what still waits for an answer. */
export interface ConnectedStore extends OpenedStore {
  readonly disconnect: () => void
}

const noEngine = (): StoreError => new StoreError('unavailable', 'no engine is built in')

export const openWriter: (folder: string) => Promise<OpenedStore> = () => Promise.reject(noEngine())

export const openReader: (folder: string) => Promise<OpenedStore> = () => Promise.reject(noEngine())

export const serveStore: (port: MessagePort, store: OpenedStore) => void = (port) => port.close()

export const connectStore: (port: MessagePort) => ConnectedStore = (port) => ({
  get traces(): never {
    throw noEngine()
  },
  get control(): never {
    throw noEngine()
  },
  disconnect: () => port.close(),
})

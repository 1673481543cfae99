import type { AnswerFilter } from '@logitscope/core'
import type { MessagePort } from 'node:worker_threads'
import type { AnalyzedTrace } from '../contract/analyzed-trace.ts'
import type { ReadOptions } from '../contract/read-options.ts'
import { StoreError } from '../contract/store-error.ts'
import type { StoreCapabilities } from '../contract/trace-store.ts'
import { CONTROL_METHODS, receivedError, TRACE_METHODS, type RemoteParts, type Reply, type Request, type SentOptions } from './protocol.ts'

/** A store in another thread, through the same interfaces. */
export interface ConnectedStore extends RemoteParts {
  /** Closes the port; what still waits for an answer fails with `unavailable`. The store itself stays open. */
  readonly disconnect: () => void
}

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/** After its deadline a call waits that much longer for the store's own word, ms. */
const GRACE_MS = 250

type Asking = Extract<Request, { readonly id: number }>

/** A request without what `connectStore` adds. */
type Body<Kind extends Asking['kind']> = Omit<Extract<Asking, { kind: Kind }>, 'id' | 'options'>

function sentOptions({ deadlineMs }: ReadOptions, cell: SharedArrayBuffer): SentOptions {
  return deadlineMs === undefined ? { aborted: cell } : { deadlineMs, aborted: cell }
}

/** Speaks for the store that `serveStore` serves at the other end of a port. A signal and a deadline reach it, also in the middle of its work. */
export function connectStore(
  port: MessagePort,
  capabilities: StoreCapabilities = { fullTextSearch: true, manyWriters: false },
): ConnectedStore {
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let isClosed = false

  const failAll = (): void => {
    isClosed = true
    for (const { reject } of waiting.values()) reject(new StoreError('unavailable', 'the thread of the store has ended'))
    waiting.clear()
  }
  port.on('message', ({ id, value, error }: Reply) => {
    const found = waiting.get(id)
    waiting.delete(id)
    if (error === null) found?.resolve(value)
    else found?.reject(receivedError(error))
  })
  port.on('close', failAll)

  const ask = <Kind extends Asking['kind']>(
    body: Body<Kind>,
    options?: ReadOptions,
  ): { readonly id: number; readonly value: Promise<unknown> } => {
    const id = ++lastId
    return { id, value: send(id, body, options) }
  }
  const send = async (id: number, body: object, options: ReadOptions = {}): Promise<unknown> => {
    if (isClosed) throw new StoreError('unavailable', 'the thread of the store has ended')
    const { signal, deadlineMs } = options
    if (signal?.aborted === true) throw new StoreError('aborted', 'the read was called off', { cause: signal.reason })
    const cell = new SharedArrayBuffer(4)
    let timer: ReturnType<typeof setTimeout> | undefined
    let onAbort: (() => void) | undefined
    try {
      return await new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        const callOff = (error: StoreError): void => {
          Atomics.store(new Int32Array(cell), 0, 1)
          if (!isClosed) port.postMessage({ kind: 'abort', id } satisfies Request)
          waiting.delete(id)
          reject(error)
        }
        if (deadlineMs !== undefined)
          timer = setTimeout(
            () => callOff(new StoreError('deadline', `the store gave no answer within ${deadlineMs} ms`)),
            deadlineMs + GRACE_MS,
          )
        onAbort = () => callOff(new StoreError('aborted', 'the read was called off', { cause: signal?.reason }))
        signal?.addEventListener('abort', onAbort)
        port.postMessage({ ...body, id, options: sentOptions(options, cell) })
      })
    } finally {
      clearTimeout(timer)
      if (onAbort !== undefined) signal?.removeEventListener('abort', onAbort)
    }
  }

  async function* scan(filter: AnswerFilter, options?: ReadOptions): AsyncGenerator<AnalyzedTrace> {
    const opened = ask<'scan'>({ kind: 'scan', filter }, options)
    await opened.value
    let isDone = false
    try {
      while (!isDone) {
        const { signal } = options ?? {}
        const page = (await ask<'next'>({ kind: 'next', scan: opened.id }, signal === undefined ? {} : { signal }).value) as {
          readonly items: readonly AnalyzedTrace[]
          readonly done: boolean
        }
        isDone = page.done
        yield* page.items
      }
    } finally {
      if (!isDone && !isClosed) port.postMessage({ kind: 'stop', scan: opened.id } satisfies Request)
    }
  }

  const method =
    (part: keyof RemoteParts, name: string, place: number) =>
    (...values: unknown[]): Promise<unknown> => {
      const options = place < 0 ? undefined : (values[place] as ReadOptions | undefined)
      const sent = place < 0 ? values : values.slice(0, place)
      return ask<'call'>({ kind: 'call', part, method: name, values: sent }, options).value
    }
  const traces = Object.fromEntries(Object.entries(TRACE_METHODS).map(([name, place]) => [name, method('traces', name, place)]))
  const control = Object.fromEntries(CONTROL_METHODS.map((name) => [name, method('control', name, -1)]))
  return {
    traces: { ...traces, scan, capabilities } as unknown as RemoteParts['traces'],
    control: control as unknown as RemoteParts['control'],
    disconnect() {
      failAll()
      port.close()
    },
  }
}

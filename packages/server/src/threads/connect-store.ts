import { StoreError, type ControlStore, type ReadOptions, type TraceStore } from '@logitscope/store'
import type { MessagePort } from 'node:worker_threads'
import type { StoreCall, StoreReply } from './store-messages.ts'

/** A store in another thread; `disconnect` fails what still waits for an answer. */
export interface ConnectedStore {
  readonly traces: TraceStore
  readonly control: ControlStore
  readonly disconnect: () => void
}

interface Waiting {
  readonly take: (reply: StoreReply) => void
  readonly fail: (error: StoreError) => void
}

type Send = (part: 'traces' | 'control', method: string, given: readonly unknown[], options?: ReadOptions | null) => Promise<unknown>

const lost = (): StoreError => new StoreError('unavailable', 'the thread of the store is gone; ask again in a moment')

/** The methods that take no reading options, and so need none appended. */
function controlOf(send: Send): ControlStore {
  const plain =
    (method: string) =>
    (...given: readonly unknown[]): Promise<unknown> =>
      send('control', method, given)
  const names: readonly (keyof ControlStore)[] = [
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
  return Object.fromEntries(names.map((name) => [name, plain(name)])) as unknown as ControlStore
}

function tracesOf(send: Send, scan: TraceStore['scan']): TraceStore {
  const read =
    (method: string, count: number) =>
    (...given: readonly unknown[]): Promise<unknown> =>
      send('traces', method, given.slice(0, count), (given[count] as ReadOptions | undefined) ?? {})
  const write =
    (method: string) =>
    (...given: readonly unknown[]): Promise<unknown> =>
      send('traces', method, given)
  const reads: Readonly<Partial<Record<keyof TraceStore, number>>> = {
    get: 1,
    search: 1,
    changesSince: 2,
    series: 1,
    histogram: 2,
    heatmap: 1,
    tokens: 2,
    groups: 2,
    values: 3,
    window: 1,
    stats: 0,
  }
  const writes: readonly (keyof TraceStore)[] = [
    'append',
    'replaceAnalyses',
    'retain',
    'erase',
    'rebuildRollups',
    'snapshot',
    'flush',
    'close',
  ]
  return {
    ...Object.fromEntries(Object.entries(reads).map(([name, count]) => [name, read(name, count)])),
    ...Object.fromEntries(writes.map((name) => [name, write(name)])),
    scan,
  } as unknown as TraceStore
}

/** Uses a store of another thread over a port. Aborts travel along; a deadline is kept by the store itself. */
export function connectStore(port: MessagePort): ConnectedStore {
  const waiting = new Map<number, Waiting>()
  let last = 0
  let isOpen = true

  port.on('message', (reply: StoreReply) => waiting.get(reply.id)?.take(reply))
  const disconnect = (): void => {
    if (!isOpen) return
    isOpen = false
    port.close()
    for (const { fail } of [...waiting.values()]) fail(lost())
    waiting.clear()
  }
  port.on('close', disconnect)
  port.unref()

  const post = (message: StoreCall): void => {
    if (!isOpen) throw lost()
    port.postMessage(message)
  }

  const send: Send = (part, method, given, options = null) => {
    const id = (last += 1)
    const { signal, deadlineMs } = options ?? {}
    if (signal?.aborted === true) return Promise.reject(new StoreError('aborted', 'the call was called off'))
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        end()
        if (isOpen) post({ kind: 'abort', id })
        reject(new StoreError('aborted', 'the call was called off'))
      }
      const end = (): void => {
        waiting.delete(id)
        signal?.removeEventListener('abort', onAbort)
      }
      waiting.set(id, {
        take(reply) {
          end()
          if (reply.kind === 'value') resolve(reply.value)
          else if (reply.kind === 'error') reject(new StoreError(reply.code, reply.message))
        },
        fail(error) {
          end()
          reject(error)
        },
      })
      signal?.addEventListener('abort', onAbort, { once: true })
      try {
        post({ kind: 'call', id, part, method, given, options: options === null ? null : deadlineMs === undefined ? {} : { deadlineMs } })
      } catch (error) {
        end()
        reject(error instanceof Error ? error : lost())
      }
    })
  }

  async function* scan(filter: unknown, options: ReadOptions = {}): AsyncGenerator<never, void, undefined> {
    const id = (last += 1)
    const { signal, deadlineMs } = options
    let finished = false
    const next = (message: StoreCall): Promise<Extract<StoreReply, { kind: 'items' }>> =>
      new Promise((resolve, reject) => {
        const onAbort = (): void => reject(new StoreError('aborted', 'the call was called off'))
        if (signal?.aborted === true) {
          onAbort()
          return
        }
        signal?.addEventListener('abort', onAbort, { once: true })
        waiting.set(id, {
          take(reply) {
            waiting.delete(id)
            signal?.removeEventListener('abort', onAbort)
            if (reply.kind === 'items') resolve(reply)
            else if (reply.kind === 'error') reject(new StoreError(reply.code, reply.message))
          },
          fail: reject,
        })
        post(message)
      })
    try {
      let page = await next({
        kind: 'call',
        id,
        part: 'traces',
        method: 'scan',
        given: [filter],
        options: deadlineMs === undefined ? {} : { deadlineMs },
      })
      for (;;) {
        finished = page.done
        for (const item of page.items) yield item as never
        if (page.done) return
        page = await next({ kind: 'more', id })
      }
    } finally {
      waiting.delete(id)
      if (!finished && isOpen) post({ kind: 'abort', id })
    }
  }

  return { traces: tracesOf(send, scan), control: controlOf(send), disconnect }
}

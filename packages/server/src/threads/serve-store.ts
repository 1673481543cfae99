import { StoreError, type ControlStore, type ReadOptions, type TraceStore } from '@logitscope/store'
import type { MessagePort } from 'node:worker_threads'
import type { StoreCall, StoreReply } from './store-messages.ts'

type Method = (...given: readonly unknown[]) => unknown

/** Items of a scan in one message. */
const ITEMS_A_MESSAGE = 64

/** Answers the calls that come over a port with a store of this thread, until the port closes. */
export function serveStore(port: MessagePort, store: { readonly traces: TraceStore; readonly control: ControlStore }): void {
  const running = new Map<number, { readonly stop: AbortController; readonly items: AsyncIterator<unknown> | null }>()
  const reply = (message: StoreReply): void => port.postMessage(message)

  function fail(id: number, error: unknown): void {
    running.delete(id)
    const known = StoreError.isInstance(error)
    reply({ kind: 'error', id, code: known ? error.code : 'unavailable', message: error instanceof Error ? error.message : String(error) })
  }

  async function more(id: number): Promise<void> {
    const iterator = running.get(id)?.items
    if (iterator === undefined || iterator === null) return
    const items: unknown[] = []
    try {
      while (items.length < ITEMS_A_MESSAGE) {
        const next: IteratorResult<unknown, unknown> = await iterator.next()
        if (next.done === true) {
          running.delete(id)
          reply({ kind: 'items', id, items, done: true })
          return
        }
        items.push(next.value)
      }
      reply({ kind: 'items', id, items, done: false })
    } catch (error) {
      fail(id, error)
    }
  }

  async function call({ id, part, method, given, options }: Extract<StoreCall, { kind: 'call' }>): Promise<void> {
    const stop = new AbortController()
    const methods = store[part] as unknown as Readonly<Record<string, Method>>
    const last: readonly ReadOptions[] = options === null ? [] : [{ ...options, signal: stop.signal }]
    try {
      if (method === 'scan') {
        const items = (methods['scan']!(...given, ...last) as AsyncIterable<unknown>)[Symbol.asyncIterator]()
        running.set(id, { stop, items })
        await more(id)
        return
      }
      running.set(id, { stop, items: null })
      const value = await methods[method]!(...given, ...last)
      if (running.delete(id)) reply({ kind: 'value', id, value })
    } catch (error) {
      fail(id, error)
    }
  }

  function abort(id: number): void {
    const run = running.get(id)
    running.delete(id)
    run?.stop.abort()
    run?.items?.return?.().catch(() => undefined)
  }

  port.on('message', (message: StoreCall) => {
    if (message.kind === 'call') void call(message)
    else if (message.kind === 'more') void more(message.id)
    else abort(message.id)
  })
  port.on('close', () => {
    for (const id of [...running.keys()]) abort(id)
  })
}

import type { AnswerFilter } from '@logitscope/core'
import type { MessagePort } from 'node:worker_threads'
import type { AnalyzedTrace } from '../contract/analyzed-trace.ts'
import type { ReadOptions } from '../contract/read-options.ts'
import { CONTROL_METHODS, sentError, TRACE_METHODS, type RemoteParts, type Reply, type Request, type SentOptions } from './protocol.ts'

/** Answers that one message of a scan carries. */
const SCAN_PAGE = 50

/** A signal whose state is that of the shared cell, so that synchronous work sees it without a turn of the event loop. */
function signalOf(cell: SharedArrayBuffer, controller: AbortController): AbortSignal {
  const flags = new Int32Array(cell)
  Object.defineProperty(controller.signal, 'aborted', { get: () => Atomics.load(flags, 0) !== 0 })
  return controller.signal
}

type Method = (...values: unknown[]) => Promise<unknown>

/** Serves a store to the other end of a port, where `connectStore` speaks for it. Ends with the port. */
export function serveStore(port: MessagePort, store: RemoteParts): void {
  const scans = new Map<number, AsyncIterator<AnalyzedTrace>>()
  const controllers = new Map<number, AbortController>()

  const optionsOf = (id: number, sent: SentOptions | null): ReadOptions => {
    const controller = new AbortController()
    controllers.set(id, controller)
    return {
      ...(sent?.deadlineMs === undefined ? {} : { deadlineMs: sent.deadlineMs }),
      ...(sent?.aborted === undefined ? {} : { signal: signalOf(sent.aborted, controller) }),
    }
  }
  const call = (request: Extract<Request, { kind: 'call' }>): Promise<unknown> => {
    const { part, method, values } = request
    const place = part === 'traces' ? (TRACE_METHODS as Readonly<Record<string, number>>)[method] : -1
    const isKnown = place !== undefined && (part === 'traces' || (CONTROL_METHODS as readonly string[]).includes(method))
    if (!isKnown) return Promise.reject(new TypeError(`a store has no method ${method}`))
    const all = [...values]
    if (place >= 0) all[place] = optionsOf(request.id, request.options)
    return (store[part] as unknown as Readonly<Record<string, Method>>)[method]!(...all)
  }
  const nextPage = async (scan: number): Promise<{ readonly items: readonly AnalyzedTrace[]; readonly done: boolean }> => {
    const iterator = scans.get(scan)
    const items: AnalyzedTrace[] = []
    while (iterator !== undefined && items.length < SCAN_PAGE) {
      const step = await iterator.next()
      if (step.done === true) break
      items.push(step.value)
    }
    const done = items.length < SCAN_PAGE
    if (done) scans.delete(scan)
    return { items, done }
  }
  const answer = async (request: Extract<Request, { readonly id: number }>): Promise<void> => {
    let reply: Reply
    try {
      let value: unknown = null
      if (request.kind === 'call') value = await call(request)
      else if (request.kind === 'next') value = await nextPage(request.scan)
      else if (request.kind === 'scan') {
        const options = optionsOf(request.id, request.options)
        scans.set(request.id, store.traces.scan(request.filter as AnswerFilter, options)[Symbol.asyncIterator]())
      }
      reply = { id: request.id, value, error: null }
    } catch (error) {
      reply = { id: request.id, value: null, error: sentError(error) }
    } finally {
      if (request.kind !== 'scan') controllers.delete(request.id)
    }
    port.postMessage(reply)
  }
  port.on('message', (request: Request) => {
    if (request.kind === 'abort') controllers.get(request.id)?.abort()
    else if (request.kind === 'stop') {
      void scans.get(request.scan)?.return?.()
      scans.delete(request.scan)
      controllers.delete(request.scan)
    } else void answer(request)
  })
}

import { StoreError, type ReadOptions, type TraceStore } from '@logitscope/store'
import { MessageChannel, type Worker } from 'node:worker_threads'
import { spawnThread } from '../threads/spawn-thread.ts'
import { connectStore, type ConnectedStore } from '../threads/connect-store.ts'
import type { FromReader, ReaderSettings, ToReader } from './protocol.ts'

/** The part of a store that pages and exports need. */
export type Reads = Omit<
  TraceStore,
  'capabilities' | 'append' | 'replaceAnalyses' | 'retain' | 'erase' | 'rebuildRollups' | 'snapshot' | 'flush' | 'close'
>

export interface ReaderThread {
  readonly reads: Reads
  /** Queries that run now. */
  readonly running: () => number
  readonly opened: Promise<void>
  /** Opens the store anew: another file may lie there now. */
  readonly restart: () => void
  readonly close: () => Promise<void>
}

/** A read that says nothing so long after its deadline is stuck: its thread is ended and started anew, ms. */
const GRACE_MS = 2_000
const DEFAULT_DEADLINE_MS = 30_000
const RESTART_MS = 250

interface Run {
  readonly reject: (error: Error) => void
}

/** A thread that reads the store, restarted when it dies or when a query does not let go of it. */
export function startReaderThread(
  settings: ReaderSettings,
  onLog: (message: string, facts: Readonly<Record<string, unknown>>) => void,
): ReaderThread {
  const runs = new Set<Run>()
  let worker: Worker | null = null
  let connected: ConnectedStore | null = null
  let closing = false
  let settle: { readonly resolve: () => void; readonly reject: (error: Error) => void } | null = null
  const opened = new Promise<void>((resolve, reject) => (settle = { resolve, reject }))
  opened.catch(() => undefined)

  function lose(error: StoreError): void {
    worker = null
    connected?.disconnect()
    connected = null
    for (const run of [...runs]) run.reject(error)
    runs.clear()
    if (!closing) setTimeout(start, RESTART_MS).unref()
  }

  function start(): void {
    if (closing) return
    const own = spawnThread(import.meta.url, './worker', { workerData: settings, name: 'logitscope-reader' })
    worker = own
    own.on('message', (message: FromReader) => {
      if (message.kind === 'ready') settle?.resolve()
      else settle?.reject(new StoreError(message.code as StoreError['code'], message.message))
    })
    own.on('error', (error) =>
      onLog('a reading thread died and is started again', { cause: error instanceof Error ? error.message : String(error) }),
    )
    own.on('exit', () => {
      if (worker === own) lose(new StoreError('unavailable', 'the reading thread died; ask again'))
    })
    const { port1, port2 } = new MessageChannel()
    own.postMessage({ kind: 'connect', port: port2 } satisfies ToReader, [port2])
    connected = connectStore(port1)
  }
  start()

  const store = (): TraceStore => {
    if (connected === null) throw new StoreError('unavailable', 'the reading thread is being started; ask again in a moment')
    return connected.traces
  }

  function stuck(): void {
    onLog('a query did not end in its time; its thread is started anew', { running: runs.size })
    const own = worker
    lose(new StoreError('deadline', 'the query took too long; narrow the time range or the filter'))
    void own?.terminate()
  }

  async function run<T>(options: ReadOptions | undefined, read: (store: TraceStore, options: ReadOptions) => Promise<T>): Promise<T> {
    const deadlineMs = options?.deadlineMs ?? DEFAULT_DEADLINE_MS
    let own: Run | undefined
    let timer: NodeJS.Timeout | undefined
    const lost = new Promise<never>((_, reject) => {
      own = { reject }
      timer = setTimeout(stuck, deadlineMs + GRACE_MS)
      timer.unref()
    })
    runs.add(own!)
    try {
      return await Promise.race([read(store(), { ...options, deadlineMs }), lost])
    } finally {
      clearTimeout(timer)
      runs.delete(own!)
    }
  }

  const reads: Reads = {
    get: (id, options) => run(options, (traces, given) => traces.get(id, given)),
    search: (request, options) => run(options, (traces, given) => traces.search(request, given)),
    scan: (filter, options) => store().scan(filter, options),
    changesSince: (cursor, limit, options) => run(options, (traces, given) => traces.changesSince(cursor, limit, given)),
    series: (request, options) => run(options, (traces, given) => traces.series(request, given)),
    histogram: (filter, metric, options) => run(options, (traces, given) => traces.histogram(filter, metric, given)),
    heatmap: (filter, options) => run(options, (traces, given) => traces.heatmap(filter, given)),
    tokens: (filter, limit, options) => run(options, (traces, given) => traces.tokens(filter, limit, given)),
    groups: (filter, by, options) => run(options, (traces, given) => traces.groups(filter, by, given)),
    values: (filter, field, limit, options) => run(options, (traces, given) => traces.values(filter, field, limit, given)),
    window: (request, options) => run(options, (traces, given) => traces.window(request, given)),
    stats: (options) => run(options, (traces, given) => traces.stats(given)),
  }

  return {
    reads,
    running: () => runs.size,
    opened,
    restart() {
      const own = worker
      lose(new StoreError('unavailable', 'the store is being opened anew; ask again in a moment'))
      void own?.terminate()
    },
    async close() {
      closing = true
      const own = worker
      worker = null
      connected?.disconnect()
      await own?.terminate()
    },
  }
}

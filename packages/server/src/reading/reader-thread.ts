import { type AnalyzedTrace, type ConnectedStore, connectStore, type ReadOptions, StoreError, type TraceStore } from '@logitscope/store'
import type { AnswerFilter } from '@logitscope/core'
import { MessageChannel, type Worker } from 'node:worker_threads'
import { spawnThread } from '../threads/spawn-thread.ts'
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
  /** Opens the store anew: another file may lie there now. */
  readonly restart: () => void
  readonly close: () => Promise<void>
}

/** A read that says nothing so long after its deadline is stuck: its thread is ended and started anew, ms. */
const GRACE_MS = 2_000
const DEFAULT_DEADLINE_MS = 30_000
/** Nobody reads: the thread is ended and its memory given back, ms. */
const IDLE_MS = 5 * 60_000

/** MiB. */
const YOUNG = { maxYoungGenerationSizeMb: 12 }

interface Run {
  readonly reject: (error: Error) => void
}

/** A thread that reads the store: started by the first read, ended when nobody reads any more, started anew when it died or a query does not let go of it. */
export function startReaderThread(
  settings: ReaderSettings,
  onLog: (message: string, facts: Readonly<Record<string, unknown>>) => void,
  onFileDamage: () => void = () => undefined,
): ReaderThread {
  const runs = new Set<Run>()
  let worker: Worker | null = null
  let connected: ConnectedStore | null = null
  let closing = false
  let idle: NodeJS.Timeout | undefined

  function lose(error: StoreError): void {
    worker = null
    connected?.disconnect()
    connected = null
    for (const run of [...runs]) run.reject(error)
    runs.clear()
  }

  function start(): ConnectedStore {
    if (closing) throw new StoreError('unavailable', 'the server is stopping')
    const own = spawnThread(import.meta.url, './worker', { workerData: settings, name: 'logitscope-reader', resourceLimits: YOUNG })
    worker = own
    own.on('message', (message: FromReader) => {
      if (worker !== own) return
      if (message.kind === 'file-damaged') {
        onFileDamage()
        return
      }
      if (message.code === 'corrupt') onFileDamage()
      lose(new StoreError(message.code as StoreError['code'], message.message))
      void own.terminate()
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
    return connected
  }

  function rest(): void {
    clearTimeout(idle)
    if (runs.size > 0 || worker === null) return
    idle = setTimeout(() => {
      const own = worker
      if (runs.size > 0 || own === null) return
      lose(new StoreError('unavailable', 'nobody reads'))
      void own.terminate()
    }, IDLE_MS).unref()
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
      return await Promise.race([read((connected ?? start()).traces, { ...options, deadlineMs }), lost])
    } finally {
      clearTimeout(timer)
      runs.delete(own!)
      rest()
    }
  }

  async function* scan(filter: AnswerFilter, options?: ReadOptions): AsyncGenerator<AnalyzedTrace, void, undefined> {
    const own: Run = { reject: () => undefined }
    runs.add(own)
    try {
      yield* (connected ?? start()).traces.scan(filter, options)
    } finally {
      runs.delete(own)
      rest()
    }
  }

  const reads: Reads = {
    get: (id, options) => run(options, (traces, given) => traces.get(id, given)),
    search: (request, options) => run(options, (traces, given) => traces.search(request, given)),
    neighbours: (id, filter, sort, options) => run(options, (traces, given) => traces.neighbours(id, filter, sort, given)),
    scan,
    changesSince: (cursor, limit, options) => run(options, (traces, given) => traces.changesSince(cursor, limit, given)),
    series: (request, options) => run(options, (traces, given) => traces.series(request, given)),
    histogram: (filter, metric, options) => run(options, (traces, given) => traces.histogram(filter, metric, given)),
    heatmap: (filter, options) => run(options, (traces, given) => traces.heatmap(filter, given)),
    tokens: (filter, limit, options) => run(options, (traces, given) => traces.tokens(filter, limit, given)),
    groups: (filter, by, options) => run(options, (traces, given) => traces.groups(filter, by, given)),
    moments: (filter, metrics, options) => run(options, (traces, given) => traces.moments(filter, metrics, given)),
    values: (filter, field, limit, options) => run(options, (traces, given) => traces.values(filter, field, limit, given)),
    window: (request, options) => run(options, (traces, given) => traces.window(request, given)),
    stats: (options) => run(options, (traces, given) => traces.stats(given)),
  }

  return {
    reads,
    running: () => runs.size,
    restart() {
      const own = worker
      lose(new StoreError('unavailable', 'the store is being opened anew; ask again in a moment'))
      void own?.terminate()
    },
    async close() {
      closing = true
      clearTimeout(idle)
      const own = worker
      worker = null
      connected?.disconnect()
      await own?.terminate()
    },
  }
}

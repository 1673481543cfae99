import type { AnswerFilter, AnswerSummary, IngestAnswer, Profile, ReanalyzeStatus } from '@logitscope/core'
import { StoreError } from '@logitscope/store'
import type { MessagePort, Worker } from 'node:worker_threads'
import { ApiError } from '../api/problem.ts'
import type { CaptureCounters } from '../capture/statistics.ts'
import { spawnThread } from '../threads/spawn-thread.ts'
import { createCaptureQueue, type CaptureQueue } from './capture-queue.ts'
import type { FromWorker, StoreCondition, ToWorker, WorkerSettings } from './protocol.ts'

export interface IngestThreadOptions {
  readonly settings: WorkerSettings
  readonly capacityBytes: number
  readonly counters: CaptureCounters
  readonly now: () => number
  readonly onStored: (answers: readonly AnswerSummary[]) => void
  readonly onCondition: (condition: StoreCondition, detail: string) => void
  /** A worker is up (again): whoever spoke with the store of the last one has to connect anew. */
  readonly onStarted: () => void
  readonly onLog: (level: 'warn' | 'error', message: string, facts: Readonly<Record<string, unknown>>) => void
}

export interface IngestThread {
  readonly queue: CaptureQueue
  /** Resolves when the store is open; rejects with `StoreError` where it cannot be. */
  readonly opened: Promise<void>
  readonly ingest: (body: Uint8Array, encoding: string | null, imported: boolean, project: string) => Promise<IngestAnswer>
  readonly useProfile: (profile: Profile) => void
  readonly startReanalysis: (filter: AnswerFilter) => boolean
  readonly reanalysis: () => ReanalyzeStatus
  /** Serves the worker's store over a port. */
  readonly connect: (port: MessagePort) => void
  readonly condition: () => { readonly condition: StoreCondition; readonly detail: string }
  readonly threadId: () => number | null
  /** Ends the worker and starts it anew, so that the store is opened anew: a reader found the file damaged. At most once a minute. */
  readonly reopen: () => void
  /** Writes what waits, within a time, ms, and ends the worker. */
  readonly close: (withinMs: number) => Promise<void>
}

const IDLE: ReanalyzeStatus = { state: 'idle', done: 0, skipped: 0, startedAt: null, endedAt: null, detail: '' }
/** A worker that dies at once is not started again at once, ms. */
const FIRST_RESTART_MS = 100
const LONGEST_RESTART_MS = 10_000
/** Answers live short: a young generation of this size, MiB, lets them go without growing the process. */
const YOUNG = { maxYoungGenerationSizeMb: 12 }
/** A worker that lived so long was well, ms. */
const WELL_MS = 60_000
/** Looking at a whole file takes long: a damage that opening it anew does not heal must not keep the store from working, ms. */
const REOPEN_EVERY_MS = 60_000

interface Job {
  readonly resolve: (answer: IngestAnswer) => void
  readonly reject: (error: Error) => void
}

const INGEST_STATUS: Readonly<Record<string, number>> = {
  'too-large': 413,
  'unknown-encoding': 415,
  damaged: 400,
  empty: 400,
  'too-many': 413,
  'disk-full': 507,
  'store-unavailable': 503,
  'store-read-only': 503,
}

/** The ingest worker as the main thread sees it: started, fed, and started again when it dies; what it held is then counted as lost. */
export function startIngestThread(options: IngestThreadOptions): IngestThread {
  const { counters, now } = options
  const jobs = new Map<number, Job>()
  let worker: Worker | null = null
  let jobId = 0
  let startedAt = 0
  let restartMs = FIRST_RESTART_MS
  let reopenedAt = -Infinity
  let closing = false
  let reanalysis = IDLE
  let condition: StoreCondition = 'opening'
  let detail = ''
  let settleOpened: { readonly resolve: () => void; readonly reject: (error: Error) => void } | null = null
  const opened = new Promise<void>((resolve, reject) => (settleOpened = { resolve, reject }))
  opened.catch(() => undefined)
  let onStopped: () => void = () => undefined

  const post = (message: ToWorker, transfer: readonly (ArrayBuffer | MessagePort)[] = []): boolean => {
    if (worker === null) return false
    worker.postMessage(message, [...transfer])
    return true
  }
  const queue = createCaptureQueue({
    capacityBytes: options.capacityBytes,
    counters,
    send: (record) => post({ kind: 'capture', record }, [record.bytes]),
  })

  function setCondition(next: StoreCondition, words: string): void {
    if (next === condition && words === detail) return
    condition = next
    detail = words
    options.onCondition(next, words)
  }

  function endJob(id: number, end: (job: Job) => void): void {
    const job = jobs.get(id)
    jobs.delete(id)
    if (job !== undefined) end(job)
  }

  function receive(message: FromWorker): void {
    switch (message.kind) {
      case 'ready':
        setCondition('ok', '')
        settleOpened?.resolve()
        return
      case 'failed':
        setCondition('unavailable', message.message)
        settleOpened?.reject(new StoreError(message.code as StoreError['code'], message.message))
        return
      case 'verdict':
        queue.tellVerdict(message.seq, message.verdict)
        return
      case 'done':
        queue.release(message.seqs)
        counters.addCaptured(message.captured)
        counters.addContentDropped(message.contentDropped)
        for (const [reason, count] of Object.entries(message.dropped)) counters.addDropped(reason, count)
        return
      case 'stored':
        options.onStored(message.answers)
        return
      case 'ingested':
        endJob(message.job, (job) => job.resolve(message.answer))
        return
      case 'ingest-failed':
        endJob(message.job, (job) => job.reject(new ApiError(INGEST_STATUS[message.code] ?? 500, message.code, message.message)))
        return
      case 'condition':
        setCondition(message.condition, message.detail)
        return
      case 'reanalyze-status':
        reanalysis = message.status
        return
      case 'stopped':
        onStopped()
        return
    }
  }

  function lose(cause: string): void {
    worker = null
    queue.loseAll()
    for (const [id] of jobs)
      endJob(id, (job) => job.reject(new ApiError(503, 'worker-lost', 'the worker that stores died; send the same again')))
    if (reanalysis.state === 'running')
      reanalysis = { ...reanalysis, state: 'failed', endedAt: now(), detail: 'the worker died; start it again' }
    if (closing) {
      onStopped()
      return
    }
    options.onLog('error', 'the ingest worker died and is started again', { cause, inMs: restartMs })
    setCondition('unavailable', 'the worker that stores died and is being started again')
    if (now() - startedAt > WELL_MS) restartMs = FIRST_RESTART_MS
    setTimeout(start, restartMs).unref()
    restartMs = Math.min(restartMs * 2, LONGEST_RESTART_MS)
  }

  function start(): void {
    if (closing) return
    startedAt = now()
    const own = spawnThread(import.meta.url, './worker', { workerData: options.settings, name: 'logitscope-ingest', resourceLimits: YOUNG })
    worker = own
    let cause = 'exit'
    own.on('message', receive)
    own.on('messageerror', (error) => options.onLog('error', 'a message of the ingest worker could not be read', { cause: error.message }))
    own.on('error', (error) => (cause = error instanceof Error ? error.message : String(error)))
    own.on('exit', () => {
      if (worker === own) lose(cause)
    })
    options.onStarted()
  }
  start()

  return {
    queue,
    opened,
    ingest(body, encoding, imported, project) {
      jobId += 1
      const job = jobId
      const copy = new Uint8Array(body)
      return new Promise((resolve, reject) => {
        jobs.set(job, { resolve, reject })
        if (post({ kind: 'ingest', job, body: copy, encoding, imported, project }, [copy.buffer])) return
        jobs.delete(job)
        reject(new ApiError(503, 'worker-lost', 'the worker that stores is being started again; send the same again'))
      })
    },
    useProfile(profile) {
      post({ kind: 'use-profile', profile })
    },
    startReanalysis(filter) {
      if (reanalysis.state === 'running') return false
      if (!post({ kind: 'reanalyze', filter })) return false
      reanalysis = { ...IDLE, state: 'running', startedAt: now() }
      return true
    },
    reanalysis: () => reanalysis,
    connect: (port) => void post({ kind: 'connect', port }, [port]),
    condition: () => ({ condition, detail }),
    reopen() {
      if (closing || now() - reopenedAt < REOPEN_EVERY_MS) return
      reopenedAt = now()
      options.onLog('error', 'a reader found the file of the store damaged; it is opened anew', {})
      post({ kind: 'reopen' })
    },
    threadId: () => worker?.threadId ?? null,
    async close(withinMs) {
      closing = true
      const own = worker
      if (own === null) return
      const stopped = new Promise<void>((resolve) => (onStopped = resolve))
      post({ kind: 'stop' })
      let timer: NodeJS.Timeout | undefined
      await Promise.race([stopped, new Promise<void>((resolve) => (timer = setTimeout(resolve, withinMs)))])
      clearTimeout(timer)
      worker = null
      await own.terminate()
      const { captures } = queue.waiting()
      if (captures > 0) options.onLog('warn', 'captures were lost because the time to stop was over', { captures })
      queue.loseAll()
    },
  }
}

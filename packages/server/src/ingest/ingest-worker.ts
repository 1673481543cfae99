import { type ControlStore, serveStore, StoreError, type TraceStore } from '@logitscope/store'
import type { ContentPolicy } from '@logitscope/core'
import { DecompressError } from '../capture/decompress.ts'
import { openWriter } from '../threads/store-access.ts'
import { createBatchWriter } from './batch-writer.ts'
import { createAnalyzer, type Analyzer } from './create-analyzer.ts'
import { ingestBody, IngestError } from './ingest-body.ts'
import { createCaptureProcessor, type CaptureProcessor } from './process-captures.ts'
import type { FromWorker, IngestJob, StoreCondition, ToWorker, WorkerSettings } from './protocol.ts'
import { reanalyze } from './reanalyze.ts'
import { diskStateOf, freeBytesOf, isWritable, leastFreeBytes, type DiskState } from './watch-disk.ts'

export interface IngestWorkerHost {
  readonly post: (message: FromWorker) => void
  readonly now: () => number
  readonly newId: () => string
  /** Ends this thread: it is started anew, and opens the store anew. */
  readonly exit: () => void
}

export interface IngestWorker {
  readonly receive: (message: ToWorker) => void
  /** Opens the store; what was received before waits. */
  readonly open: () => Promise<void>
}

/** How often the free space is looked at, ms. */
const DISK_MS = 5_000

interface Opened {
  readonly traces: TraceStore
  readonly control: ControlStore
  readonly analyzer: Analyzer
  readonly captures: CaptureProcessor
  readonly flush: () => Promise<void>
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** The parts of the ingest worker, put together; it says what happens through `host.post`. */
export function createIngestWorker(settings: WorkerSettings, host: IngestWorkerHost): IngestWorker {
  let opened: Opened | null = null
  let failure: StoreError | null = null
  let disk: DiskState = 'ok'
  let storeFailure: StoreError | null = null
  /** Why nothing can be written since the store was opened. */
  let readOnly: string | null = null
  /** Whether the folder could be written when the store was opened. */
  let wasWritable = true
  let told: string | null = null
  let remark: string | null = null
  const early: ToWorker[] = []
  // One after another: captures keep their order, and a large import cannot fill the memory with captures half read.
  let captures: Promise<void> = Promise.resolve()

  function tell(): void {
    const [condition, detail] = ((): readonly [StoreCondition, string] => {
      if (readOnly !== null) return ['read-only', readOnly]
      if (storeFailure !== null) return [storeFailure.code === 'read-only' ? 'read-only' : 'unavailable', storeFailure.message]
      if (disk === 'low') return ['content-dropped', 'the disk is nearly full: texts are not kept until there is room']
      if (disk === 'very-low') return ['capture-dropped', 'the disk is full: nothing is stored until there is room']
      return ['ok', remark ?? '']
    })()
    const key = `${condition} ${detail}`
    if (key === told) return
    told = key
    host.post({ kind: 'condition', condition, detail })
  }

  const policy = (): ContentPolicy | 'drop' => (disk === 'very-low' ? 'drop' : disk === 'low' ? 'none' : settings.content)

  async function lookAtDisk(): Promise<void> {
    // Opened anew, it can be written again. A look at the folder alone does not tell of a file that may not be written.
    if (readOnly !== null && !wasWritable && (await isWritable(settings.data))) host.exit()
    disk = diskStateOf(await freeBytesOf(settings.data), settings.freeSpaceReserveBytes)
    tell()
  }

  async function open(): Promise<void> {
    try {
      const { traces, control, ...found } = await openWriter(settings.data, leastFreeBytes(settings.freeSpaceReserveBytes))
      remark = found.remark
      readOnly = found.readOnly
      wasWritable = await isWritable(settings.data)
      const profile = settings.profile ?? (await control.activeProfile())?.profile ?? null
      const analyzer = await createAnalyzer(settings.analysisModule, profile)
      const writer = createBatchWriter({
        store: () => traces,
        now: host.now,
        newId: host.newId,
        onStored: (answers) => answers.length > 0 && host.post({ kind: 'stored', answers }),
        onFailure(error) {
          storeFailure = error
          tell()
          // A damaged file is set aside when it is opened, so it has to be opened again.
          if (error.code === 'corrupt') setImmediate(host.exit)
        },
        onRecovered() {
          storeFailure = null
          tell()
        },
      })
      const processor = createCaptureProcessor({
        analyzer,
        writer,
        post: host.post,
        policy,
        isStricter: () => disk === 'low' && settings.content !== 'none',
      })
      opened = { traces, control, analyzer, captures: processor, flush: writer.flush }
      ingest = (job) => ingestBody(job, { analyzer, writer, control, policy, now: host.now })
      disk = diskStateOf(await freeBytesOf(settings.data), settings.freeSpaceReserveBytes)
      setInterval(() => void lookAtDisk(), DISK_MS).unref()
      host.post({ kind: 'ready' })
      tell()
    } catch (error) {
      failure = StoreError.isInstance(error) ? error : new StoreError('unavailable', wordsOf(error), { cause: error })
      host.post({ kind: 'failed', code: failure.code, message: failure.message })
    }
    for (const message of early.splice(0)) receive(message)
  }

  let ingest: ((job: IngestJob) => ReturnType<typeof ingestBody>) | null = null

  async function runJob(job: IngestJob): Promise<void> {
    try {
      if (readOnly !== null) throw new IngestError('store-read-only', readOnly)
      if (ingest === null) throw new IngestError('store-unavailable', failure?.message ?? 'the store is not open')
      host.post({ kind: 'ingested', job: job.job, answer: await ingest(job) })
    } catch (error) {
      const code =
        error instanceof IngestError || error instanceof DecompressError || StoreError.isInstance(error) ? error.code : 'internal'
      host.post({ kind: 'ingest-failed', job: job.job, code, message: wordsOf(error) })
    }
  }

  function capture(message: Extract<ToWorker, { kind: 'capture' }>): void {
    const { record } = message
    const drop = (reason: string): void =>
      host.post({ kind: 'done', seqs: [record.seq], captured: 0, contentDropped: 0, dropped: { [reason]: 1 } })
    if (readOnly !== null) {
      drop('store-read-only')
      return
    }
    const processor = opened?.captures
    if (processor === undefined) {
      drop('store-unavailable')
      return
    }
    captures = captures.then(() => processor.take(record)).catch(() => drop('failed'))
  }

  async function stop(): Promise<void> {
    await captures
    if (opened !== null) {
      await opened.flush()
      await opened.traces.flush()
      await opened.traces.close()
      await opened.control.close()
    }
    host.post({ kind: 'stopped' })
  }

  function receive(message: ToWorker): void {
    if (opened === null && failure === null) {
      early.push(message)
      return
    }
    switch (message.kind) {
      case 'capture':
        capture(message)
        return
      case 'ingest':
        void runJob(message)
        return
      case 'use-profile':
        opened?.analyzer.use(message.profile)
        return
      case 'reanalyze':
        if (opened === null)
          host.post({
            kind: 'reanalyze-status',
            status: { state: 'failed', done: 0, skipped: 0, startedAt: host.now(), endedAt: host.now(), detail: failure?.message ?? '' },
          })
        else
          void reanalyze(opened.traces, message.filter, opened.analyzer, {
            now: host.now,
            onStatus: (status) => host.post({ kind: 'reanalyze-status', status }),
          })
        return
      case 'connect':
        if (opened !== null) serveStore(message.port, opened)
        else message.port.close()
        return
      case 'reopen':
        host.exit()
        return
      case 'stop':
        stop().catch((error: unknown) => {
          host.post({ kind: 'condition', condition: 'unavailable', detail: wordsOf(error) })
          host.post({ kind: 'stopped' })
        })
        return
    }
  }

  return { receive, open }
}

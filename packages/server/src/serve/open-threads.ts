import { type ConnectedStore, connectStore, type ControlStore, StoreError, type TraceStore } from '@logitscope/store'
import type { AnswerSummary, Profile } from '@logitscope/core'
import { MessageChannel } from 'node:worker_threads'
import { createCaptureCounters, type CaptureStatistics } from '../capture/statistics.ts'
import type { ServerConfig } from '../config/types.ts'
import { startIngestThread, type IngestThread } from '../ingest/ingest-thread.ts'
import type { StoreCondition } from '../ingest/protocol.ts'
import type { ReaderThread, Reads } from '../reading/reader-thread.ts'
import { startReaderThreads } from '../reading/reader-threads.ts'
import type { Logger } from './logger.ts'

export interface ThreadOptions {
  readonly config: ServerConfig
  readonly profile: Profile | null
  readonly analysisModule: string | null
  readonly log: Logger
  readonly now: () => number
  readonly onStored: (answers: readonly AnswerSummary[]) => void
  readonly onCondition: (condition: StoreCondition, detail: string) => void
}

export interface Threads {
  readonly ingest: IngestThread
  readonly reads: () => Reads
  readonly writes: () => TraceStore
  readonly control: () => ControlStore
  readonly captures: () => CaptureStatistics
  /** Captures dropped since the start. */
  readonly dropped: () => number
  readonly close: (withinMs: number) => Promise<void>
}

/** The threads behind the server: one that writes, one that reads, and the connections to both. */
export function openThreads(options: ThreadOptions): Threads {
  const { config, log, now } = options
  const counters = createCaptureCounters()
  let writer: ConnectedStore | null = null
  let reader: ReaderThread | null = null

  function connect(thread: IngestThread): void {
    writer?.disconnect()
    const { port1, port2 } = new MessageChannel()
    thread.connect(port2)
    writer = connectStore(port1)
  }

  let started: IngestThread | null = null
  const ingest = startIngestThread({
    settings: {
      data: config.data,
      content: config.content,
      profile: options.profile,
      analysisModule: options.analysisModule,
      freeSpaceReserveBytes: config.freeSpaceReserveBytes,
    },
    capacityBytes: config.queueBytes,
    counters,
    now,
    onStored: options.onStored,
    onCondition: options.onCondition,
    // The first start happens before there is a handle to connect with.
    onStarted() {
      if (started === null) return
      connect(started)
      reader?.restart()
    },
    onLog: (level, message, facts) => log[level](facts, message),
  })
  started = ingest
  connect(ingest)
  // The file is made by the writer: a reader has nothing to open before.
  ingest.opened.then(
    () => (reader ??= startReaderThreads({ data: config.data }, (message, facts) => log.warn(facts, message), ingest.reopen)),
    () => undefined,
  )

  const unavailable = (): StoreError => {
    const { condition, detail } = ingest.condition()
    const isOpening = condition === 'opening' || detail === ''
    return new StoreError('unavailable', isOpening ? 'the store is being opened; ask again in a moment' : detail)
  }
  const opened = (): ConnectedStore => {
    // A store that cannot write for a while still answers: only one that never opened is refused here.
    if (writer === null || reader === null) throw unavailable()
    return writer
  }

  return {
    ingest,
    reads() {
      if (reader === null) throw unavailable()
      return reader.reads
    },
    writes: () => opened().traces,
    control: () => opened().control,
    dropped: counters.droppedTotal,
    captures: () => ({ ...counters.read(), waiting: ingest.queue.waiting() }),
    async close(withinMs) {
      // The writer closes last, so that it leaves one whole file behind.
      await reader?.close()
      await ingest.close(withinMs)
      writer?.disconnect()
    },
  }
}

import type { AnswerSummary } from '@logitscope/core'
import { StoreError, type AnalyzedTrace, type AppendOutcome, type TraceStore } from '@logitscope/store'

/** One exchange's answers, which are stored or dropped together. */
export interface PendingExchange {
  readonly answers: readonly AnalyzedTrace[]
  readonly settled: (result: { readonly outcomes: readonly AppendOutcome[] } | { readonly dropped: string }) => void
}

export interface BatchWriterOptions {
  /** The store, or `null` while there is none to write to. */
  readonly store: () => TraceStore | null
  readonly now: () => number
  readonly newId: () => string
  readonly onStored: (answers: readonly AnswerSummary[]) => void
  readonly onFailure: (error: StoreError) => void
  readonly onRecovered: () => void
}

/** Answers of one transaction. */
const MOST_ANSWERS = 500
/** How long answers wait for others, ms: a batch of one costs ten times the work of an answer in a batch of a hundred. */
const GATHER_MS = 40
/** How long a batch is tried again, in all, before it is dropped and counted. */
const RETRY_MS = 10_000
const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 2_000

const TEMPORARY: ReadonlySet<string> = new Set(['busy', 'locked', 'unavailable', 'deadline', 'disk-full'])

/** Why answers were dropped, by the error of the store. */
const REASONS: Readonly<Partial<Record<StoreError['code'], string>>> = { 'disk-full': 'disk-full', 'read-only': 'store-read-only' }

function asStoreError(error: unknown): StoreError {
  if (StoreError.isInstance(error)) return error
  return new StoreError('unavailable', error instanceof Error ? error.message : String(error), { cause: error })
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export interface BatchWriter {
  /** The answer as the store keeps it, so that it waits in little memory: to be added in place of the one given. */
  readonly prepare: (answer: AnalyzedTrace) => AnalyzedTrace
  readonly add: (exchange: PendingExchange) => void
  /** Resolves when all that was added before is stored or dropped. */
  readonly flush: () => Promise<void>
}

/**
 * Puts answers into the store in batches, one transaction each. A failure that may pass is tried again with the same batch id, so that nothing is
 * stored twice when only the acknowledgement was lost; after ten seconds, or at a failure that will not pass, the batch is dropped and counted.
 */
export function createBatchWriter(options: BatchWriterOptions): BatchWriter {
  const waiting: PendingExchange[] = []
  let timer: NodeJS.Timeout | null = null
  let isFailing = false
  let running: Promise<void> = Promise.resolve()

  const takeBatch = (): readonly PendingExchange[] => {
    let answers = 0
    let count = 0
    while (count < waiting.length && (count === 0 || answers + waiting[count]!.answers.length <= MOST_ANSWERS)) {
      answers += waiting[count]!.answers.length
      count += 1
    }
    return waiting.splice(0, count)
  }

  async function append(batch: readonly AnalyzedTrace[]): Promise<readonly AppendOutcome[]> {
    const batchId = options.newId()
    const started = options.now()
    let wait = FIRST_PAUSE_MS
    for (;;) {
      try {
        const store = options.store()
        if (store === null) throw new StoreError('unavailable', 'the store is not open')
        const result = await store.append(batch, { batchId, receivedAt: options.now() })
        if (isFailing) options.onRecovered()
        isFailing = false
        options.onStored(result.stored)
        return result.outcomes
      } catch (thrown) {
        const error = asStoreError(thrown)
        isFailing = true
        options.onFailure(error)
        if (!TEMPORARY.has(error.code) || options.now() - started + wait > RETRY_MS) throw error
        await pause(wait)
        wait = Math.min(wait * 2, LONGEST_PAUSE_MS)
      }
    }
  }

  async function writeBatch(exchanges: readonly PendingExchange[]): Promise<void> {
    try {
      const outcomes = await append(exchanges.flatMap((exchange) => exchange.answers))
      let at = 0
      for (const { answers, settled } of exchanges) {
        settled({ outcomes: outcomes.slice(at, at + answers.length) })
        at += answers.length
      }
    } catch (error) {
      const reason = REASONS[asStoreError(error).code] ?? 'store-unavailable'
      for (const { settled } of exchanges) settled({ dropped: reason })
    }
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0) await writeBatch(takeBatch())
  }

  const start = (): Promise<void> => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    running = running.then(drain)
    return running
  }

  return {
    prepare: (answer) => options.store()?.prepare?.(answer) ?? answer,
    add(exchange) {
      waiting.push(exchange)
      if (waiting.length >= MOST_ANSWERS) void start()
      else timer ??= setTimeout(() => void start(), GATHER_MS)
    },
    flush: start,
  }
}

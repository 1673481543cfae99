import type { LiveEvent, StoreHealth } from '@logitscope/core'
import type { CaptureStatistics } from '../capture/statistics.ts'
import type { StoreCondition } from '../ingest/protocol.ts'
import type { Reads } from '../reading/reader-thread.ts'

export interface HealthSources {
  readonly condition: () => { readonly condition: StoreCondition; readonly detail: string }
  readonly captures: () => CaptureStatistics
  readonly capacityBytes: number
  readonly reads: () => Reads
  readonly publish: (event: LiveEvent) => void
  /** Whether anybody listens to the feed. */
  readonly isHeard: () => boolean
  /** Epoch ms. */
  readonly now: () => number
}

export interface HealthWatch {
  readonly health: () => Promise<StoreHealth>
  /** Something changed: tells the feed, at most every two seconds. */
  readonly changed: () => void
  readonly close: () => void
}

const STATISTICS_MS = 1_000
/** There is nothing to show instead of the first figures: they are waited for behind the queries of the page that asks. */
const FIRST_STATISTICS_MS = 5_000
const TELL_MS = 2_000

const STATE_OF: Readonly<Record<StoreCondition, StoreHealth['state']>> = {
  ok: 'ok',
  opening: 'unavailable',
  'read-only': 'read-only',
  'content-dropped': 'content-dropped',
  'capture-dropped': 'capture-dropped',
  unavailable: 'unavailable',
}

/** Puts together how the store is; where the store itself does not answer in time, its last figures are shown, and said to be old. */
export function createHealthWatch({ condition, captures, capacityBytes, reads, publish, isHeard, now }: HealthSources): HealthWatch {
  let sizes: Pick<StoreHealth, 'measuredAt' | 'answers' | 'bytes' | 'freeBytes' | 'oldest' | 'newest'> = {
    measuredAt: null,
    answers: 0,
    bytes: 0,
    freeBytes: null,
    oldest: null,
    newest: null,
  }
  let timer: NodeJS.Timeout | null = null

  async function health(): Promise<StoreHealth> {
    let isStale = false
    try {
      const { answers, bytes, freeBytes, oldest, newest } = await reads().stats({
        deadlineMs: sizes.measuredAt === null ? FIRST_STATISTICS_MS : STATISTICS_MS,
      })
      sizes = { measuredAt: now(), answers, bytes, freeBytes, oldest, newest }
    } catch {
      isStale = true
    }
    const current = condition()
    const { captured, dropped, waiting } = captures()
    return {
      state: STATE_OF[current.condition],
      detail: current.condition === 'opening' ? 'the store is being opened' : current.detail,
      isStale,
      ...sizes,
      queue: { ...waiting, capacityBytes },
      dropped,
      captured,
    }
  }

  return {
    health,
    changed() {
      timer ??= setTimeout(() => {
        timer = null
        // Asking how large the store is would start the reading thread for nobody.
        if (isHeard()) void health().then((found) => publish({ kind: 'health-changed', health: found }))
      }, TELL_MS).unref()
    },
    close() {
      if (timer !== null) clearTimeout(timer)
    },
  }
}

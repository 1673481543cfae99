/** Counts of what became of captures since the start: shown in `/metrics`, in `/api/health/store` and on the pages. */
export interface CaptureStatistics {
  /** Exchanges that were stored. */
  readonly captured: number
  /** Lost, by reason. */
  readonly dropped: Readonly<Record<string, number>>
  /** Answers whose content was dropped because the content policy failed on it, or the disk was low. */
  readonly contentDropped: number
  /** Waiting now. */
  readonly waiting: { readonly captures: number; readonly bytes: number }
}

export interface CaptureCounters {
  readonly addCaptured: (count: number) => void
  readonly addDropped: (reason: string, count?: number) => void
  readonly addContentDropped: (count: number) => void
  readonly droppedTotal: () => number
  readonly read: () => Omit<CaptureStatistics, 'waiting'>
}

/** Reasons come from our own code; the cap only keeps a mistake there from growing without end. */
const MOST_REASONS = 64

export function createCaptureCounters(): CaptureCounters {
  const dropped = new Map<string, number>()
  let captured = 0
  let contentDropped = 0
  let total = 0
  return {
    addCaptured: (count) => (captured += count),
    addDropped(reason, count = 1) {
      const name = dropped.has(reason) || dropped.size < MOST_REASONS ? reason : 'other'
      dropped.set(name, (dropped.get(name) ?? 0) + count)
      total += count
    },
    addContentDropped: (count) => (contentDropped += count),
    droppedTotal: () => total,
    read: () => ({ captured, contentDropped, dropped: Object.fromEntries(dropped) }),
  }
}

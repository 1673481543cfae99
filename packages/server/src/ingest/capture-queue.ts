import type { CaptureRecord, CaptureSink, CaptureVerdict } from '../capture/contract.ts'
import { packRecord, weightOf, type PackedRecord } from '../capture/pack-record.ts'
import type { CaptureCounters } from '../capture/statistics.ts'

export interface CaptureQueue extends CaptureSink {
  /** A capture was analysed. */
  readonly tellVerdict: (seq: number, verdict: CaptureVerdict) => void
  /** Captures are dealt with. */
  readonly release: (seqs: readonly number[]) => void
  /** The worker is gone and with it all that waited: counted as lost. */
  readonly loseAll: () => void
  readonly waiting: () => { readonly captures: number; readonly bytes: number }
  /** Resolves when nothing waits any more, or after a time, ms. */
  readonly settled: (withinMs: number) => Promise<boolean>
}

interface Held {
  readonly bytes: number
  readonly onVerdict: ((verdict: CaptureVerdict) => void) | undefined
}

/** Captures that wait, beside the limit in bytes: each costs something however small it is. */
const MOST_CAPTURES = 50_000

/**
 * The byte-bounded queue between gateway and worker. A capture counts from the moment it is offered until the worker says that it is stored or
 * dropped, so that a slow store shows here and nowhere else. Never blocks, never throws.
 */
export function createCaptureQueue(options: {
  readonly capacityBytes: number
  readonly counters: CaptureCounters
  /** Hands a capture to the worker; false where there is none. */
  readonly send: (record: PackedRecord) => boolean
}): CaptureQueue {
  const { capacityBytes, counters } = options
  const held = new Map<number, Held>()
  const waiters = new Set<() => void>()
  let bytes = 0
  let seq = 0

  const refuse = (reason: string): false => {
    counters.addDropped(reason)
    return false
  }
  const tellWaiters = (): void => {
    if (held.size > 0) return
    for (const waiter of [...waiters]) waiter()
  }

  function offer(record: CaptureRecord, onVerdict?: (verdict: CaptureVerdict) => void): boolean {
    const weight = weightOf(record)
    if (bytes + weight > capacityBytes || held.size >= MOST_CAPTURES) return refuse('queue-full')
    seq += 1
    const own = seq
    held.set(own, { bytes: weight, onVerdict })
    bytes += weight
    try {
      if (options.send(packRecord(record, own, onVerdict !== undefined))) return true
    } catch {
      // What cannot be copied or sent is lost like what the worker loses.
    }
    held.delete(own)
    bytes -= weight
    return refuse('worker-lost')
  }

  return {
    offer,
    drop: (reason) => counters.addDropped(reason),
    tellVerdict(id, verdict) {
      try {
        held.get(id)?.onVerdict?.(verdict)
      } catch {
        // A verdict that nobody can take any more is no fault of the capture.
      }
    },
    release(seqs) {
      for (const id of seqs) {
        bytes -= held.get(id)?.bytes ?? 0
        held.delete(id)
      }
      tellWaiters()
    },
    loseAll() {
      if (held.size > 0) counters.addDropped('worker-lost', held.size)
      held.clear()
      bytes = 0
      tellWaiters()
    },
    waiting: () => ({ captures: held.size, bytes }),
    async settled(withinMs) {
      if (held.size === 0) return true
      return new Promise<boolean>((resolve) => {
        const waiter = (): void => {
          clearTimeout(timer)
          waiters.delete(waiter)
          resolve(held.size === 0)
        }
        const timer = setTimeout(waiter, withinMs)
        waiters.add(waiter)
      })
    },
  }
}

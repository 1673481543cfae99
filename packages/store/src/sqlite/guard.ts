import type { ReadOptions } from '../contract/read-options.ts'
import { StoreError } from '../contract/store-error.ts'

/** Stops a read that was called off or takes too long. */
export interface Guard {
  /** Throws a `StoreError` `aborted` or `deadline`. */
  check(): void
  /** What is left of the signal and the deadline, for a read within this one. */
  left(): ReadOptions
}

/** `elapsed`: monotonic ms. */
export function createGuard(options: ReadOptions | undefined, elapsed: () => number): Guard {
  const signal = options?.signal
  const deadlineMs = options?.deadlineMs
  const end = deadlineMs === undefined ? Infinity : elapsed() + deadlineMs
  return {
    check() {
      if (signal?.aborted === true) throw new StoreError('aborted', 'the read was called off', { cause: signal.reason })
      if (elapsed() > end)
        throw new StoreError('deadline', `the read took longer than ${deadlineMs} ms; ask for a shorter time or a narrower filter`)
    },
    left: () => ({
      ...(signal === undefined ? {} : { signal }),
      ...(end === Infinity ? {} : { deadlineMs: Math.max(0, end - elapsed()) }),
    }),
  }
}

/** Gives the event loop a turn, so that a signal can arrive. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** Every read can be called off and is bounded. */
export interface ReadOptions {
  readonly signal?: AbortSignal
  /** Longest time, ms; beyond it the read fails with `StoreError` code `deadline`. */
  readonly deadlineMs?: number
}

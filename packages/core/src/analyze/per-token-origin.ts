import type { TokenColumns } from '../metrics/types.ts'
import type { Trace } from '../trace/types.ts'

/** What per-token values were computed from. */
export interface PerTokenOrigin {
  readonly trace: Trace
  readonly assumedVocabulary: number
}

const origins = new WeakMap<TokenColumns, PerTokenOrigin>()

/** Notes what per-token values were computed from. */
export function notePerTokenOrigin(perToken: TokenColumns, origin: PerTokenOrigin): void {
  origins.set(perToken, origin)
}

/**
 * What the per-token values of an analysis were computed from, as long as they are the very object that `analyze` gave: a store need not keep
 * what it can compute again. `null` for values that came from elsewhere, such as a file or another thread.
 */
export function perTokenOrigin(perToken: TokenColumns): PerTokenOrigin | null {
  return origins.get(perToken) ?? null
}

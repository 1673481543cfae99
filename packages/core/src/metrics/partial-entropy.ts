// Moslonka et al., "EPR", arXiv 2509.04492: the entropy that the listed probabilities show, without renormalising and without a tail.
import type { TraceColumns } from '../trace/columns.ts'

/**
 * −Σp·ln p over logprobs[start, end), nats: what a list shows of the entropy, an under-estimate by all that is unlisted.
 * Empty → 0; −Infinity counts 0; NaN → NaN; values above 0 count as 0 (a probability above 1 is rounding).
 */
export function partialEntropy(logprobs: ArrayLike<number>, start = 0, end: number = logprobs.length): number {
  let entropy = 0
  for (let i = start; i < end; i++) {
    const logprob = Math.min(0, logprobs[i]!)
    if (logprob !== -Infinity) entropy -= Math.exp(logprob) * logprob
  }
  return entropy
}

/** Alternatives that the published calibrations of `entropyProductionRate` were fitted with. */
export const ENTROPY_PRODUCTION_ALTERNATIVES = 15

/**
 * Mean over the tokens of the partial entropy of their `most` most probable listed alternatives, nats. Tokens without a list count 0, as in the
 * published measure; no token → NaN. An unlisted chosen token takes no part. Cheap, and comparable only for one model and one list length.
 */
export function entropyProductionRate(columns: TraceColumns, most: number = ENTROPY_PRODUCTION_ALTERNATIVES): number {
  const { count, support, supportStart, listed, rank } = columns
  let sum = 0
  for (let r = 0; r < count; r++) {
    const start = supportStart[r]!
    const end = supportStart[r + 1]!
    const own = end - start > listed[r]! ? start + rank[r]! - 1 : -1
    let left = Math.min(most, listed[r]!)
    for (let i = start; left > 0; i++) {
      if (i === own) continue
      sum += partialEntropy(support, i, i + 1)
      left -= 1
    }
  }
  return sum / count
}

/** Looking for numbers in a logprob field that are on another scale. */
import type { Token } from '../types.ts'

/** Half precision can lift a logprob above 0 by a few thousandths; more than this is another scale. */
export const ABOVE_ZERO = 1e-2

/** The values of a token, its own first; entries that are not finite are passed over. */
export function* valuesOf({ logprob, alternatives }: Token): Iterable<number> {
  if (logprob !== null && Number.isFinite(logprob)) yield logprob
  for (const other of alternatives) if (Number.isFinite(other.logprob)) yield other.logprob
}

/** First token with a value above 0 by more than rounding, or −1: without one, the scale is that of logprobs. */
export function firstAboveZero(tokens: readonly Token[]): number {
  for (let i = 0; i < tokens.length; i++) {
    const { logprob, alternatives } = tokens[i]!
    if (logprob !== null && logprob > ABOVE_ZERO && logprob < Infinity) return i
    for (let a = 0; a < alternatives.length; a++) if (alternatives[a]!.logprob > ABOVE_ZERO && alternatives[a]!.logprob < Infinity) return i
  }
  return -1
}

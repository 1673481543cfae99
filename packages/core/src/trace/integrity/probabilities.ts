/** Probabilities in a logprob field. */
import type { EvidenceIssue, Token } from '../types.ts'
import { firstAboveZero, valuesOf } from './value-scale.ts'

/** Lists of probabilities add up to at most 1, give or take their rounding. */
const MOST_LISTED = 1.01

/**
 * Linear probabilities in a logprob field: every value lies in [0, 1], some above rounding, and no list adds up to more than 1.
 * A single positive value among negative ones is another error. No tokens: `null`.
 */
export function findProbabilities(tokens: readonly Token[]): EvidenceIssue | null {
  const at = firstAboveZero(tokens)
  if (at < 0) return null
  let count = 0
  for (const token of tokens) {
    let listed = 0
    for (const value of valuesOf(token)) if (value < 0 || value > MOST_LISTED) return null
    for (const other of token.alternatives) if (Number.isFinite(other.logprob)) listed += other.logprob
    if (listed > MOST_LISTED) return null
    if (token.logprob !== null) count += 1
  }
  return { code: 'looks-like-probabilities', count, at, detail: 'every value lies between 0 and 1' }
}

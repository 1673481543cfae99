/** Values that were never computed. */
import type { EvidenceIssue, Token } from '../types.ts'
import { createTally } from './tally.ts'

/**
 * A shorter answer can be certain to the last digit: "Yes" and a full stop, or a name in four pieces where half precision makes 0 of everything
 * that is nearly certain.
 */
const ENOUGH_TOKENS = 6
/** Zeros without a list among tokens that have one: fewer than this may be an accident. */
const ENOUGH_HOLES = 2

/**
 * Logprobs of exactly 0 that stand for "not computed" (servers that do not support them, speculative decoding):
 * - every token has exactly 0, and no list says that the other tokens are improbable; at least six tokens, because a short answer may be certain;
 * - or tokens with exactly 0 lack the list that others have: the drafted ones of speculative decoding.
 * Special tokens and those without a value do not count.
 */
export function findAllZero(tokens: readonly Token[]): EvidenceIssue | null {
  const zeros = createTally('all-zero')
  const holes = createTally('all-zero')
  let values = 0
  let listed = 0
  let telling = 0
  for (let i = 0; i < tokens.length; i++) {
    const { logprob, alternatives, special } = tokens[i]!
    if (special === true || logprob === null) continue
    values += 1
    if (alternatives.length > 0) listed += 1
    if (logprob !== 0) continue
    zeros.add(i)
    if (alternatives.some((other) => other.logprob < 0)) telling += 1
    if (alternatives.length === 0) holes.add(i)
  }
  if (zeros.count() === values && telling === 0 && values >= ENOUGH_TOKENS) return zeros.issue('every value is 0: not computed')
  if (listed > 0 && holes.count() >= ENOUGH_HOLES)
    return holes.issue(`${holes.count()} of ${values} values are 0 without a list: not computed`)
  return null
}

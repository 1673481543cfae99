/** The chosen token's value against that of its own list entry. */
import { placesOfChosen } from '../token-identity.ts'
import type { EvidenceIssue, Token } from '../types.ts'
import { createTally, type Tally } from './tally.ts'

/** Values of one token given twice differ by no more than this where both are of one computation and rounded apart. */
const ROUNDING = 1e-4

/** Compares each value with that of its own list entry; how many there were to compare. */
function compareValues(tokens: readonly Token[], places: Int32Array, tally: Tally): number {
  let compared = 0
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    if (token.logprob === null || !Number.isFinite(token.logprob)) continue
    const at = places[i]!
    if (at < 0 || !Number.isFinite(token.alternatives[at]!.logprob)) continue
    compared += 1
    const listed = token.alternatives[at]!.logprob
    if (Math.abs(token.logprob - listed) > ROUNDING * Math.max(1, Math.abs(listed)))
      tally.add(i, `${token.logprob} beside ${listed} in the list`)
  }
  return compared
}

/** Tokens whose own value is not that of their list entry: every recorded provider gives the two bit for bit equal. */
export function findChosenValueMismatch(tokens: readonly Token[], places: Int32Array = placesOfChosen(tokens)): EvidenceIssue | null {
  const tally = createTally('chosen-value-mismatch')
  compareValues(tokens, places, tally)
  return tally.issue()
}

/**
 * Values and lists of two distributions, such as before and after temperature: the value differs from its list entry in at least half of the
 * tokens where both are known, and in two at least.
 */
export function findMixedBases(tokens: readonly Token[], places: Int32Array = placesOfChosen(tokens)): EvidenceIssue | null {
  const tally = createTally('mixed-bases')
  const compared = compareValues(tokens, places, tally)
  return tally.count() >= 2 && tally.count() * 2 >= compared ? tally.issue() : null
}

/** Chosen tokens outside their own list. */
import { placesOfChosen } from '../token-identity.ts'
import type { EvidenceIssue, Token } from '../types.ts'
import { createTally } from './tally.ts'

/**
 * Tokens that are absent from their own list of alternatives: sampled from further down, or the list is of another distribution. Special tokens
 * and tokens without a list do not count. Ordinary where sampling is warm; the support of such a token is its list and itself.
 */
export function findChosenNotListed(tokens: readonly Token[], places: Int32Array = placesOfChosen(tokens)): EvidenceIssue | null {
  const tally = createTally('chosen-not-listed')
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    if (token.special !== true && token.alternatives.length > 0 && places[i]! < 0) tally.add(i)
  }
  return tally.issue()
}

/** Lists that leave out a more probable token. */
import { placesOfChosen } from '../token-identity.ts'
import type { EvidenceIssue, Token } from '../types.ts'
import { createTally } from './tally.ts'

/** Values of one token given twice differ by no more than this where both are of one computation and rounded apart. */
const ROUNDING = 1e-4

/**
 * Lists that cannot be the true most probable tokens: the chosen token is not in its list although it is more probable than the list's last.
 * Unlisted tokens of such a list are bounded by nothing but the mass that is left.
 */
export function findNotTrueTopK(tokens: readonly Token[], places: Int32Array = placesOfChosen(tokens)): EvidenceIssue | null {
  const tally = createTally('not-true-top-k')
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    const { alternatives, logprob } = token
    if (logprob === null || alternatives.length === 0 || places[i]! >= 0) continue
    let least = Infinity
    for (const other of alternatives) least = Math.min(least, other.logprob)
    if (logprob > least + ROUNDING) tally.add(i, `the chosen token has ${logprob}, the list ends at ${least}`)
  }
  return tally.issue()
}

/** Logprobs above 0. */
import type { EvidenceIssue, Token } from '../types.ts'
import { createTally } from './tally.ts'

/** A value this little above 0 is rounding: it is clamped and not spoken of. */
export const ROUNDING_ABOVE_ZERO = 1e-4

/** Values above 0 by more than rounding, chosen or listed: a probability above 1 is none. No tokens: `null`. */
export function findPositiveLogprobs(tokens: readonly Token[]): EvidenceIssue | null {
  const tally = createTally('positive-logprob')
  for (let i = 0; i < tokens.length; i++) {
    const { logprob, alternatives } = tokens[i]!
    if (logprob !== null && logprob > ROUNDING_ABOVE_ZERO && Number.isFinite(logprob)) tally.add(i, String(logprob))
    for (const other of alternatives)
      if (other.logprob > ROUNDING_ABOVE_ZERO && Number.isFinite(other.logprob)) tally.add(i, String(other.logprob))
  }
  return tally.issue()
}

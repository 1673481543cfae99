/** Values that are no numbers. */
import type { EvidenceIssue, Token } from '../types.ts'
import { createTally } from './tally.ts'

/** Values that are not finite: `NaN` and ±∞, chosen or listed. JSON cannot hold them, libraries and local models can. */
export function findNonFinite(tokens: readonly Token[]): EvidenceIssue | null {
  const tally = createTally('non-finite')
  for (let i = 0; i < tokens.length; i++) {
    const { logprob, alternatives } = tokens[i]!
    if (logprob !== null && !Number.isFinite(logprob)) tally.add(i, String(logprob))
    for (const other of alternatives) if (!Number.isFinite(other.logprob)) tally.add(i, String(other.logprob))
  }
  return tally.issue()
}

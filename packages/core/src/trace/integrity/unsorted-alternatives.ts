/** Lists out of order. */
import type { EvidenceIssue, Token } from '../types.ts'
import { createTally } from './tally.ts'

/** Lists that are not in descending order. `count`: lists. */
export function findUnsortedAlternatives(tokens: readonly Token[]): EvidenceIssue | null {
  const tally = createTally('unsorted-alternatives')
  for (let i = 0; i < tokens.length; i++) {
    const { alternatives } = tokens[i]!
    let a = 1
    while (a < alternatives.length && !(alternatives[a]!.logprob > alternatives[a - 1]!.logprob)) a += 1
    if (a < alternatives.length) tally.add(i)
  }
  return tally.issue()
}

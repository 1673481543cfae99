/** Tokens without a value. */
import type { EvidenceIssue, Token } from '../types.ts'
import { createTally } from './tally.ts'

/**
 * Tokens without a logprob among tokens that have one, censored ones included. Special tokens do not count. An answer without any logprob
 * has no evidence, which is no issue of single tokens: `null`.
 */
export function findMissingLogprobs(tokens: readonly Token[]): EvidenceIssue | null {
  const tally = createTally('missing-logprob')
  let known = 0
  let bounded = 0
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    if (token.logprob !== null) known += 1
    else if (token.special !== true) {
      tally.add(i)
      if (token.ceiling !== undefined) bounded += 1
    }
  }
  if (known === 0 && bounded === 0) return null
  return tally.issue(bounded > 0 ? `${bounded} of them have an upper bound` : undefined)
}

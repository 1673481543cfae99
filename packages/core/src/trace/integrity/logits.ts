/** Logits in a logprob field. */
import type { EvidenceIssue, Token } from '../types.ts'
import { findProbabilities } from './probabilities.ts'
import { ABOVE_ZERO, firstAboveZero, valuesOf } from './value-scale.ts'

/** Exponentials of a list of logprobs add up to 1; twice that is beyond any rounding. */
const MASS_OF_LOGITS = 2

/**
 * Logits in a logprob field: values above 0 where no rounding reaches, in at least half of the tokens, with lists whose exponentials add up to
 * far more than 1. A token without a list counts where its own value is above 0. Probabilities are told apart first. No tokens: `null`.
 */
export function findLogits(tokens: readonly Token[]): EvidenceIssue | null {
  const at = firstAboveZero(tokens)
  if (at < 0 || findProbabilities(tokens) !== null) return null
  let usable = 0
  let beyond = 0
  let most = 0
  for (const token of tokens) {
    let any = false
    let mass = 0
    for (const { logprob } of token.alternatives) if (Number.isFinite(logprob)) mass += Math.exp(logprob)
    for (const value of valuesOf(token)) {
      any = true
      most = Math.max(most, value)
    }
    if (!any) continue
    usable += 1
    if (token.alternatives.length > 0 ? mass > MASS_OF_LOGITS : (token.logprob ?? 0) > ABOVE_ZERO) beyond += 1
  }
  return beyond * 2 < usable
    ? null
    : { code: 'looks-like-logits', count: beyond, at, detail: `values up to ${Number(most.toPrecision(4))}` }
}

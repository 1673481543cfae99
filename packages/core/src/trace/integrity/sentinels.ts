/** Values that providers write where they have no log-probability. */
import type { Alternative, EvidenceIssue, Token } from '../types.ts'
import { createTally } from './tally.ts'

/** No softmax over float32 logits comes near: every value at or below is a placeholder (−9999, −1e30, the least float). */
const PLACEHOLDER_BELOW = -1000
/** Written by servers that clip −∞ (MLX). */
const CLIPPED = -100
/** No value above it is a placeholder. */
export const SUSPICIOUS_FROM: number = CLIPPED
/** A list that has a value this near to −100 may reach down to it by itself. */
const NEAR_CLIPPED = 20

/** Whether a value stands for "no log-probability" whatever stands beside it: −9999 and everything else at or below −1000. */
export function isSentinel(value: number): boolean {
  return value <= PLACEHOLDER_BELOW
}

/** Whether a value of exactly −100 was clipped: where nothing in the list is near to it. A value next to −100 is always believed. */
function isClipped(value: number, alternatives: readonly Alternative[]): boolean {
  return (
    value === CLIPPED &&
    !alternatives.some(({ logprob }) => logprob !== CLIPPED && logprob > PLACEHOLDER_BELOW && logprob - CLIPPED < NEAR_CLIPPED)
  )
}

/**
 * Placeholders among the values, chosen or listed: −9999, −1e30 and the like, and −100 where the list around it is nowhere near.
 * One of them moves a mean by tens of nats. No tokens: `null`.
 */
export function findSentinels(tokens: readonly Token[]): EvidenceIssue | null {
  const tally = createTally('sentinel')
  for (let i = 0; i < tokens.length; i++) {
    const { logprob, alternatives } = tokens[i]!
    if (logprob !== null && (isSentinel(logprob) || isClipped(logprob, alternatives))) tally.add(i, String(logprob))
    for (const other of alternatives)
      if (isSentinel(other.logprob) || isClipped(other.logprob, alternatives)) tally.add(i, String(other.logprob))
  }
  return tally.issue()
}

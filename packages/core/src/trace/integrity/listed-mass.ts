/** Lists whose probabilities add up to more than 1. */
import { precisionOf } from '../rounding.ts'
import { indexOfChosen, isSameToken } from '../token-identity.ts'
import type { EvidenceIssue, Token } from '../types.ts'
import { createTally } from './tally.ts'

/** What a float32 softmax over a whole vocabulary may add up to above 1 (measured: 2.7e-4 over 49,152 tokens). */
const FLOAT32_EXCESS = 3e-4
/** Longer lists are not searched for repetitions before they are added up. */
const SEARCHED = 64

/** The mass of a token's list and of the token itself where it is not in the list, repeated entries once. */
function massOf(token: Token): number {
  const { alternatives, logprob } = token
  let mass = 0
  for (let i = 0; i < alternatives.length; i++) {
    let repeated = false
    for (let j = 0; j < i && !repeated && alternatives.length <= SEARCHED; j++) repeated = isSameToken(alternatives[j]!, alternatives[i]!)
    if (!repeated) mass += Math.exp(alternatives[i]!.logprob)
  }
  return logprob !== null && indexOfChosen(token) < 0 ? mass + Math.exp(logprob) : mass
}

/**
 * Lists (with the chosen token, where it is not among them) whose probabilities add up to more than 1 by more than single precision and the
 * provider's own rounding explain. `detail` has the largest sum. No lists: `null`.
 */
export function findMassAboveOne(tokens: readonly Token[]): EvidenceIssue | null {
  const tally = createTally('mass-above-one')
  let most = 0
  let rounding = -1
  for (let i = 0; i < tokens.length; i++) {
    const { alternatives, logprob } = tokens[i]!
    if (alternatives.length === 0) continue
    let rough = 0
    for (let a = 0; a < alternatives.length; a++) rough += Math.exp(alternatives[a]!.logprob)
    if (rough + (logprob === null ? 0 : Math.exp(logprob)) <= 1 + FLOAT32_EXCESS) continue
    if (rough <= 1 + FLOAT32_EXCESS && indexOfChosen(tokens[i]!) >= 0) continue
    const mass = massOf(tokens[i]!)
    if (mass <= 1 + FLOAT32_EXCESS) continue
    if (rounding < 0) {
      const precision = precisionOf({ tokens })
      rounding = precision.roundingNats + precision.roundingRelative * 16
    }
    if (mass * (1 - rounding) <= 1 + FLOAT32_EXCESS) continue
    tally.add(i)
    most = Math.max(most, mass)
  }
  return tally.issue(`up to ${Number(most.toPrecision(6))}`)
}

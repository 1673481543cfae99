import type { TraceColumns } from '../trace/columns.ts'
import { entropyIntervalFromSums } from './entropy-interval.ts'
import { growTokenArrays, type TokenArrays } from './token-arrays.ts'

/** Up to this unlisted mass a variance (and a mean surprisal) may be read off a list: what is missing shifts them by less than 0.02 nats. */
export const UNSEEN_MASS = 1e-3

export interface TokenOptions {
  /** The vocabulary to assume where it is not known; `NaN` for none: upper bounds are then `NaN`. */
  readonly assumedVocabulary: number
  /** See `UNSEEN_MASS`. */
  readonly unseenMass?: number
}

const interval = new Float64Array(2)
const bounds = { cap: NaN, vocabulary: NaN, roundingNats: 0, roundingRelative: 0, lostMass: 0 }

/**
 * Fills `out` for the rows `[from, to)` of the columns: every per-token metric in one pass, with one exponential per support entry.
 *
 * What a list proves is kept apart from what it suggests. No unlisted token is more probable than u = min(cap, unlisted mass); the first two places
 * are certain only where their entries have at least u, and a rank of 1, a margin or "not the most probable one" is given only then.
 * Empty support → NaN throughout (surprisal and probability still follow the logprob). Ties share a rank and have margin 0.
 * Cost: linear in the support; allocates only to grow `out`.
 */
export function measureTokens(columns: TraceColumns, out: TokenArrays, options: TokenOptions, from = 0, to: number = columns.count): void {
  growTokenArrays(out, columns)
  const { support, supportStart, listed: listedCounts, cap: caps, logprob: logprobs, ceiling: ceilings, rank: ranks } = columns
  const { probability, surprisalBits, rank: rankOut, margin, chosenMargin, entropyBits, entropyLowerBits, entropyUpperBits } = out
  const { varentropyBits2, expectedNats, expectedVariance, topProbability, offTop } = out
  const unseenMass = options.unseenMass ?? UNSEEN_MASS
  const isAssumed = Number.isNaN(columns.vocabulary)
  bounds.roundingNats = columns.roundingNats
  bounds.roundingRelative = columns.roundingRelative
  bounds.lostMass = columns.lostMass
  for (let row = from; row < to; row++) {
    const start = supportStart[row]!
    const end = supportStart[row + 1]!
    const count = end - start
    const logprob = logprobs[row]!
    const rank = ranks[row]!
    const chosenAt = rank > 0 ? start + rank - 1 : -1
    surprisalBits[row] = (0 - logprob) / Math.LN2
    let chosen = NaN
    let mass = 0
    let first = 0
    let second = 0
    let top = 0
    let next = 0
    let beforeLast = 0
    let last = 0
    for (let i = start; i < end; i++) {
      const value = support[i]!
      const p = Math.exp(value)
      const weighted = p * value
      mass += p
      first -= weighted
      second += weighted * value
      beforeLast = last
      last = p
      if (i === start) top = p
      else if (i === start + 1) next = p
      if (i === chosenAt) chosen = p
    }
    probability[row] = chosen
    const unseen = mass < 1 ? 1 - mass : 0
    const cap = caps[row]!
    let capProbability = NaN
    if (cap === cap) capProbability = cap === support[end - 1] ? last : cap === support[end - 2] ? beforeLast : Math.exp(cap)
    // The most that an unlisted token can have.
    const unlisted = capProbability < unseen ? capProbability : unseen
    const logMass = Math.log(mass)
    const entropy = count > 0 ? first / mass + logMass : NaN
    const variance = count > 0 ? Math.max(0, second / mass - (first / mass) ** 2) : NaN
    entropyBits[row] = count > 1 ? Math.max(0, entropy) / Math.LN2 : NaN
    varentropyBits2[row] = unseen <= unseenMass ? variance / (Math.LN2 * Math.LN2) : NaN
    const secondIsSure = count > 1 && next >= unlisted
    margin[row] = secondIsSure ? support[start]! - support[start + 1]! : NaN
    if (rank === 1) {
      rankOut[row] = chosen >= unlisted ? 1 : NaN
      chosenMargin[row] = secondIsSure ? logprob - support[start + 1]! : NaN
    } else {
      rankOut[row] = rank === 0 ? NaN : rank
      chosenMargin[row] = rank > 0 && top >= unlisted ? logprob - support[start]! : NaN
    }
    bounds.cap = cap
    bounds.vocabulary = isAssumed ? Math.max(options.assumedVocabulary, count) : columns.vocabulary
    entropyIntervalFromSums(mass, first, second, count, capProbability, bounds, interval)
    entropyLowerBits[row] = interval[0]!
    entropyUpperBits[row] = interval[1]!
    // From here on only the list counts, not an unlisted chosen token: what the model expected must not depend on what was drawn.
    const listed = listedCounts[row]!
    const isList = listed > 1 || (listed === 1 && cap === cap)
    let listMass = mass
    let expected = entropy
    let spread = variance
    let topListed = top
    if (count > listed && isList) {
      const weighted = chosen * logprob
      listMass = mass - chosen
      const mean = (first + weighted) / listMass
      expected = mean + Math.log(listMass)
      spread = Math.max(0, (second - weighted * logprob) / listMass - mean * mean)
      if (rank === 1) topListed = next
    }
    const listUnseen = listMass < 1 ? 1 - listMass : 0
    const isSeen = isList && listUnseen <= unseenMass
    expectedNats[row] = isSeen ? Math.max(0, expected) : NaN
    expectedVariance[row] = isSeen ? spread : NaN
    if (isList && topListed >= (capProbability < listUnseen ? capProbability : listUnseen)) {
      let ties = 1
      const topValue = support[start]!
      if (next === top) while (ties < listed && support[start + ties] === topValue) ties += 1
      topProbability[row] = Math.min(1, ties * topListed)
      offTop[row] = rank > 1 || ceilings[row]! < topValue ? 1 : rank === 1 ? 0 : -1
    } else {
      topProbability[row] = NaN
      offTop[row] = -1
    }
  }
}

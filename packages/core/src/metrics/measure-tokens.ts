import type { TraceColumns } from '../trace/columns.ts'
import {
  entropySlack,
  growthOf,
  intervalFromSums,
  leastUnlisted,
  massSlack,
  mostUnlisted,
  positivePart,
  timesLog,
} from './entropy-interval.ts'
import { expOfLogprob } from './exp-of-logprob.ts'
import { growTokenArrays, type TokenArrays } from './token-arrays.ts'

/** Up to this unlisted mass a variance (and a mean surprisal) may be read off a list: what is missing shifts them by less than 0.02 nats. */
export const UNSEEN_MASS = 1e-3

export interface TokenOptions {
  /** The vocabulary to assume where it is not known; `NaN` for none: upper bounds are then `NaN`. */
  readonly assumedVocabulary: number
  /** See `UNSEEN_MASS`; at most 1e-2. */
  readonly unseenMass?: number
}

/** Up to this unlisted mass (or excess) the series of ln(1 − x) holds to 1e-14. */
const SERIES_REACH = 1e-2
const BITS_PER_NAT = 1 / Math.LN2
/** Probabilities of the row at hand. */
let scratch = new Float64Array(64)
const interval = new Float64Array(2)

/** What `closeIntervals` needs of each row: the last packed token's mass, and the one spread evenly. */
let restMass = new Float64Array(0)
let evenMass = new Float64Array(0)

/**
 * Takes the terms −t·ln t into intervals that are in nats and lack them, and turns them into bits. Apart from the loop that makes them because a call
 * of the logarithm there costs twice as much: everything in registers has to be put away for it.
 */
function closeIntervals({ entropyLowerBits, entropyUpperBits }: TokenArrays, logVocabulary: number, from: number, to: number): void {
  for (let r = from; r < to; r++) {
    const lower = entropyLowerBits[r]! - timesLog(restMass[r]!)
    const upper = entropyUpperBits[r]! - timesLog(evenMass[r]!)
    entropyLowerBits[r] = lower * BITS_PER_NAT
    entropyUpperBits[r] = (upper > logVocabulary ? logVocabulary : upper < lower ? lower : upper) * BITS_PER_NAT
  }
}

function fillEmptyRow(out: TokenArrays, r: number): void {
  out.probability[r] = out.rank[r] = out.margin[r] = out.chosenMargin[r] = NaN
  out.entropyBits[r] = out.entropyLowerBits[r] = out.entropyUpperBits[r] = out.varentropyBits2[r] = NaN
  out.topProbability[r] = NaN
  restMass[r] = evenMass[r] = 0
  out.surpriseNats[r] = out.surpriseVariance[r] = 0
  out.offTop[r] = -1
}

/** How many entries of support[start, start + most) tie for the first place. */
function tiesAtTop(support: Float64Array, start: number, most: number): number {
  let ties = 1
  while (ties < most && support[start + ties] === support[start]) ties += 1
  return ties
}

/**
 * Fills `out` for the rows `[from, to)` of the columns: every per-token metric in one pass, with one exponential per support entry.
 *
 * What a list proves is kept apart from what it suggests. No unlisted token is more probable than u = min(cap, unlisted mass); a place is certain
 * only where its entry has at least u, and a rank of 1, a margin or "not the most probable one" is given only then. What the model expected of the
 * draw is read off the list without an unlisted chosen token: it must not depend on what was drawn, or a draw from the tail would make its
 * own list look complete. A list of the chosen token alone says nothing.
 * Empty support → NaN throughout. Ties share a rank and have margin 0.
 * The lower entropy bound of a censored row is that of its ceiling where this is higher. It makes a difference only for a ceiling below the cap:
 * one at the cap, the smallest of its list, is packed alike.
 * Cost: linear in the support; allocates only to grow.
 */
export function measureTokens(columns: TraceColumns, out: TokenArrays, options: TokenOptions, from = 0, to: number = columns.count): void {
  growTokenArrays(out, columns)
  if (restMass.length < columns.count) {
    restMass = new Float64Array(2 * columns.count)
    evenMass = new Float64Array(2 * columns.count)
  }
  const { support, supportStart, listed: listedCounts, cap: caps, logprob: logprobs, ceiling: ceilings, rank: ranks } = columns
  const { roundingNats: rounding, roundingRelative: relative, lostMass: lost } = columns
  const { probability, rank: rankOut, margin, chosenMargin, entropyBits, entropyLowerBits, entropyUpperBits } = out
  const { varentropyBits2, surpriseNats, surpriseVariance, topProbability, offTop } = out
  const rests = restMass
  const evens = evenMass
  const unseenMass = Math.min(SERIES_REACH, options.unseenMass ?? UNSEEN_MASS)
  const isAssumed = Number.isNaN(columns.vocabulary)
  const keptShare = 1 - lost
  let row = scratch
  let forCount = -1
  let largest = 0
  let vocabulary = NaN
  let unlisted = NaN
  let logUnlisted = NaN
  let end = supportStart[from]!
  for (let r = from; r < to; r++) {
    const start = end
    end = supportStart[r + 1]!
    const count = end - start
    const logprob = logprobs[r]!
    if (count === 0) {
      fillEmptyRow(out, r)
      continue
    }
    if (count !== forCount) {
      forCount = count
      if (row.length < count) row = scratch = new Float64Array(2 * count)
      vocabulary = isAssumed ? Math.max(options.assumedVocabulary, count) : columns.vocabulary
      if (count > largest) largest = count
      unlisted = vocabulary - count
      logUnlisted = Math.log(unlisted)
    }
    let mass = 0
    let first = 0
    let second = 0
    for (let i = 0; i < count; i++) {
      const value = support[start + i]!
      const p = expOfLogprob(value)
      const weighted = p * value
      row[i] = p
      mass += p
      first -= weighted
      second += weighted * value
    }
    const rank = ranks[r]!
    const topValue = support[start]!
    const top = row[0]!
    const nextValue = count > 1 ? support[start + 1]! : NaN
    const next = count > 1 ? row[1]! : 0
    const chosen = rank > 0 ? row[rank - 1]! : NaN
    probability[r] = chosen
    const unseen = 1 - mass
    const cap = caps[r]!
    // The cap is the last of the list: the last entry of the support, or the one before it where the chosen token came after.
    const capProbability = cap === support[end - 1] ? row[count - 1]! : cap === support[end - 2] ? row[count - 2]! : Math.exp(cap)

    const scale = 1 / mass
    const mean = first * scale

    const listed = listedCounts[r]!
    const isList = listed > 1 || (listed === 1 && cap === cap)
    let listMean = mean
    let listSecond = second * scale
    let listUnseen = unseen
    let listTop = top
    if (count > listed) {
      const weighted = chosen * logprob
      const listMass = mass - chosen
      listMean = (first + weighted) / listMass
      listSecond = (second - weighted * logprob) / listMass
      listUnseen = 1 - listMass
      if (rank === 1) listTop = next
    }
    let logMass: number
    if (unseen <= unseenMass && unseen > -SERIES_REACH) {
      // Nearly all is listed: ln(1 − unseen) by its series, and moments that mean something.
      logMass = -unseen * (1 + unseen * (1 / 2 + unseen * (1 / 3 + unseen * (1 / 4 + unseen * (1 / 5 + unseen * (1 / 6))))))
      const value = rank > 0 ? logprob : ceilings[r]!
      const isExpected = isList && listUnseen <= unseenMass && value === value
      varentropyBits2[r] = positivePart(second * scale - mean * mean) * (BITS_PER_NAT * BITS_PER_NAT)
      surpriseNats[r] = isExpected ? -value - listMean : 0
      surpriseVariance[r] = isExpected ? positivePart(listSecond - listMean * listMean) : 0
    } else {
      logMass = Math.log(mass)
      varentropyBits2[r] = NaN
      surpriseNats[r] = 0
      surpriseVariance[r] = 0
    }
    entropyBits[r] = count > 1 || unseen <= 0 ? positivePart(mean + logMass) * BITS_PER_NAT : NaN

    // No unlisted token has more than the smaller of cap and unlisted mass; the cap nearly always decides.
    const secondIsSure = next >= capProbability || next >= unseen
    margin[r] = secondIsSure ? topValue - nextValue : NaN
    if (rank === 1) {
      rankOut[r] = chosen >= capProbability || chosen >= unseen ? 1 : NaN
      chosenMargin[r] = secondIsSure ? logprob - nextValue : NaN
    } else {
      rankOut[r] = rank === 0 ? NaN : rank
      chosenMargin[r] = rank > 0 && (top >= capProbability || top >= unseen) ? logprob - topValue : NaN
    }

    if (isList && (listTop >= capProbability || listTop >= listUnseen)) {
      const tied = next === top ? tiesAtTop(support, start, listed) * listTop : listTop
      topProbability[r] = tied < 1 ? tied : 1
      offTop[r] = rank > 1 || ceilings[r]! < topValue ? 1 : rank === 1 ? 0 : -1
    } else {
      topProbability[r] = NaN
      offTop[r] = -1
    }

    const slack = massSlack(mass, first, rounding, relative)
    const least = leastUnlisted(mass, slack)
    const growth = rounding - relative * cap
    const c = capProbability * growthOf(growth)
    const isPlain = unlisted > 2 && cap + growth <= -1 && keptShare * (mass - slack) <= 1 && least <= unlisted * c
    // A censored token below the cap takes part with its ceiling, or knowing less of it would make the position look more decided.
    const isCensoredBelow = rank === 0 && ceilings[r]! <= 0 && !(ceilings[r]! >= cap)
    if (isPlain && !isCensoredBelow) {
      const off = entropySlack(mass, first, second, rounding, relative)
      const packedTokens = Math.floor(least / c)
      const most = mostUnlisted(mass, slack, lost)
      entropyLowerBits[r] = keptShare * positivePart(first - off) - packedTokens * c * (cap + growth)
      entropyUpperBits[r] = first + off + lost * mass + most * logUnlisted
      rests[r] = positivePart(least - packedTokens * c)
      evens[r] = most
    } else {
      const bounds = { cap, vocabulary, roundingNats: rounding, roundingRelative: relative, lostMass: lost }
      intervalFromSums(mass, first, second, count, bounds, interval)
      let lower = interval[0]!
      const upper = interval[1]!
      if (isCensoredBelow) {
        const value = ceilings[r]!
        const p = Math.exp(value)
        intervalFromSums(mass + p, first - p * value, second + p * value * value, count + 1, bounds, interval)
        if (interval[0]! > lower) lower = Math.min(interval[0]!, upper)
      }
      entropyLowerBits[r] = lower * Math.LN2
      entropyUpperBits[r] = upper * Math.LN2
      rests[r] = evens[r] = 0
    }
  }
  closeIntervals(out, Math.log(Math.max(vocabulary, largest)), from, to)
}

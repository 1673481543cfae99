/** The interval that holds the entropy of the whole vocabulary, from a list that shows only its top. */
import { logOfMass, NEXT_TO_ZERO } from './log-of-mass.ts'

/** What is known about a list of logprobs beside its values. */
export interface ListBounds {
  /** Most that an unlisted token can have, nats; `NaN` where the list may have holes, so that it is only bounded by the unlisted mass. */
  readonly cap: number
  /** Vocabulary size; `NaN` where unknown (the upper bound is then `NaN`). Too large is safe. */
  readonly vocabulary: number
  /** Each logprob may be off by this much either way, nats. */
  readonly roundingNats: number
  /** … and by this share of itself. */
  readonly roundingRelative: number
  /** All probabilities may be too large by this share (a softmax added up in single precision). */
  readonly lostMass: number
}

/** Listed mass may be off 1 by this much before the list is called inconsistent rather than imprecise. */
const MOST_EXCESS = 1e-2
/** What the sum of a long list may be off in double precision. */
const SUMMING_ERROR = 1e-9
/** e^x ≤ 1 + x · SECOND_ORDER for the x that occur (rounding is far below 0.1). */
const SECOND_ORDER = 1.11

/** How far Σp can be off, for values that are off by `rounding + relative · |ln p|`; `first` is −Σp·ln p. */
export function massSlack(mass: number, first: number, rounding: number, relative: number): number {
  return rounding * mass + relative * first
}

/** How far −Σp·ln p can be off; `second` is Σp·(ln p)². */
export function entropySlack(mass: number, first: number, second: number, rounding: number, relative: number): number {
  return SECOND_ORDER * (rounding * (first + mass) + relative * (second + first))
}

/** x where it is above 0, else 0; without a branch, which half of the rows would mispredict. */
export function positivePart(x: number): number {
  return 0.5 * (x + Math.abs(x))
}

/** Least unlisted mass. */
export function leastUnlisted(mass: number, slack: number): number {
  return positivePart(1 - mass - SECOND_ORDER * slack)
}

/** Most unlisted mass. */
export function mostUnlisted(mass: number, slack: number, lost: number): number {
  return positivePart(1 - (1 - lost) * (mass - slack))
}

/** t·ln t, 0 at 0. */
export function timesLog(t: number): number {
  return t * logOfMass(t + NEXT_TO_ZERO)
}

/** exp(x) for x ≥ 0; four terms are enough for the rounding of decimals and of single precision. */
export function growthOf(x: number): number {
  return x < 1e-4 ? 1 + x * (1 + x * (0.5 + x * (1 / 6))) : Math.exp(x)
}

/** Entropy (nats) of a mass t packed into tokens of c = e^logC: as many full ones as fit, and the rest. */
function packedEntropy(t: number, c: number, logC: number): number {
  const full = Math.floor(t / c)
  return -full * c * logC - timesLog(positivePart(t - full * c))
}

/** Entropy (nats) that a mass t spread evenly over n = e^logN tokens adds. */
function evenEntropy(t: number, logN: number): number {
  return t * logN - timesLog(t)
}

/** Least packed entropy over all masses in [low, high] where it need not rise: between its corners it is concave, so only ends and corners count. */
function leastPacked(low: number, high: number, c: number, logC: number): number {
  let least = Math.min(packedEntropy(low, c, logC), packedEntropy(high, c, logC))
  for (let corner = Math.ceil(low / c) * c; corner <= high; corner += c) least = Math.min(least, packedEntropy(corner, c, logC))
  return least
}

/**
 * `entropyInterval` from the sums over a support of `count` entries: `mass` Σp, `first` −Σp·ln p, `second` Σp·(ln p)², nats.
 * Every case of it; the loop over an answer does the plain ones itself, from the same pieces.
 */
export function intervalFromSums(mass: number, first: number, second: number, count: number, bounds: ListBounds, out: Float64Array): void {
  out[0] = NaN
  out[1] = NaN
  const { cap, vocabulary, roundingRelative: relative, lostMass: lost } = bounds
  const unlisted = vocabulary - count
  if (count === 0 || !(mass <= 1 + MOST_EXCESS) || unlisted < 0) return
  let rounding = bounds.roundingNats
  let slack = massSlack(mass, first, rounding, relative)
  if (unlisted === 0) {
    // What a sum over the whole vocabulary is off 1 is the normaliser's error, common to all.
    if (mass < 1 - MOST_EXCESS) return
    const entropy = first / mass + Math.log(mass)
    const off = 1.25 * (rounding * first + relative * second + entropy * slack)
    out[0] = Math.max(0, entropy - off) / Math.LN2
    out[1] = Math.max(0, entropy + off) / Math.LN2
    return
  }
  if ((1 - lost) * (mass - slack) > 1) {
    // More mass than the known imprecision explains: this list is imprecise by at least the excess.
    rounding = mass - 1
    slack = massSlack(mass, first, rounding, relative)
  }
  const least = leastUnlisted(mass, slack)
  const most = mostUnlisted(mass, slack, lost)
  let tail: number
  if (Number.isNaN(cap)) {
    // One token may hold all of it.
    tail = -Math.max(timesLog(least), timesLog(most))
  } else {
    const logC = cap * (1 - relative) + rounding
    const c = Math.exp(logC)
    if (least > unlisted * c * (1 + 1e-9) + SUMMING_ERROR) return
    // Where no token can hold more than 1/e the least mass has the least entropy.
    if (c === 0) tail = 0
    else tail = logC <= -1 ? packedEntropy(least, c, logC) : leastPacked(least, most, c, logC)
  }
  const off = entropySlack(mass, first, second, rounding, relative)
  const lower = (1 - lost) * Math.max(0, first - off) + tail
  out[0] = lower / Math.LN2
  if (Number.isNaN(unlisted)) return
  // t·ln(n/t) rises up to t = n/e, which is beyond 1 but for the last one or two tokens of a vocabulary.
  const evenMass = unlisted > 2 ? most : Math.min(most, Math.max(least, unlisted / Math.E))
  const upper = first + off + lost * mass + evenEntropy(evenMass, Math.log(unlisted))
  out[1] = Math.max(lower, Math.min(upper, Math.log(vocabulary))) / Math.LN2
}

/**
 * The interval, in bits, that holds the entropy of the whole vocabulary, given the most probable tokens of it:
 * `support[start, end)` in nats (the listed alternatives and the chosen token, each once). Writes [lower, upper] to `out[0]`, `out[1]`.
 *
 * Why: a top-5 list can never show more than log2(5) = 2.32 bits however unsure the model is. The mass that the list leaves out, t = 1 − Σp, can
 * be spread in many ways, but no unlisted token has more than the cap c, and there are n = V − |support| of them.
 * - lower: the tail packed into ⌊t/c⌋ tokens of c and one of the rest (the least entropy, by concavity). Holes: one token of t.
 * - upper: the tail spread evenly, H + t·log2(n/t).
 * With imprecise values p' the true p lies in p'·e^(±(roundingNats + roundingRelative·|ln p'|)), less up to `lostMass` of it; the interval is that
 * of all such p, to first order rounded outwards.
 *
 * Edges: an empty support → NaN, NaN. V unknown → upper NaN. A list of the whole vocabulary (n = 0) → its entropy, renormalised, twice.
 * A list that contradicts itself → NaN, NaN: mass above 1 by more than 1e-2, more entries than V, a tail that does not fit under the cap (t > n·c).
 * −Infinity counts as probability 0; NaN in → NaN out; a value above 0 is not for this function. Cost: linear, nothing allocated.
 * Source: design "Entropy interval"; Schur-concavity of the entropy (Marshall & Olkin, "Inequalities", ch. 3).
 * For example −0.5, −2 and −3.5 with cap −3.5 and 50,257 tokens, all exact: [2.145801, 5.026426].
 */
export function entropyInterval(support: ArrayLike<number>, start: number, end: number, bounds: ListBounds, out: Float64Array): void {
  let mass = 0
  let first = 0
  let second = 0
  for (let i = start; i < end; i++) {
    const logprob = support[i]!
    const p = Math.exp(logprob)
    if (p === 0) continue
    const weighted = p * logprob
    mass += p
    first -= weighted
    second += weighted * logprob
  }
  intervalFromSums(mass, first, second, end - start, bounds, out)
}

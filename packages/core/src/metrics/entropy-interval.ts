/** The interval that holds the entropy of the whole vocabulary, from a list that shows only its top. */

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
/** e^x ≤ 1 + x · SECOND_ORDER for the x that occur (rounding is far below 0.1). */
const SECOND_ORDER = 1.11

/** Least entropy (nats) of a mass `t` spread over tokens of at most `c` each: as many full ones as fit, and the rest. */
function packed(t: number, c: number, logC: number): number {
  if (t <= 0) return 0
  if (t <= c) return -t * Math.log(t)
  const full = Math.floor(t / c)
  const rest = t - full * c
  return -full * c * logC - (rest > 0 ? rest * Math.log(rest) : 0)
}

/** Least packed entropy over all masses in [low, high]: between its corners the function is concave, so only ends and corners count. */
function leastPacked(low: number, high: number, c: number, logC: number): number {
  const atLow = packed(low, c, logC)
  // Rising where no token can hold more than 1/e; and most often one mass is all there is.
  if (high === low || logC <= -1) return atLow
  let least = Math.min(atLow, packed(high, c, logC))
  for (let corner = Math.ceil(low / c) * c; corner <= high && corner > 0; corner += c) least = Math.min(least, packed(corner, c, logC))
  return least
}

/**
 * `entropyInterval` from the sums over the support: `mass` Σp, `first` −Σp·ln p, `second` Σp·(ln p)², all in nats.
 * `capProbability` is exp(cap). Writes [lower, upper] in bits to `out[0]`, `out[1]`.
 */
export function entropyIntervalFromSums(
  mass: number,
  first: number,
  second: number,
  count: number,
  capProbability: number,
  bounds: ListBounds,
  out: Float64Array,
): void {
  const { cap, vocabulary, roundingRelative, lostMass } = bounds
  const unlisted = vocabulary - count
  out[0] = NaN
  out[1] = NaN
  if (count === 0 || mass > 1 + MOST_EXCESS || unlisted < 0) return
  let rounding = bounds.roundingNats
  let massSlack = rounding * mass + roundingRelative * first
  let kept = (1 - lostMass) * (mass - massSlack)
  if (kept > 1) {
    // More mass than the known imprecision explains: this list is imprecise by at least the excess.
    rounding = mass - 1
    massSlack = rounding * mass + roundingRelative * first
    kept = 1
  }
  if (unlisted === 0) {
    if (mass < 1 - MOST_EXCESS) return
    const entropy = first / mass + Math.log(mass)
    const slack = 1.25 * (rounding * first + roundingRelative * second + entropy * massSlack)
    out[0] = Math.max(0, entropy - slack) / Math.LN2
    out[1] = (entropy + slack) / Math.LN2
    return
  }
  const spread = rounding + roundingRelative
  const slack = spread === 0 ? 0 : SECOND_ORDER * (rounding * (first + mass) + roundingRelative * (second + first))
  const least = spread === 0 ? Math.max(0, 1 - mass) : Math.max(0, 1 - mass - SECOND_ORDER * massSlack)
  const most = Math.max(0, 1 - kept)
  let tail: number
  if (cap === cap) {
    const logC = cap + rounding - roundingRelative * cap
    const c = spread === 0 ? capProbability : Math.exp(logC)
    if (least > unlisted * c * (1 + 1e-9)) return
    tail = leastPacked(least, most, c, logC)
  } else {
    tail = leastPacked(least, most, Infinity, Infinity)
  }
  const lower = (1 - lostMass) * Math.max(0, first - slack) + tail
  out[0] = lower / Math.LN2
  // t·ln(n/t) rises up to t = n/e, which is beyond 1 but for the last one or two tokens of a vocabulary.
  const spreadMass = unlisted > 2 ? most : Math.min(most, Math.max(least, unlisted / Math.E))
  const upper = first + slack + lostMass * mass + (spreadMass > 0 ? spreadMass * Math.log(unlisted / spreadMass) : 0)
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
 * −Infinity counts as probability 0; NaN in → NaN out. Cost: linear, nothing allocated. Source: design "Entropy interval"; Schur-concavity of
 * the entropy (Marshall & Olkin, "Inequalities", ch. 3).
 *
 * @example
 * entropyInterval([-0.5, -2, -3.5], 0, 3, { cap: -3.5, vocabulary: 50257, roundingNats: 0, roundingRelative: 0, lostMass: 0 }, out)
 * // out[0] 2.145801, out[1] 5.026426
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
  entropyIntervalFromSums(mass, first, second, end - start, Math.exp(bounds.cap), bounds, out)
}

import type { TraceColumns } from '../trace/columns.ts'

/**
 * What one pass over the columns says of each row, `NaN` where undefined. Reused between traces like the columns:
 * only the first `columns.count` entries are meaningful, and only until the next call.
 */
export interface TokenArrays {
  /** Of the chosen token, 0 to 1. */
  probability: Float64Array
  /** 1 = most probable; a lower bound where the token stands below the contiguous top-k. `NaN` where the first place is not certain. */
  rank: Float64Array
  /** Top-1 − top-2, nats; at least 0. */
  margin: Float64Array
  /** Chosen − best other, nats; negative where another token was more probable. */
  chosenMargin: Float64Array
  /** Renormalised over the support, bits; `NaN` for a single entry that does not hold all mass: it would be 0 by construction. */
  entropyBits: Float64Array
  /** The interval that holds the entropy of the whole vocabulary, bits. */
  entropyLowerBits: Float64Array
  entropyUpperBits: Float64Array
  /** Variance of the surprisal, bits²; `NaN` unless the unseen mass is at most `unseenMass`. */
  varentropyBits2: Float64Array
  /**
   * Surprisal of the chosen token (at its ceiling where censored) less the one that its list expects, nats, and the variance that the list expects;
   * both 0 where the list does not say (more than `unseenMass` unlisted, or no value). An unlisted chosen token is no part of its list here.
   */
  surpriseNats: Float64Array
  surpriseVariance: Float64Array
  /** Probability of the most probable token (of all that tie for it); `NaN` where the list may lack it. Does not depend on what was chosen. */
  topProbability: Float64Array
  /** 1 where another token was more probable than the chosen one, 0 where none was, −1 where that is not known. */
  offTop: Int8Array
}

/** Arrays for `rows` rows. */
export function createTokenArrays(rows = 0): TokenArrays {
  return {
    probability: new Float64Array(rows),
    rank: new Float64Array(rows),
    margin: new Float64Array(rows),
    chosenMargin: new Float64Array(rows),
    entropyBits: new Float64Array(rows),
    entropyLowerBits: new Float64Array(rows),
    entropyUpperBits: new Float64Array(rows),
    varentropyBits2: new Float64Array(rows),
    surpriseNats: new Float64Array(rows),
    surpriseVariance: new Float64Array(rows),
    topProbability: new Float64Array(rows),
    offTop: new Int8Array(rows),
  }
}

/** Makes room for the rows of `columns`; what the arrays held is lost where they had to grow. */
export function growTokenArrays(arrays: TokenArrays, columns: TraceColumns): void {
  if (arrays.probability.length < columns.count)
    Object.assign(arrays, createTokenArrays(Math.max(columns.count, 2 * arrays.probability.length)))
}

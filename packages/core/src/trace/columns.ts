import type { Token, Trace } from './types.ts'

/**
 * The columnar form of an answer that every kernel reads: one row per answer token, in order.
 * Answer tokens are the tokens that are not special and not reasoning; row `r` is `trace.tokens[position[r]]`.
 *
 * The arrays may be longer than needed (they are reused between traces): only the first `count` rows, and the first
 * `supportStart[count]` support entries, are meaningful. A consumer must not keep them beyond the call that made them.
 */
export interface TraceColumns {
  /** Rows in use. */
  count: number
  /** Index into `trace.tokens` of each row. */
  position: Int32Array
  /** Chosen token, nats; `NaN` where censored, missing or impossible. Rounding above 0 is clamped to 0. */
  logprob: Float64Array
  /** Upper bound on the logprob where it is censored, nats, at most 0; `NaN` elsewhere, and where nothing is known. */
  ceiling: Float64Array
  /**
   * Rank of the chosen token in the support, 1 = most probable, ties share the best rank; 0 where its logprob is not known.
   * A lower bound on its rank in the vocabulary wherever the support may lack a more probable token.
   */
  rank: Int32Array
  /** UTF-8 length of the token: from its bytes, else from its text; −1 where neither says it (U+FFFD stands for lost bytes). */
  byteLength: Int32Array
  /** A small integer per run of one part and part index: rows of different parts differ. */
  part: Int32Array
  /** Start of each row's support in `support`; `supportStart[count]` is the end. */
  supportStart: Int32Array
  /**
   * The support of each row, descending, nats: the listed alternatives and the chosen token, deduplicated by id, else by bytes,
   * else by text; only usable values, clamped to 0. Empty where nothing is known.
   */
  support: Float64Array
  /**
   * The smallest logprob of the contiguous true top-k (nats): no token outside the support is more probable than this.
   * `NaN` where the list may have holes, so that nothing is known about the unlisted tokens but their total mass.
   */
  cap: Float64Array
  /** Number of distinct listed alternatives of the row, before the chosen token was added: the support is longer where it was not listed. */
  listed: Int32Array
  /** How far a reported logprob may be off either way, nats (see `Precision`). */
  roundingNats: number
  /** … and by which share of itself. */
  roundingRelative: number
  /** By which share all probabilities may be too large. */
  lostMass: number
  /** Vocabulary size where known, else `NaN`. */
  vocabulary: number
}

/** Empty columns with room for `rows` rows and `entries` support entries. */
export function createColumns(rows = 0, entries = 0): TraceColumns {
  return {
    count: 0,
    position: new Int32Array(rows),
    logprob: new Float64Array(rows),
    ceiling: new Float64Array(rows),
    rank: new Int32Array(rows),
    byteLength: new Int32Array(rows),
    part: new Int32Array(rows),
    supportStart: new Int32Array(rows + 1),
    support: new Float64Array(entries),
    cap: new Float64Array(rows),
    listed: new Int32Array(rows),
    roundingNats: 0,
    roundingRelative: 0,
    lostMass: 0,
    vocabulary: NaN,
  }
}

/** Whether the token counts as a token of the answer: not special, and not reasoning. */
export function isAnswerToken(token: Token): boolean {
  return token.special !== true && token.part !== 'reasoning'
}

/**
 * Whether the answer holds any content: at least one answer token whose text is not only white space.
 * A token without text or bytes (a provider that sends ids only) counts as content: nothing says that it is blank.
 */
export function hasContent(trace: Trace): boolean {
  return trace.tokens.some((token) => isAnswerToken(token) && (token.text === '' || token.text.trim() !== ''))
}

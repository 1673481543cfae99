/** Scores of a whole sequence from the sum of its logprobs (nats). All return `NaN` for undefined. */

/**
 * exp(−mean): the number of equally likely choices a token was worth. At least 1 for logprobs; NaN → NaN, −Infinity → Infinity.
 *
 * @example
 * perplexity(-2.3) // 9.974182454814718
 */
export function perplexity(meanLogprob: number): number {
  return Math.exp(-meanLogprob)
}

/**
 * Sum divided by a power of the length: between the sum (alpha 0), which punishes length, and the mean (alpha 1), which forgets it.
 * `gnmt` divides by ((5 + n) / 6)^alpha instead (Wu et al. 2016, arXiv 1609.08144, eq. 14). No token → NaN.
 *
 * @example
 * normalizedLogprob(-23, 10, 1) // -2.3
 */
export function normalizedLogprob(sumLogprob: number, tokenCount: number, alpha: number, form: 'power' | 'gnmt' = 'power'): number {
  if (tokenCount <= 0) return NaN
  return sumLogprob / (form === 'gnmt' ? (5 + tokenCount) / 6 : tokenCount) ** alpha
}

/**
 * −sum / (ln 2 · bytes), bits per UTF-8 byte of the same tokens: the form that compares across tokenizers and languages, because a token is not
 * a fixed amount of text and a byte is. No byte → NaN.
 *
 * @example
 * bitsPerByte(-6 * Math.LN2, 4) // 1.5
 */
export function bitsPerByte(sumLogprob: number, byteCount: number): number {
  return byteCount > 0 ? (0 - sumLogprob) / (Math.LN2 * byteCount) : NaN
}

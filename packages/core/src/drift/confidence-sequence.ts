// Robbins, "Statistical methods related to the law of the iterated logarithm", Ann. Math. Stat. 41, 1970: the normal mixture.

/**
 * Logarithm of the normal-mixture e-value against a mean of 0: the likelihood ratio of a shift drawn from N(0, scale²) against none, for sums of
 * normal values. Under no shift its expectation is 1 at every time, so that it is above 1/α at any time with probability α at most.
 *
 * @param information Σ 1/variance of the values, 0 or more.
 * @param score Σ value/variance.
 *
 * @example
 * logNormalMixture(0, 0, 1) // 0
 */
export function logNormalMixture(information: number, score: number, scale: number): number {
  const spread = scale * scale * information
  return -0.5 * Math.log1p(spread) + (0.5 * score * score * scale * scale) / (1 + spread)
}

/**
 * Half the width of the normal-mixture confidence sequence: the mean lies within it of `score / information` at all times at once with probability
 * 1 − `alpha`. No information → ∞. Throws a `RangeError` for an alpha outside (0, 1).
 *
 * @example
 * mixtureRadius(0, 1, 0.05) // Infinity
 */
export function mixtureRadius(information: number, scale: number, alpha: number): number {
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`mixtureRadius requires an alpha in (0, 1), got ${alpha}`)
  if (!(information > 0)) return Infinity
  const spread = scale * scale * information
  return Math.sqrt(((1 + spread) * (Math.log1p(spread) - 2 * Math.log(alpha))) / spread / information)
}

/**
 * How far a probability may stand above 1, or a logprob above 0, and still be taken as rounding: providers send sums of float32 values.
 * Beyond it the value is not a probability, and what is computed from it is NaN.
 */
export const ROUNDING_TOLERANCE = 1e-4

/**
 * Probability of a logprob (nats): e^x, between 0 and 1.
 * −Infinity → 0. A value above 0 by no more than the rounding tolerance counts as 0, so as probability 1; above that, and for NaN, NaN.
 *
 * @example
 * logprobToProbability(-0.05) // 0.951229424500714
 * logprobToProbability(-10) // 0.00004539992976248485
 * logprobToProbability(3) // NaN
 */
export function logprobToProbability(logprob: number): number {
  if (logprob <= 0) return Math.exp(logprob)
  return logprob <= ROUNDING_TOLERANCE ? 1 : NaN
}

/**
 * Logprob (nats) of a probability: ln p, between −Infinity and 0.
 * 0 → −Infinity. A value above 1 by no more than the rounding tolerance counts as 1; above that, below 0, and for NaN, NaN.
 *
 * @example
 * probabilityToLogprob(0.5) // -0.6931471805599453
 * probabilityToLogprob(1.5) // NaN
 */
export function probabilityToLogprob(probability: number): number {
  if (probability <= 1) return Math.log(probability)
  return probability <= 1 + ROUNDING_TOLERANCE ? 0 : NaN
}

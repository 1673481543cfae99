// The logit of one probability: ln(p / (1 − p)), the log-odds. The logits of a whole vocabulary go through `softmax`.
import { log1mexp, log1pexp } from './log-one-minus-exp.ts'
import { ROUNDING_TOLERANCE } from './probability.ts'

/**
 * Probability of a logit: 1 / (1 + e^−x), between 0 and 1, exact in both tails. −Infinity → 0, Infinity → 1, NaN → NaN.
 *
 * @example
 * logitToProbability(0) // 0.5
 * logitToProbability(-800) // 0
 */
export function logitToProbability(logit: number): number {
  if (logit >= 0) return 1 / (1 + Math.exp(-logit))
  const odds = Math.exp(logit)
  return odds / (1 + odds)
}

/**
 * Logit of a probability: ln(p / (1 − p)). 0 → −Infinity, 1 → Infinity.
 * Above 1 by rounding (1e-4) counts as 1; above that, below 0, and for NaN, NaN.
 *
 * @example
 * probabilityToLogit(0.5) // 0
 * probabilityToLogit(1) // Infinity
 */
export function probabilityToLogit(probability: number): number {
  if (probability > 1) return probability <= 1 + ROUNDING_TOLERANCE ? Infinity : NaN
  return Math.log(probability) - Math.log1p(-probability)
}

/**
 * Logit of a probability that is given as a logprob (nats): lp − ln(1 − e^lp), without passing through the probability, which would
 * round to 1 (and the logit to Infinity) long before the logprob becomes 0.
 *
 * @param limit the result is never above it: a provider that rounds sends 0 for "nearly certain", and one infinite value would swallow
 *   every mean or fit. 16.6 is ln(2^24), where float32 ends; without a limit, 0 → Infinity.
 *
 * −Infinity → −Infinity. Above 0 by rounding (1e-4) counts as 0; above that, and for NaN, NaN.
 *
 * @example
 * logprobToLogit(Math.log(0.5)) // 0
 * logprobToLogit(-1e-20) // 46.051701859880914
 * logprobToLogit(0, 16.6) // 16.6
 */
export function logprobToLogit(logprob: number, limit: number = Number.POSITIVE_INFINITY): number {
  if (logprob > ROUNDING_TOLERANCE) return NaN
  const clamped = Math.min(0, logprob)
  return Math.min(limit, clamped - log1mexp(clamped))
}

/**
 * Logprob (nats) of a logit: −ln(1 + e^−x), between −Infinity and 0. −Infinity → −Infinity, Infinity → 0, NaN → NaN.
 *
 * @example
 * logitToLogprob(0) // -0.6931471805599453
 * logitToLogprob(-800) // -800
 */
export function logitToLogprob(logit: number): number {
  return 0 - log1pexp(-logit)
}

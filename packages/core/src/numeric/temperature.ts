import { logSoftmax } from './softmax.ts'

/**
 * The logprobs (nats) that a distribution would have at another temperature: those of p^(from/to), renormalised.
 *
 * Exact for the logprobs of a whole vocabulary. For a list that lacks a part of the mass the result is the distribution *given that the
 * token is one of the list*: every value is an upper bound on the true one, because the part that is not listed only adds to the total.
 *
 * @param from temperature that the logprobs were computed at: 1 for a provider that reports the model's own. Above 0 and finite.
 * @param to temperature wanted. 0: all mass to the largest value, shared by ties. Infinity: uniform over what is possible.
 *
 * −Infinity stays −Infinity. All NaN where `from` is not above 0 and finite, where `to` is negative or NaN, and where `logSoftmax` is
 * undefined. Empty → empty. `out` may be `logprobs` itself. Cost: linear; allocates only where `out` is missing.
 *
 * @example
 * [...rescaleTemperature([Math.log(0.8), Math.log(0.2)], 1, 0.5)].map(Math.exp) // [0.9411764705882353, 0.05882352941176469]
 */
export function rescaleTemperature(logprobs: ArrayLike<number>, from: number, to: number, out?: Float64Array): Float64Array {
  const ratio = from > 0 && from < Infinity ? to / from : NaN
  return logSoftmax(logprobs, ratio, out)
}

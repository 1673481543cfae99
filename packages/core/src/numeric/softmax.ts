// Blanchard, Higham and Higham, "Accurately computing the log-sum-exp and softmax functions", IMA J. Numer. Anal. 41, 2021.
import { indexOfMax } from './index-of-max.ts'

/** `out`, or a new array; both must have room for the values. */
function outputFor(values: ArrayLike<number>, out: Float64Array | undefined): Float64Array {
  if (out === undefined) return new Float64Array(values.length)
  if (out.length < values.length) {
    throw new RangeError(`softmax requires an output of at least ${values.length} entries, got ${out.length}`)
  }
  return out
}

/**
 * Writes (x − max) / T, the scaled distance from the largest value, and returns ln Σ e^ of it; NaN where that is undefined.
 * At T = 0 the largest stay at 0 and all others fall to −Infinity; at T = Infinity every value that is possible at all rises to 0.
 */
function scaleAndTotal(values: ArrayLike<number>, temperature: number, out: Float64Array): number {
  const n = values.length
  const at = temperature >= 0 ? indexOfMax(values) : -1
  const max = at < 0 ? NaN : values[at]!
  if (!Number.isFinite(max)) return NaN
  // −0 is a temperature of 0 too, and must not turn the distances round.
  const divisor = Math.abs(temperature)
  let others = 0
  let lost = 0
  for (let i = 0; i < n; i++) {
    const distance = values[i]! - max
    const scaled = distance === 0 || distance === -Infinity ? distance : distance / divisor + 0
    out[i] = scaled
    if (i === at) continue
    const term = Math.exp(scaled) - lost
    const after = others + term
    lost = after - others - term
    others = after
  }
  return Math.log1p(others)
}

/**
 * Log-probabilities (nats) of a list of logits or unnormalised log-probabilities: x/T − ln Σ e^(x/T).
 *
 * Why: turns logits into logprobs, renormalises a list, and changes the temperature of a whole vocabulary.
 * `temperature` 0 is greedy decoding (the largest share the mass, ties included), Infinity the uniform distribution over what is
 * possible. `out` may be `values` itself; entries of it beyond `values.length` are left alone.
 * −Infinity (impossible) stays −Infinity. Undefined, so all NaN: a NaN, a +Infinity, nothing but −Infinity, a temperature below 0 or NaN.
 * Empty → empty. Shift invariant; e^ of the results sums to 1. Cost: linear; allocates only where `out` is missing.
 *
 * @example
 * [...logSoftmax([0, 0])] // [-0.6931471805599453, -0.6931471805599453]
 * [...logSoftmax([5, 5, 1], 0)] // [-0.6931471805599453, -0.6931471805599453, -Infinity]
 */
export function logSoftmax(values: ArrayLike<number>, temperature = 1, out?: Float64Array): Float64Array {
  const result = outputFor(values, out)
  const n = values.length
  const total = scaleAndTotal(values, temperature, result)
  for (let i = 0; i < n; i++) result[i] = Number.isNaN(total) ? NaN : result[i]! - total
  return result
}

/**
 * Probabilities (0 to 1, summing to 1) of a list of logits or unnormalised log-probabilities: e^(x/T) / Σ e^(x/T).
 * Temperature, `out`, and what is undefined: as in `logSoftmax`.
 *
 * @example
 * [...softmax([Math.log(3), 0])] // [0.75, 0.25]
 */
export function softmax(values: ArrayLike<number>, temperature = 1, out?: Float64Array): Float64Array {
  const result = outputFor(values, out)
  const n = values.length
  const total = scaleAndTotal(values, temperature, result)
  for (let i = 0; i < n; i++) result[i] = Number.isNaN(total) ? NaN : Math.exp(result[i]! - total)
  return result
}

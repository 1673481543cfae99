/** exp and ln on the narrow ranges of probabilities, for the inner loop: small enough to be inlined, at half the cost of `Math`'s. */

const EXP_STEPS = 32
const EXP_LOWEST = -40
const STEPS_PER_NAT = -EXP_STEPS / Math.LN2
const NATS_PER_STEP = -Math.LN2 / EXP_STEPS
const exponentials = Float64Array.from({ length: Math.ceil((-EXP_LOWEST * EXP_STEPS) / Math.LN2) + 2 }, (_, k) => 2 ** (-k / EXP_STEPS))

/**
 * exp(x) for x ≤ 0, within 1e-14 of `Math.exp` (relative): a table of 2^(−k/32) times a polynomial of degree 5 over the rest, which is at most
 * 0.011. Below −40 and for NaN it is `Math.exp` itself; x above 0 is not for this function.
 */
export function expOfLogprob(x: number): number {
  if (!(x >= EXP_LOWEST)) return Math.exp(x)
  const k = (x * STEPS_PER_NAT + 0.5) | 0
  const rest = x - k * NATS_PER_STEP
  const square = rest * rest
  return exponentials[k]! * (1 + rest + square * (0.5 + rest * (1 / 6) + square * (1 / 24 + rest * (1 / 120))))
}

const LOG_STEPS = 128
/** Reciprocal and logarithm of the middle of each of the 128 steps of [1, 2). */
const reciprocals = Float64Array.from({ length: LOG_STEPS }, (_, i) => 1 / (1 + (i + 0.5) / LOG_STEPS))
const logarithms = Float64Array.from({ length: LOG_STEPS }, (_, i) => Math.log1p((i + 0.5) / LOG_STEPS))
const powers = Float64Array.from({ length: 1023 }, (_, i) => 2 ** i)
const double = new Float64Array(1)
const words = new Int32Array(double.buffer)
/** Index of the word with sign and exponent: 1 on little-endian machines. */
const HIGH = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0

/** The least positive number that `logOfMass` takes in place of 0, so that x·ln x is 0 there. */
export const NEXT_TO_ZERO = 1e-300

/**
 * ln(x) for x in [1e-300, 2), within 2e-15 + 2e-16·|ln x| of `Math.log`: exponent, a table of 128 steps, and a polynomial of degree 6 over the
 * rest, which is at most 0.004. Not for any other x. Meant for x·ln x, where the error is 1e-15·x.
 */
export function logOfMass(x: number): number {
  double[0] = x
  const high = words[HIGH]!
  const exponent = 1023 - (high >>> 20)
  const step = (high >>> 13) & (LOG_STEPS - 1)
  const rest = x * powers[exponent]! * reciprocals[step]! - 1
  const square = rest * rest
  return (
    logarithms[step]! -
    exponent * Math.LN2 +
    (rest - square * (0.5 - rest * (1 / 3) + square * (1 / 4 - rest * (1 / 5) + square * (1 / 6))))
  )
}

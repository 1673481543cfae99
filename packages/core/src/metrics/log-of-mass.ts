const STEPS = 512
/** Reciprocal and logarithm of the middle of each of the 512 steps of [1, 2). */
const reciprocals = Float64Array.from({ length: STEPS }, (_, i) => 1 / (1 + (i + 0.5) / STEPS))
const logarithms = Float64Array.from({ length: STEPS }, (_, i) => Math.log1p((i + 0.5) / STEPS))
const powers = Float64Array.from({ length: 1023 }, (_, i) => 2 ** i)
const double = new Float64Array(1)
const words = new Int32Array(double.buffer)
/** Index of the word with sign and exponent: 1 on little-endian machines. */
const HIGH = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0

/** The least positive number that `logOfMass` takes in place of 0, so that x·ln x is 0 there. */
export const NEXT_TO_ZERO = 1e-300

/**
 * ln(x) for x in [1e-300, 2) at half the cost of `Math.log` in a tight loop, within 2e-15 + 2e-16·|ln x| of it: exponent, a table of 512 steps, and
 * a polynomial of degree 4 over the rest, which is at most 0.001. Not for any other x. Meant for x·ln x, where the error is 1e-15·x.
 */
export function logOfMass(x: number): number {
  double[0] = x
  const high = words[HIGH]!
  const exponent = 1023 - (high >>> 20)
  const step = (high >>> 11) & (STEPS - 1)
  const rest = x * powers[exponent]! * reciprocals[step]! - 1
  const square = rest * rest
  return logarithms[step]! - exponent * Math.LN2 + (rest - square * (0.5 - rest * (1 / 3) + square * (1 / 4)))
}

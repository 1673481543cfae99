const STEPS = 64
const LOWEST = -746
const STEPS_PER_NAT = -STEPS / Math.LN2
const NATS_PER_STEP = -Math.LN2 / STEPS
/** 2^(−k/64) for k below 64, and 2^−k. */
const fractions = Float64Array.from({ length: STEPS }, (_, k) => 2 ** (-k / STEPS))
const halves = Float64Array.from({ length: Math.ceil(-LOWEST / Math.LN2) + 1 }, (_, k) => 2 ** -k)

/**
 * exp(x) for x in [−745, 0], the range of usable logprobs, within 5e-14 of `Math.exp` (relative): two tables for 2^(−k/64) times a polynomial of degree
 * 4 over the rest, which is at most 0.0055. Not for any other x (NaN or nonsense comes of it): a test for the range would cost as much as the rest.
 */
export function expOfLogprob(x: number): number {
  const k = (x * STEPS_PER_NAT + 0.5) | 0
  const rest = x - k * NATS_PER_STEP
  const square = rest * rest
  return halves[k >> 6]! * fractions[k & (STEPS - 1)]! * (1 + rest + square * (0.5 + rest * (1 / 6) + square * (1 / 24)))
}

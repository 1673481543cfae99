const STEPS = 32
const LOWEST = -746
const STEPS_PER_NAT = -STEPS / Math.LN2
const NATS_PER_STEP = -Math.LN2 / STEPS
const table = new Float64Array(Math.ceil((-LOWEST * STEPS) / Math.LN2) + 2)
for (let k = 0; k < table.length; k++) table[k] = k < STEPS ? 2 ** (-k / STEPS) : table[k - STEPS]! / 2

/**
 * exp(x) for x in [−745, 0], the range of usable logprobs, within 3e-15 + 2e-16·|x| of `Math.exp` (relative): a table of 2^(−k/32) times a polynomial of degree
 * 5 over the rest, which is at most 0.011. Not for any other x (NaN or nonsense comes of it): a test for the range would cost as much as the rest.
 */
export function expOfLogprob(x: number): number {
  const k = (x * STEPS_PER_NAT + 0.5) | 0
  const rest = x - k * NATS_PER_STEP
  const square = rest * rest
  return table[k]! * (1 + rest + square * (0.5 + rest * (1 / 6) + square * (1 / 24 + rest * (1 / 120))))
}

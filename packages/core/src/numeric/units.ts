/** Nats in one bit: ln 2. */
export const NATS_PER_BIT: number = Math.LN2

/**
 * Nats to bits: x / ln 2. NaN and the infinities stay what they are.
 *
 * @example
 * natsToBits(Math.LN2) // 1
 */
export function natsToBits(nats: number): number {
  return nats / NATS_PER_BIT
}

/**
 * Bits to nats: x · ln 2. NaN and the infinities stay what they are.
 *
 * @example
 * bitsToNats(2) // 1.3862943611198906
 */
export function bitsToNats(bits: number): number {
  return bits * NATS_PER_BIT
}

/**
 * Surprisal of an event in bits: −log₂ p = −logprob / ln 2. Range 0 to ∞; +0 for a certain event, never −0.
 * Takes nats as given: a logprob above 0 gives a negative surprisal, so clamp rounding before. −Infinity → Infinity, NaN → NaN.
 *
 * @example
 * surprisalBits(-Math.LN2) // 1
 * surprisalBits(0) // 0
 */
export function surprisalBits(logprob: number): number {
  return 0 - logprob / NATS_PER_BIT
}

import type { RandomSource } from '../numeric/index.ts'

/** Up to so many values every combination of signs is tried. */
const ALL_SIGNS = 13

/** Share of all 2^n sign patterns whose sum is at most the one seen. Rounding must not tell equal sums apart. */
function exactShare(values: ArrayLike<number>, seen: number, slack: number): number {
  const n = values.length
  let hits = 0
  for (let signs = 0; signs < 2 ** n; signs++) {
    let sum = 0
    for (let i = 0; i < n; i++) sum += (signs >>> i) & 1 ? -values[i]! : values[i]!
    if (sum <= seen + slack) hits += 1
  }
  return hits / 2 ** n
}

/**
 * One-sided p-value of "the mean is at least 0" against "it is below", by flipping signs: without a loss a difference is as likely up as down.
 *
 * The statistic is Student's t; among sign patterns it orders as the sum does, so the sum is counted. Exact where the differences are symmetric,
 * else right for large n thanks to the t. Up to 13 values every pattern is tried, else `rounds` random ones, the seen one among them.
 * Empty → 1; a NaN → NaN.
 *
 * @example
 * signFlipTest([-1, -2, -3], 100, () => 0.5) // 1 / 8
 */
export function signFlipTest(values: ArrayLike<number>, rounds: number, random: RandomSource): number {
  const n = values.length
  if (n === 0) return 1
  let seen = 0
  let size = 0
  for (let i = 0; i < n; i++) {
    seen += values[i]!
    size += Math.abs(values[i]!)
  }
  if (Number.isNaN(seen)) return NaN
  const slack = 1e-12 * size
  if (n <= ALL_SIGNS) return exactShare(values, seen, slack)
  let hits = 1
  for (let round = 0; round < rounds; round++) {
    let sum = 0
    let bits = 0
    for (let i = 0; i < n; i++) {
      if (i % 32 === 0) bits = Math.floor(random() * 2 ** 32) | 0
      sum += bits & 1 ? values[i]! : -values[i]!
      bits >>>= 1
    }
    if (sum <= seen + slack) hits += 1
  }
  return hits / (rounds + 1)
}

// Janssen, "Studentized permutation tests for non-i.i.d. hypotheses and the generalized Behrens-Fisher problem", Stat. Probab. Lett. 36, 1997.
import { uniformInteger, type RandomSource } from '../numeric/index.ts'

/** Welch's t from counts, sums and sums of squares about a common centre. */
function statistic(n: number, sum: number, squares: number, m: number, otherSum: number, otherSquares: number): number {
  const [mean, otherMean] = [sum / n, otherSum / m]
  const variance = Math.max(0, squares - n * mean * mean) / (n - 1) / n
  const otherVariance = Math.max(0, otherSquares - m * otherMean * otherMean) / (m - 1) / m
  const spread = Math.sqrt(variance + otherVariance)
  if (spread > 0) return (mean - otherMean) / spread
  return mean === otherMean ? 0 : Math.sign(mean - otherMean) * Infinity
}

/**
 * One-sided p-value of "the mean of `current` is at least that of `baseline`" against "it is below", by permuting which value is of which side.
 *
 * The statistic is Welch's t, so that the p-value is exact where both have the same distribution and right for large samples where only the means
 * agree. `rounds` random permutations, the seen one among them. A side with fewer than 2 values → 1; a NaN → NaN.
 */
export function permutationTest(current: ArrayLike<number>, baseline: ArrayLike<number>, rounds: number, random: RandomSource): number {
  const n = current.length
  const m = baseline.length
  if (n < 2 || m < 2) return 1
  const pooled = new Float64Array(n + m)
  let centre = 0
  for (let i = 0; i < n + m; i++) {
    pooled[i] = i < n ? current[i]! : baseline[i - n]!
    centre += pooled[i]! / (n + m)
  }
  if (Number.isNaN(centre)) return NaN
  let total = 0
  let totalSquares = 0
  for (let i = 0; i < n + m; i++) {
    const value = pooled[i]! - centre
    pooled[i] = value
    total += value
    totalSquares += value * value
  }
  // The smaller side is drawn; the other one is what is left.
  const drawn = Math.min(n, m)
  const of = (sum: number, squares: number): number =>
    n <= m
      ? statistic(n, sum, squares, m, total - sum, totalSquares - squares)
      : statistic(n, total - sum, totalSquares - squares, m, sum, squares)
  let [sum, squares] = [0, 0]
  for (let i = 0; i < drawn; i++) {
    const value = n <= m ? pooled[i]! : pooled[n + i]!
    sum += value
    squares += value * value
  }
  const seen = of(sum, squares)
  const limit = seen + 1e-9 * Math.abs(seen)
  let hits = 1
  for (let round = 0; round < rounds; round++) {
    sum = 0
    squares = 0
    for (let i = 0; i < drawn; i++) {
      const j = i + uniformInteger(random, n + m - i)
      const value = pooled[j]!
      pooled[j] = pooled[i]!
      pooled[i] = value
      sum += value
      squares += value * value
    }
    if (of(sum, squares) <= limit) hits += 1
  }
  return hits / (rounds + 1)
}

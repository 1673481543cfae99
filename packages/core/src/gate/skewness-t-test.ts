// Hall, "On the removal of skewness by transformation", J. R. Stat. Soc. B 54, 1992.
import { momentsOf, studentTCdf } from '../numeric/index.ts'

/**
 * One-sided p-value of "the mean is at least 0" against "it is below" by Student's t with the skewness taken out of it (Hall's transformation): where a
 * few values are far above the others, the plain t, and sign flips with it, call a loss too often.
 *
 * With t = √n·u and the sample's skewness g the statistic is √n·(u + g·u²/3 + g²·u³/27 + g/(6n)), against Student's t of n − 1 degrees of freedom.
 * Right for large n; of few values no better than their skewness is known. Fewer than 3 values, or values that do not vary → NaN; a NaN → NaN.
 *
 * @example
 * skewnessTTest([-2, -1, -3, -2, -2]) // 0.0016
 */
export function skewnessTTest(values: ArrayLike<number>): number {
  const n = values.length
  const { mean, sampleVariance } = momentsOf(values)
  if (n < 3 || !(sampleVariance > 0)) return NaN
  const deviation = Math.sqrt(sampleVariance)
  let cubes = 0
  for (let i = 0; i < n; i++) cubes += ((values[i]! - mean) / deviation) ** 3
  const u = mean / deviation
  const skewness = cubes / n
  return studentTCdf(Math.sqrt(n) * (u + (skewness * u * u) / 3 + (skewness * skewness * u ** 3) / 27 + skewness / (6 * n)), n - 1)
}

import { quantileInPlace } from './quantile.ts'

/** The median absolute deviation of a normal distribution times this is its standard deviation: 1 / Φ⁻¹(3/4). */
export const NORMAL_MAD_FACTOR = 1.4826022185056018

/**
 * Median of |x − center| over values[start, end): a spread that half of the values may spoil without moving it. Not scaled:
 * multiply by `NORMAL_MAD_FACTOR` for a standard deviation of normal data.
 *
 * @param center usually the median of the values.
 * @param scratch room for end − start values; overwritten. Allocated where it is missing.
 *
 * Empty, or a NaN among the values or as center → NaN. One value that is the center → 0. Range: 0 to Infinity. An infinite value is
 * infinitely far from a finite center; from an infinite one of the same sign its distance is undefined, and so is the result.
 *
 * @example
 * medianAbsoluteDeviation([1, 1, 2, 2, 4, 6, 9], 2) // 1
 */
export function medianAbsoluteDeviation(
  values: ArrayLike<number>,
  center: number,
  scratch: Float64Array = new Float64Array(values.length),
  start = 0,
  end: number = values.length,
): number {
  for (let i = start; i < end; i++) {
    scratch[i - start] = Math.abs(values[i]! - center)
  }
  return quantileInPlace(scratch, 0.5, end - start)
}

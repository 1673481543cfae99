/** The slope of a series with an interval that allows for neighbours being alike. */

export interface Slope {
  /** A minute. */
  readonly slope: number
  readonly low: number
  readonly high: number
  readonly mean: number
}

/**
 * Least squares over minutes, 95 % interval by the Newey-West standard error (Bartlett weights): memory of one moment is much like that of the
 * moment before, and a plain standard error would make the interval too narrow. NaN below 8 points.
 *
 * @param lags neighbours that count as alike.
 */
export function slopeOf(minutes: readonly number[], values: readonly number[], lags: number): Slope {
  const n = minutes.length
  const nothing = { slope: NaN, low: NaN, high: NaN, mean: NaN }
  if (n < 8) return nothing
  const meanOf = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / n
  const at = meanOf(minutes)
  const mean = meanOf(values)
  const x = minutes.map((minute) => minute - at)
  const squares = x.reduce((sum, value) => sum + value * value, 0)
  const slope = x.reduce((sum, value, i) => sum + value * (values[i]! - mean), 0) / squares
  const scores = x.map((value, i) => value * (values[i]! - mean - slope * value))
  let variance = 0
  for (let lag = 0; lag <= Math.min(lags, n - 1); lag++) {
    let sum = 0
    for (let i = lag; i < n; i++) sum += scores[i]! * scores[i - lag]!
    variance += (lag === 0 ? 1 : 2) * (1 - lag / (lags + 1)) * sum
  }
  const half = (1.96 * Math.sqrt(Math.max(0, variance) * (n / (n - 2)))) / squares
  return { slope, low: slope - half, high: slope + half, mean }
}

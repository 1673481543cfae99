import { betaQuantile, incompleteBeta } from './incomplete-beta.ts'

function checkDegrees(name: string, degrees: number): void {
  if (!(degrees > 0 && degrees < Infinity)) throw new RangeError(`${name} requires degrees of freedom above 0, got ${degrees}`)
}

/**
 * P(T ≤ t) for Student's t with `degrees` of freedom, through the incomplete beta function (Abramowitz and Stegun 26.7.1). In both tails to about
 * 12 digits: for an upper tail ask for −t. ±∞ → 0 or 1, NaN → NaN. Throws a `RangeError` for degrees not above 0.
 *
 * @example
 * studentTCdf(0, 5) // 0.5
 */
export function studentTCdf(t: number, degrees: number): number {
  checkDegrees('studentTCdf', degrees)
  if (Number.isNaN(t)) return NaN
  if (!Number.isFinite(t)) return t < 0 ? 0 : 1
  const square = t * t
  const x = degrees / (degrees + square)
  const tail = 0.5 * incompleteBeta(x, degrees / 2, 0.5, square / (degrees + square))
  return t < 0 ? tail : 1 - tail
}

/**
 * The t with P(T ≤ t) = p for Student's t with `degrees` of freedom. 0 → −∞, 1 → ∞; outside [0, 1] or NaN → NaN.
 * Throws a `RangeError` for degrees not above 0.
 *
 * @example
 * studentTQuantile(0.975, 10) // 2.228138851986274
 */
export function studentTQuantile(p: number, degrees: number): number {
  checkDegrees('studentTQuantile', degrees)
  if (!(p >= 0 && p <= 1)) return NaN
  if (p === 0.5) return 0
  if (p === 0) return -Infinity
  if (p === 1) return Infinity
  const tail = 2 * Math.min(p, 1 - p)
  // Near the centre 1 − x would cancel: the other parameter's quantile is 1 − x itself.
  const square =
    tail > 0.5
      ? ((y: number): number => (degrees * y) / (1 - y))(betaQuantile(1 - tail, 0.5, degrees / 2))
      : ((x: number): number => (degrees * (1 - x)) / x)(betaQuantile(tail, degrees / 2, 0.5))
  return p < 0.5 ? -Math.sqrt(square) : Math.sqrt(square)
}

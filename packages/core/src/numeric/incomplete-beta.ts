// Continued fraction 26.5.8 of Abramowitz and Stegun by Lentz's method; the factor before it by Loader's saddle-point form, which stays
// exact where gamma functions of large numbers cancel (Loader, "Fast and accurate computation of binomial probabilities", 2000).
import { stirlingError } from './gamma.ts'

const TINY = 1e-300
const MOST_TERMS = 20_000

/** x ln(x/m) + m − x without cancellation where x is near m. */
function deviance(x: number, m: number): number {
  if (Math.abs(x - m) >= 0.1 * (x + m)) return x * Math.log(x / m) + m - x
  const v = (x - m) / (x + m)
  let sum = (x - m) * v
  let term = 2 * x * v
  for (let j = 1; j < 1000; j++) {
    term *= v * v
    const next = sum + term / (2 * j + 1)
    if (next === sum) break
    sum = next
  }
  return sum
}

/** ln of x^a (1 − x)^b / B(a, b), for a, b > 0 and 0 < x < 1. */
function logPower(x: number, complement: number, a: number, b: number): number {
  const n = a + b
  const correction = stirlingError(n) - stirlingError(a) - stirlingError(b)
  return correction - deviance(a, n * x) - deviance(b, n * complement) + 0.5 * Math.log((a * b) / (2 * Math.PI * n))
}

function continuedFraction(x: number, a: number, b: number): number {
  const floor = (value: number): number => (Math.abs(value) < TINY ? TINY : value)
  let c = 1
  let d = 1 / floor(1 - ((a + b) * x) / (a + 1))
  let h = d
  for (let m = 1; m <= MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / floor(1 + even * d)
    c = floor(1 + even / c)
    h *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / floor(1 + odd * d)
    c = floor(1 + odd / c)
    const step = d * c
    h *= step
    if (Math.abs(step - 1) < 1e-15) return h
  }
  return h
}

function betaOf(x: number, complement: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (complement <= 0) return 1
  if (x <= (a + 1) / (a + b + 2)) return (Math.exp(logPower(x, complement, a, b)) * continuedFraction(x, a, b)) / a
  return 1 - (Math.exp(logPower(complement, x, b, a)) * continuedFraction(complement, b, a)) / b
}

function check(name: string, a: number, b: number): void {
  if (!(a > 0 && a < Infinity && b > 0 && b < Infinity)) throw new RangeError(`${name} requires a and b above 0, got ${a} and ${b}`)
}

/**
 * Regularised incomplete beta function I_x(a, b): the distribution function of Beta(a, b) at x. To about 12 digits, also for parameters of
 * a million.
 *
 * x outside [0, 1] → NaN. Throws a `RangeError` where a or b is not a finite number above 0.
 *
 * @param complement 1 − x, for a caller that knows it better than the subtraction.
 *
 * @example
 * incompleteBeta(0.5, 2, 2) // 0.5
 */
export function incompleteBeta(x: number, a: number, b: number, complement: number = 1 - x): number {
  check('incompleteBeta', a, b)
  if (!(x >= 0 && x <= 1)) return NaN
  return Math.min(1, Math.max(0, betaOf(x, complement, a, b)))
}

/**
 * The x in [0, 1] where `incompleteBeta(x, a, b)` is p: by bisection, to the last digits of a double. p outside [0, 1] → NaN.
 * Throws a `RangeError` where a or b is not a finite number above 0.
 *
 * @example
 * betaQuantile(0.5, 3, 3) // 0.5
 */
export function betaQuantile(p: number, a: number, b: number): number {
  check('betaQuantile', a, b)
  if (!(p >= 0 && p <= 1)) return NaN
  if (p === 0 || p === 1) return p
  let low = 0
  let high = 1
  for (let i = 0; i < 1100; i++) {
    const middle = (low + high) / 2
    if (middle <= low || middle >= high) break
    if (betaOf(middle, 1 - middle, a, b) < p) low = middle
    else high = middle
    if (high - low <= 1e-16 * high) break
  }
  return (low + high) / 2
}

// Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Appl. Stat. 37, 1988. The distribution function by Marsaglia's
// series (J. Stat. Softw. 11(4), 2004) and the continued fraction of the tail (Abramowitz and Stegun 26.2.14).

const ROOT_TWO_PI = Math.sqrt(2 * Math.PI)

const CENTRE = [
  [
    3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, 45921.953931549871457, 67265.770927008700853,
    33430.575583588128105, 2509.0809287301226727,
  ],
  [
    1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867, 39307.89580009271061,
    28729.085735721942674, 5226.495278852545925,
  ],
] as const
const MIDDLE = [
  [
    1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504, 1.27045825245236838258,
    0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4,
  ],
  [
    1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459, 0.0151986665636164571966,
    5.475938084995344946e-4, 1.05075007164441684324e-9,
  ],
] as const
const TAIL = [
  [
    6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123, 0.026532189526576123093,
    0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
  ],
  [
    1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4, 1.8463183175100546818e-5,
    1.4215117583164458887e-7, 2.04426310338993978564e-15,
  ],
] as const

type Ratio = readonly [numerator: readonly number[], denominator: readonly number[]]

function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0
  for (let i = coefficients.length - 1; i >= 0; i--) value = value * x + coefficients[i]!
  return value
}

const ratioAt = ([numerator, denominator]: Ratio, x: number): number => polynomial(numerator, x) / polynomial(denominator, x)

/**
 * Density of the standard normal distribution. ±∞ → 0, NaN → NaN.
 *
 * @example
 * normalDensity(0) // 1 / √(2π)
 */
export function normalDensity(z: number): number {
  return Math.exp(-0.5 * z * z) / ROOT_TWO_PI
}

/** P(Z > z) for z ≥ 3: the continued fraction, from its end. */
function farTail(z: number): number {
  let fraction = z
  for (let k = 120; k >= 1; k--) fraction = z + k / fraction
  return normalDensity(z) / fraction
}

/** P(0 < Z ≤ z) for 0 ≤ z < 3: Marsaglia's series, every term positive. */
function fromCentre(z: number): number {
  let term = z
  let sum = z
  for (let k = 3; ; k += 2) {
    term *= (z * z) / k
    const next = sum + term
    if (next === sum) return sum * normalDensity(z)
    sum = next
  }
}

/**
 * P(Z ≤ z) for a standard normal Z, to about 14 digits in both tails: for an upper tail ask for `normalCdf(-z)`, not for 1 − `normalCdf(z)`.
 * −∞ → 0, ∞ → 1, NaN → NaN.
 *
 * @example
 * normalCdf(0) // 0.5
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return NaN
  const size = Math.abs(z)
  if (size >= 3) return z < 0 ? (size > 39 ? 0 : farTail(size)) : 1 - (size > 39 ? 0 : farTail(size))
  return z < 0 ? 0.5 - fromCentre(size) : 0.5 + fromCentre(size)
}

/**
 * The z with P(Z ≤ z) = p for a standard normal Z, to about 15 digits. 0 → −∞, 1 → ∞; outside [0, 1] or NaN → NaN.
 *
 * @example
 * normalQuantile(0.975) // 1.959964…
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return NaN
  if (p === 0) return -Infinity
  if (p === 1) return Infinity
  const q = p - 0.5
  if (Math.abs(q) <= 0.425) return q * ratioAt(CENTRE, 0.180625 - q * q)
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p))
  const size = r <= 5 ? ratioAt(MIDDLE, r - 1.6) : ratioAt(TAIL, r - 5)
  return q < 0 ? -size : size
}

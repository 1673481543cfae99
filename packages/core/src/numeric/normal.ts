// Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Appl. Stat. 37, 1988. The distribution function by Marsaglia's
// series (J. Stat. Softw. 11(4), 2004) and the continued fraction of the tail (Abramowitz and Stegun 26.2.14).

const ROOT_TWO_PI = Math.sqrt(2 * Math.PI)

const CENTRE = [
  [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087, 33430.57558358813,
    2509.0809287301227,
  ],
  [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271, 28729.085735721943,
    5226.495278852546,
  ],
] as const
const MIDDLE = [
  [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684, 0.2417807251774506,
    0.022723844989269184, 0.0007745450142783414,
  ],
  [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457, 0.0005475938084995345,
    1.0507500716444169e-9,
  ],
] as const
const TAIL = [
  [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124, 0.0012426609473880784,
    2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5, 1.421511758316446e-7,
    2.0442631033899397e-15,
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
 * normalDensity(0) // 1 / Math.sqrt(2 * Math.PI)
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
 * normalQuantile(0.975) // 1.959963984540054
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

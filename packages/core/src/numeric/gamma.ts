// Lanczos, SIAM J. Numer. Anal. B 1, 1964, with Godfrey's 15 coefficients for g = 607/128; Stirling's series for large arguments.

const LANCZOS_G = 607 / 128
const LANCZOS = [
  0.9999999999999971, 57.15623566586292, -59.59796035547549, 14.136097974741746, -0.4919138160976202, 3.399464998481189e-5,
  4.652362892704858e-5, -9.837447530487956e-5, 0.0001580887032249125, -0.00021026444172410488, 0.00021743961811521265,
  -0.0001643181065367639, 8.441822398385275e-5, -2.6190838401581408e-5, 3.6899182659531625e-6,
]
const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI)
const LARGE = 15

function lanczosLogGamma(x: number): number {
  let sum = LANCZOS[0]!
  for (let i = 1; i < LANCZOS.length; i++) sum += LANCZOS[i]! / (x - 1 + i)
  const t = x - 0.5 + LANCZOS_G
  return HALF_LOG_TWO_PI + (x - 0.5) * Math.log(t) - t + Math.log(sum)
}

/**
 * What Stirling's formula lacks: ln Γ(x + 1) − (x + ½) ln x + x − ½ ln 2π, for x > 0. Between 0 and ∞ (at 0), about 1/(12x).
 * Kept apart because in a ratio of gamma functions it is all that is left of three large numbers (Loader, "Fast and accurate computation of
 * binomial probabilities", 2000).
 */
export function stirlingError(x: number): number {
  if (!(x > LARGE)) return lanczosLogGamma(x + 1) - (x + 0.5) * Math.log(x) + x - HALF_LOG_TWO_PI
  const y = 1 / (x * x)
  return (1 / 12 - y * (1 / 360 - y * (1 / 1260 - y * (1 / 1680 - y * (1 / 1188 - (y * 691) / 360360))))) / x
}

/**
 * ln Γ(x) for x > 0, to about 15 digits; x = 0 and ∞ → ∞; below 0 or NaN → NaN.
 *
 * @example
 * logGamma(5) // Math.log(24)
 */
export function logGamma(x: number): number {
  if (!(x >= 0)) return NaN
  if (x === 0 || x === Infinity) return Infinity
  if (x === 1 || x === 2) return 0
  if (x < 0.5) return logGamma(x + 1) - Math.log(x)
  if (x <= LARGE + 1) return lanczosLogGamma(x)
  const n = x - 1
  return (n + 0.5) * Math.log(n) - n + HALF_LOG_TWO_PI + stirlingError(n)
}

// Mächler, "Accurately computing log(1 − exp(−|a|))", 2012: the two forms, and where to change between them.

/**
 * ln(1 − e^x) for x ≤ 0: the log of the probability that remains, from a logprob in nats, without losing the digits of either end.
 *
 * x = 0 → −Infinity, x = −Infinity → 0, x > 0 or NaN → NaN. The result is between −Infinity and 0.
 *
 * @example
 * log1mexp(-1e-20) // -46.051701859880914
 * log1mexp(-2) // -0.145413457868859
 */
export function log1mexp(x: number): number {
  if (!(x <= 0)) return NaN
  return x > -Math.LN2 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x)) + 0
}

/**
 * ln(1 + e^x), also called softplus: never negative, without overflow at either end.
 * −Infinity → 0, Infinity → Infinity, NaN → NaN.
 *
 * @example
 * log1pexp(1000) // 1000
 * log1pexp(0) // 0.6931471805599453
 */
export function log1pexp(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x))
}

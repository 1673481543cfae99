import { betaQuantile, incompleteBeta } from './incomplete-beta.ts'

function checkCounts(name: string, hits: number, trials: number): void {
  if (!(Number.isSafeInteger(trials) && trials >= 0 && Number.isSafeInteger(hits))) {
    throw new RangeError(`${name} requires whole numbers of hits and trials, got ${hits} of ${trials}`)
  }
}

/**
 * P(X ≤ hits) for X ~ Binomial(trials, probability), exact: the p-value of "the rate is at least `probability`". For P(X ≥ k) ask for
 * `binomialCdf(trials − k, trials, 1 − probability)`.
 *
 * Fewer than 0 hits → 0, `trials` or more → 1. A probability outside [0, 1] → NaN. Throws a `RangeError` for counts that are not whole.
 *
 * @example
 * binomialCdf(0, 3, 0.5) // 0.125
 */
export function binomialCdf(hits: number, trials: number, probability: number): number {
  checkCounts('binomialCdf', hits, trials)
  if (!(probability >= 0 && probability <= 1)) return NaN
  if (hits < 0) return 0
  if (hits >= trials) return 1
  return incompleteBeta(1 - probability, trials - hits, hits + 1, probability)
}

/**
 * Clopper and Pearson's exact interval of a rate (Biometrika 26, 1934): holds the true rate with at least `confidence`, for every rate and
 * every number of trials. No trials → [0, 1].
 *
 * Throws a `RangeError` for counts that are not whole, hits outside [0, trials], or a confidence outside (0, 1).
 *
 * @example
 * binomialInterval(0, 10, 0.95) // [0, 0.3084971078187607]
 */
export function binomialInterval(hits: number, trials: number, confidence: number): readonly [low: number, high: number] {
  checkCounts('binomialInterval', hits, trials)
  if (hits < 0 || hits > trials) throw new RangeError(`binomialInterval requires hits between 0 and trials, got ${hits} of ${trials}`)
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`binomialInterval requires a confidence in (0, 1), got ${confidence}`)
  const side = (1 - confidence) / 2
  return [
    hits === 0 ? 0 : betaQuantile(side, hits, trials - hits + 1),
    hits === trials ? 1 : 1 - betaQuantile(side, trials - hits, hits + 1),
  ]
}

import { binomialCdf, logGamma } from '../numeric/index.ts'

/**
 * McNemar's test, exact (Psychometrika 12, 1947): one-sided p-value of "at least as many units became right as became wrong" from those that
 * changed; units that stayed as they were say nothing. No change → 1.
 *
 * @param worse units that were right and are wrong now.
 * @param better units that were wrong and are right now.
 *
 * @example
 * mcnemarTest(5, 0) // 1 / 32
 */
export function mcnemarTest(worse: number, better: number): number {
  return binomialCdf(better, worse + better, 0.5)
}

const logChoose = (n: number, k: number): number => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1)

/**
 * Fisher's exact test of two shares, two-sided: the probability of all tables with the same margins that are at most as probable as the one seen.
 * An empty side → 1.
 *
 * @example
 * fisherTest(3, 3, 0, 3) // 0.1
 */
export function fisherTest(hits: number, of: number, otherHits: number, otherOf: number): number {
  const all = hits + otherHits
  const low = Math.max(0, all - otherOf)
  const high = Math.min(all, of)
  const log = (k: number): number => logChoose(of, k) + logChoose(otherOf, all - k) - logChoose(of + otherOf, all)
  const seen = log(hits)
  let sum = 0
  for (let k = low; k <= high; k++) {
    const one = log(k)
    if (one <= seen + 1e-9) sum += Math.exp(one)
  }
  return Math.min(1, sum)
}

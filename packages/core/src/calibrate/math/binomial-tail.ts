import { incompleteBeta } from '../../numeric/incomplete-beta.ts'

/**
 * P(X ≤ k), X ~ Binomial(n, p), continued to counts that are not whole, as those of dependent rows are once their design effect is taken off:
 * I_{1−p}(n − k, k + 1). Equals `binomialCdf` for whole counts. k < 0 → 0, k ≥ n → 1.
 */
export function binomialTail(k: number, n: number, p: number): number {
  if (k < 0) return 0
  if (k >= n) return 1
  return incompleteBeta(1 - p, n - k, k + 1, p)
}

import { ascendingOrder } from './order.ts'

/**
 * Area under the rejection curve: the mean quality of what is left, averaged over rejecting the 1, 2, … most uncertain answers up to a share
 * `most` (1: all). `quality` higher is better. As in lm-polygraph, whose ties are in no order; here they keep that of the input.
 */
export function rejectionArea(uncertainty: ArrayLike<number>, quality: ArrayLike<number>, most = 1): number {
  const order = ascendingOrder(uncertainty)
  const n = order.length
  const rejected = Math.floor(most * n)
  let sum = 0
  let area = 0
  for (let k = 0; k < n; k++) {
    sum += quality[order[k]!]!
    if (k >= n - rejected) area += sum / (k + 1)
  }
  return area / rejected
}

/**
 * Prediction–rejection ratio: how much of the way from chance to an oracle a score goes when the most uncertain answers are rejected one after
 * another. 1 is the oracle, 0 chance, below 0 worse than chance. NaN where all answers have the same quality. Chance is the mean quality, exactly.
 * Ties count as their expected order: each answer of a tie takes the mean quality of the tie.
 */
export function predictionRejectionRatio(uncertainty: ArrayLike<number>, quality: ArrayLike<number>, most = 1): number {
  const n = uncertainty.length
  const order = ascendingOrder(uncertainty)
  const levelled = new Float64Array(n)
  let mean = 0
  for (let start = 0; start < n;) {
    let end = start
    let sum = 0
    for (; end < n && uncertainty[order[end]!] === uncertainty[order[start]!]; end++) sum += quality[order[end]!]!
    for (let k = start; k < end; k++) levelled[order[k]!] = sum / (end - start)
    mean += sum
    start = end
  }
  mean /= n
  const oracle = rejectionArea(
    Float64Array.from(quality, (value) => -value),
    quality,
    most,
  )
  return (rejectionArea(uncertainty, levelled, most) - mean) / (oracle - mean)
}

/** Mean quality of the `share` least uncertain answers: all whose uncertainty is at most that quantile (linear between neighbours). */
export function qualityAtShare(uncertainty: ArrayLike<number>, quality: ArrayLike<number>, cut: number): number {
  let sum = 0
  let count = 0
  for (let i = 0; i < uncertainty.length; i++) {
    if (uncertainty[i]! > cut) continue
    sum += quality[i]!
    count += 1
  }
  return sum / count
}

import { ascendingOrder } from './order.ts'

/**
 * Average precision of finding the right answers: Σ (recall step · precision), stepwise, so that ties and gaps are not drawn through as the
 * trapezoid does, which inflates it. `correct` holds 0 and 1. NaN where no answer is right.
 *
 * @example
 * averagePrecision([3, 2, 1], [1, 0, 1]) // 0.8333333333333333
 */
export function averagePrecision(scores: ArrayLike<number>, correct: ArrayLike<number>, weights?: ArrayLike<number>): number {
  const order = ascendingOrder(scores)
  let seen = 0
  let right = 0
  let sum = 0
  for (let end = order.length - 1; end >= 0;) {
    let gained = 0
    const score = scores[order[end]!]
    for (; end >= 0 && scores[order[end]!] === score; end--) {
      const weight = weights === undefined ? 1 : weights[order[end]!]!
      seen += weight
      if (correct[order[end]!] === 1) gained += weight
    }
    right += gained
    if (gained > 0) sum += gained * (right / seen)
  }
  return sum / right
}

// Blanchard, Higham and Higham, "Accurately computing the log-sum-exp and softmax functions", IMA J. Numer. Anal. 41, 2021.
import { indexOfMax } from './index-of-max.ts'

/**
 * ln Σ e^x over values[start, end): the log of a total mass, from logprobs or logits in nats. Shifted by the largest value, so that
 * nothing overflows and a vocabulary of 200 000 entries keeps its digits.
 *
 * Empty → −Infinity (no mass). All −Infinity → −Infinity. One +Infinity → +Infinity. NaN → NaN. One value → that value.
 * Range: from the largest value to that plus ln n. Cost: two passes and one `exp` a value, nothing allocated.
 *
 * @example
 * logSumExp([1000, 1000]) // 1000.6931471805599
 * logSumExp([]) // -Infinity
 */
export function logSumExp(values: ArrayLike<number>, start = 0, end: number = values.length): number {
  if (start >= end) return -Infinity
  const at = indexOfMax(values, start, end)
  if (at < 0) return NaN
  const max = values[at]!
  if (!Number.isFinite(max)) return max
  // Σ e^(x − max) without the largest term, which is exactly 1: log1p keeps what the others add to it.
  let others = 0
  let lost = 0
  for (let i = start; i < end; i++) {
    if (i === at) continue
    const term = Math.exp(values[i]! - max) - lost
    const after = others + term
    lost = after - others - term
    others = after
  }
  return max + Math.log1p(others)
}

import {
  systematicSample,
  type AnswerSummary,
  type RandomSource,
  type ReviewItem,
  type ReviewOrder,
  type ReviewRequest,
} from '@logitscope/core'

/** Least weight against the largest: the least informative answer can be drawn too. */
const FLOOR = 0.02

function informativeness(answer: AnswerSummary, by: ReviewOrder): number | null {
  return by === 'errorRisk' ? answer.errorRisk : (answer.metrics.meanTokenEntropy?.[0] ?? null)
}

/** Weights of a pool: how informative each answer is against the most informative, with a floor; what is not known counts as the middle. */
export function reviewWeights(pool: readonly AnswerSummary[], by: ReviewOrder): Float64Array {
  const values = pool.map((answer) => informativeness(answer, by))
  const known = values.filter((value): value is number => value !== null).sort((a, b) => a - b)
  const largest = known.at(-1) ?? 0
  const middle = known[known.length >> 1] ?? 1
  return Float64Array.from(values, (value) => (largest > 0 ? Math.max(FLOOR, (value ?? middle) / largest) : 1))
}

/**
 * Draws answers to be labelled: a uniform share of the pool and, independently of it, the more informative the more likely. Every answer of the
 * pool can be drawn, and the probability with which each was is known exactly: that of being in either share. Answers that are in both
 * count once, in the uniform share, so that fewer than `size` may come.
 */
export function drawReview(
  pool: readonly AnswerSummary[],
  request: Pick<ReviewRequest, 'by' | 'size' | 'auditShare'>,
  random: RandomSource,
): readonly ReviewItem[] {
  const size = Math.min(request.size, pool.length)
  const isAll = size === pool.length
  const audited = isAll ? size : Math.max(1, Math.round(size * request.auditShare))
  const weights = reviewWeights(pool, request.by)
  const uniform = systematicSample(new Float64Array(pool.length).fill(1), audited, random)
  const informed = systematicSample(weights, size - audited, random)
  const audit = new Set(uniform.indices)
  return [...new Set([...uniform.indices, ...informed.indices])]
    .sort((a, b) => weights[b]! - weights[a]!)
    .map((index) => ({
      traceId: pool[index]?.id ?? '',
      samplingProbability: 1 - (1 - uniform.probabilities[index]!) * (1 - informed.probabilities[index]!),
      audit: audit.has(index),
    }))
}

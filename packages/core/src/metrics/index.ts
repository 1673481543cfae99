export type * from './types.ts'
export {
  computeMetrics,
  createMetricWorkspace,
  LARGEST_COMMON_VOCABULARY,
  type ComputedMetrics,
  type MetricSettings,
  type MetricWorkspace,
} from './compute-metrics.ts'
export { metricsOf, type AnswerFacts, type MeasuredAnswer } from './metrics-of.ts'
export type { MetricReason, MetricReasons } from './reasons.ts'
export { clearStatistics, createStatistics, mergeStatistics, type AnswerStatistics } from './answer-statistics.ts'
export { pushRows, type StatisticsOptions } from './push-rows.ts'
export { measureTokens, UNSEEN_MASS, type TokenOptions } from './measure-tokens.ts'
export { createTokenArrays, type TokenArrays } from './token-arrays.ts'
export { tokenColumns } from './token-columns.ts'
export { entropyInterval, type ListBounds } from './entropy-interval.ts'
export { bitsPerByte, normalizedLogprob, perplexity } from './sequence-scores.ts'
export { TAIL_SHARE, tailMean } from './tail-mean.ts'
export { WINDOW_TOKENS, worstWindowMean } from './worst-window.ts'
export { ENTROPY_PRODUCTION_ALTERNATIVES, entropyProductionRate, partialEntropy } from './partial-entropy.ts'

import {
  ACTIONS,
  AVG_LOGPROB_BINS,
  COMPLETENESS_BINS,
  createHistogram,
  createSum,
  ENTROPY_BITS_BINS,
  LATENCY_MS_BINS,
  mergeHistogram,
  mergeSum,
  PERPLEXITY_BINS,
  pushHistogram,
  pushSum,
  type AnswerSummary,
  type BinScale,
  type Histogram,
  type SumState,
} from '@logitscope/core'
import { FINISHES, TIERS } from '../answers/codes.ts'

/** Counts, sums and a histogram of one metric over answers. */
export interface Measure {
  readonly sum: SumState
  readonly histogram: Histogram
}

/** The metrics that rollups hold, each with its bins; an interval metric stands with its lower end. */
export const MEASURES: readonly { readonly metric: string; readonly scale: BinScale }[] = [
  { metric: 'metrics.avgLogprob', scale: AVG_LOGPROB_BINS },
  { metric: 'metrics.perplexity', scale: PERPLEXITY_BINS },
  { metric: 'metrics.maxTokenEntropy', scale: ENTROPY_BITS_BINS },
  { metric: 'metrics.meanTokenEntropy', scale: ENTROPY_BITS_BINS },
  { metric: 'totalMs', scale: LATENCY_MS_BINS },
  { metric: 'firstTokenMs', scale: LATENCY_MS_BINS },
  { metric: 'completeness', scale: COMPLETENESS_BINS },
]

/** Counts over answers: any two add up. */
export interface Statistics {
  count: number
  withEvidence: number
  tokens: number
  /** Low-confidence tokens, and the tokens of the answers where their number is known. */
  lowTokens: number
  lowTokensOf: number
  flagged: number
  readonly actions: Float64Array
  readonly tiers: Float64Array
  readonly finishes: Float64Array
  readonly detections: Map<string, number>
  /** In the order of `MEASURES`. */
  readonly measures: readonly Measure[]
  /** Upper ends of the mean entropies, bits. */
  readonly entropyUpper: SumState
}

/** What of an answer is counted. */
export type Counted = Pick<
  AnswerSummary,
  'metrics' | 'hallucination' | 'verdict' | 'tier' | 'finish' | 'detections' | 'totalMs' | 'firstTokenMs' | 'completeness'
>

export function createStatistics(): Statistics {
  return {
    count: 0,
    withEvidence: 0,
    tokens: 0,
    lowTokens: 0,
    lowTokensOf: 0,
    flagged: 0,
    actions: new Float64Array(ACTIONS.length),
    tiers: new Float64Array(TIERS.length),
    finishes: new Float64Array(FINISHES.length),
    detections: new Map(),
    measures: MEASURES.map(({ scale }) => ({ sum: createSum(), histogram: createHistogram(scale) })),
    entropyUpper: createSum(),
  }
}

function pushMeasure(measure: Measure, value: number | null): void {
  pushHistogram(measure.histogram, value ?? NaN)
  if (value !== null && Number.isFinite(value)) pushSum(measure.sum, value)
}

/** Counts one answer. */
export function pushAnswer(statistics: Statistics, answer: Counted): void {
  const { metrics, hallucination, verdict } = answer
  const tokens = metrics.tokenCount + metrics.censoredCount
  statistics.count += 1
  statistics.tokens += tokens
  if (metrics.tokenCount > 0) statistics.withEvidence += 1
  if (metrics.lowConfidenceRatio !== null) {
    statistics.lowTokens += Math.round(metrics.lowConfidenceRatio * tokens)
    statistics.lowTokensOf += tokens
  }
  if (hallucination.flagged) statistics.flagged += 1
  statistics.actions[ACTIONS.indexOf(verdict.action)]! += 1
  statistics.tiers[TIERS.indexOf(answer.tier)]! += 1
  statistics.finishes[FINISHES.indexOf(answer.finish)]! += 1
  for (const [kind, count] of Object.entries(answer.detections))
    statistics.detections.set(kind, (statistics.detections.get(kind) ?? 0) + count)
  const values = [
    metrics.avgLogprob,
    metrics.perplexity,
    metrics.maxTokenEntropy?.[0] ?? null,
    metrics.meanTokenEntropy?.[0] ?? null,
    // Imported answers do not say how long they took: 0 stands for that.
    answer.totalMs > 0 ? answer.totalMs : null,
    answer.firstTokenMs,
    answer.completeness,
  ]
  for (let i = 0; i < values.length; i++) pushMeasure(statistics.measures[i]!, values[i]!)
  if (metrics.meanTokenEntropy !== null) pushSum(statistics.entropyUpper, metrics.meanTokenEntropy[1])
}

function addTo(into: Float64Array, other: Float64Array, sign: 1 | -1): void {
  for (let i = 0; i < into.length; i++) into[i]! += sign * other[i]!
}

function subtractMeasure(into: Measure, other: Measure): void {
  addTo(into.histogram.counts, other.histogram.counts, -1)
  into.histogram.total -= other.histogram.total
  into.histogram.notFinite.nan -= other.histogram.notFinite.nan
  if (into.histogram.total <= 0) {
    into.histogram.total = 0
    into.histogram.min = Infinity
    into.histogram.max = -Infinity
    into.sum.sum = into.sum.compensation = 0
    return
  }
  mergeSum(into.sum, { sum: -other.sum.sum, compensation: -other.sum.compensation })
}

/**
 * Adds what `other` has counted to `into`, or takes it out again (`sign` −1). Counts are exact either way; after taking out, the extremes of a
 * metric may be wider than what is left.
 */
export function mergeStatistics(into: Statistics, other: Statistics, sign: 1 | -1 = 1): void {
  into.count += sign * other.count
  into.withEvidence += sign * other.withEvidence
  into.tokens += sign * other.tokens
  into.lowTokens += sign * other.lowTokens
  into.lowTokensOf += sign * other.lowTokensOf
  into.flagged += sign * other.flagged
  addTo(into.actions, other.actions, sign)
  addTo(into.tiers, other.tiers, sign)
  addTo(into.finishes, other.finishes, sign)
  for (const [kind, count] of other.detections) {
    const left = (into.detections.get(kind) ?? 0) + sign * count
    if (left > 0) into.detections.set(kind, left)
    else into.detections.delete(kind)
  }
  for (const [i, measure] of other.measures.entries()) {
    const target = into.measures[i]!
    if (sign < 0) {
      subtractMeasure(target, measure)
      continue
    }
    mergeHistogram(target.histogram, measure.histogram)
    mergeSum(target.sum, measure.sum)
  }
  if (into.measures[3]!.histogram.total === 0) into.entropyUpper.sum = into.entropyUpper.compensation = 0
  else mergeSum(into.entropyUpper, { sum: sign * other.entropyUpper.sum, compensation: sign * other.entropyUpper.compensation })
}

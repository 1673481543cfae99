import type { TraceColumns } from '../trace/columns.ts'
import { hasContent } from '../trace/columns.ts'
import type { Trace } from '../trace/types.ts'
import { clearStatistics, createStatistics, type AnswerStatistics } from './answer-statistics.ts'
import { measureTokens } from './measure-tokens.ts'
import { metricsOf, type AnswerFacts, type MeasuredAnswer } from './metrics-of.ts'
import { pushRows } from './push-rows.ts'
import type { MetricReason } from './reasons.ts'
import { createTokenArrays, type TokenArrays } from './token-arrays.ts'

/**
 * The vocabulary assumed where a trace does not say: the largest in common use (Gemma 2 and 3, Gemini). Too large is safe: twice the
 * vocabulary raises an upper entropy bound by no more than the unlisted mass, in bits.
 */
export const LARGEST_COMMON_VOCABULARY = 262_144

export interface MetricSettings {
  /** A token below this is a low-confidence token, nats. */
  readonly lowTokenLogprob: number
  /** Exponent of the length normalisation. */
  readonly lengthNormalizationAlpha: number
  /** The vocabulary to assume where it is not known; `null`: assume none, so that upper entropy bounds are undefined. Default: `LARGEST_COMMON_VOCABULARY`. */
  readonly assumedVocabulary?: number | null
}

/** Arrays reused from one answer to the next. */
export interface MetricWorkspace {
  readonly tokens: TokenArrays
  readonly statistics: AnswerStatistics
}

/** An empty workspace; it grows to the longest answer that it meets. */
export function createMetricWorkspace(): MetricWorkspace {
  return { tokens: createTokenArrays(), statistics: createStatistics() }
}

/** The metrics of an answer with the per-token arrays behind them, and the vocabulary that the entropy intervals rest on. */
export interface ComputedMetrics extends MeasuredAnswer {
  /** Valid until the workspace is used again. */
  readonly tokens: TokenArrays
  /** Why the reported values are no logprobs at all (then no per-token value is one either); `null` where they are. */
  readonly unusable: MetricReason | null
  /** `null` where neither known nor assumed. */
  readonly vocabulary: { readonly size: number; readonly assumed: boolean } | null
}

/** Why the integrity rules say that a trace's values are no logprobs of the model; `null` where they do not. */
function unusableReason(trace: Trace, valueCount: number): MetricReason | null {
  for (const { code } of trace.evidence.issues) {
    if (code === 'looks-like-probabilities') return 'linear-probabilities'
    if (code === 'looks-like-logits') return 'looks-like-logits'
    // Zeros that were never computed are no values; the rest of the answer may have some.
    if (code === 'all-zero' && valueCount === 0) return 'not-computed-by-provider'
  }
  return null
}

/**
 * Every metric of one answer. `columns` are those of the trace (`columnsOf`).
 * Cost: one exponential per support entry and a few logarithms per token; allocates the result, and the workspace where none is given.
 */
export function computeMetrics(
  trace: Trace,
  columns: TraceColumns,
  settings: MetricSettings,
  workspace: MetricWorkspace = createMetricWorkspace(),
): ComputedMetrics {
  const isAssumed = Number.isNaN(columns.vocabulary)
  const assumed = settings.assumedVocabulary === undefined ? LARGEST_COMMON_VOCABULARY : (settings.assumedVocabulary ?? NaN)
  const vocabulary = isAssumed ? assumed : columns.vocabulary
  const { basis, completeness, tier } = trace.evidence
  const { temperature } = trace.request.parameters
  measureTokens(columns, workspace.tokens, { assumedVocabulary: assumed })
  const { statistics } = workspace
  clearStatistics(statistics)
  pushRows(statistics, columns, workspace.tokens, {
    lowTokenLogprob: settings.lowTokenLogprob,
    temperature: basis === 'raw' && temperature !== undefined ? temperature : NaN,
    vocabulary,
  })
  const facts: AnswerFacts = {
    tier,
    basis,
    completeness,
    hasContent: hasContent(trace),
    unusable: unusableReason(trace, statistics.valueCount),
    temperature,
    vocabulary,
    lengthNormalizationAlpha: settings.lengthNormalizationAlpha,
  }
  const { metrics, reasons } = metricsOf(statistics, facts)
  return {
    metrics,
    reasons,
    tokens: workspace.tokens,
    unusable: facts.unusable,
    vocabulary: Number.isNaN(vocabulary) ? null : { size: vocabulary, assumed: isAssumed },
  }
}

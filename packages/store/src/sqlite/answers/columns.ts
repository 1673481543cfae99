/** The columns of `answers` that are written, in order; `seq` is given by the file. */
export const ANSWER_COLUMNS = [
  'id',
  'request_id',
  'started_at',
  'received_at',
  'imported',
  'rollup',
  'project',
  'prompt_version',
  'provider',
  'api',
  'model',
  'requested_model',
  'language',
  'streamed',
  'status',
  'session',
  'user',
  'item',
  'sample_group',
  'tags',
  'finish',
  'tier',
  'basis',
  'completeness',
  'issues',
  'token_count',
  'censored_count',
  'sum_logprob',
  'avg_logprob',
  'min_logprob',
  'perplexity',
  'normalized_logprob',
  'bits_per_byte',
  'max_entropy_lower',
  'max_entropy_upper',
  'mean_entropy_lower',
  'mean_entropy_upper',
  'low_confidence_ratio',
  'tail_mean_logprob',
  'worst_window_logprob',
  'off_top_observed',
  'off_top_expected',
  'off_top_z',
  'surprise_excess',
  'relative_avg_logprob',
  'entity_min_mean',
  'self_check',
  'hallucination_score',
  'hallucination_available',
  'hallucination_max',
  'flagged',
  'error_risk',
  'action',
  'rule',
  'calibrated',
  'detections',
  'total_ms',
  'first_token_ms',
  'label',
  'token_total',
  'bytes',
  'preview',
] as const

export type AnswerColumn = (typeof ANSWER_COLUMNS)[number]

export const INSERT_ANSWER: string = `INSERT INTO answers (${ANSWER_COLUMNS.join(', ')}) VALUES (${ANSWER_COLUMNS.map(() => '?').join(', ')})`
export const SELECT_ANSWER: string = `a.seq, ${ANSWER_COLUMNS.map((column) => `a.${column}`).join(', ')}`

/** The columns that hold a metric path's value; an interval metric stands with its lower end. */
const METRIC_COLUMNS: Readonly<Record<string, AnswerColumn>> = {
  startedAt: 'started_at',
  receivedAt: 'received_at',
  totalMs: 'total_ms',
  firstTokenMs: 'first_token_ms',
  completeness: 'completeness',
  'evidence.completeness': 'completeness',
  tokenCount: 'token_count',
  'metrics.tokenCount': 'token_count',
  'metrics.censoredCount': 'censored_count',
  'metrics.sumLogprob': 'sum_logprob',
  'metrics.avgLogprob': 'avg_logprob',
  'metrics.minLogprob': 'min_logprob',
  'metrics.perplexity': 'perplexity',
  'metrics.normalizedLogprob': 'normalized_logprob',
  'metrics.bitsPerByte': 'bits_per_byte',
  'metrics.maxTokenEntropy': 'max_entropy_lower',
  'metrics.meanTokenEntropy': 'mean_entropy_lower',
  'metrics.lowConfidenceRatio': 'low_confidence_ratio',
  'metrics.tailMeanLogprob': 'tail_mean_logprob',
  'metrics.worstWindowLogprob': 'worst_window_logprob',
  'metrics.offTopOne': 'off_top_z',
  'metrics.surpriseExcess': 'surprise_excess',
  'relative.avgLogprob': 'relative_avg_logprob',
  'entities.minMeanLogprob': 'entity_min_mean',
  'selfCheck.consistency': 'self_check',
  'hallucination.score': 'hallucination_score',
  errorRisk: 'error_risk',
}

/** Columns of the upper ends of interval metrics. */
const UPPER_COLUMNS: Readonly<Record<string, AnswerColumn>> = {
  'metrics.maxTokenEntropy': 'max_entropy_upper',
  'metrics.meanTokenEntropy': 'mean_entropy_upper',
}

const DETECTION_KIND = /^detections\.([a-z][a-z0-9-]*)$/

/** SQL of a metric path's value, `a` being the answer; `null` where the path names nothing. */
export function metricExpression(path: string): string | null {
  const column = Object.hasOwn(METRIC_COLUMNS, path) ? METRIC_COLUMNS[path] : undefined
  // A score of votes none of which was available is not known.
  if (column === 'hallucination_score') return 'CASE WHEN a.hallucination_available > 0 THEN a.hallucination_score END'
  if (column !== undefined) return `a.${column}`
  const kind = DETECTION_KIND.exec(path)?.[1]
  return kind === undefined ? null : `COALESCE(json_extract(a.detections, '$."${kind}"'), 0)`
}

/** SQL of the upper end of an interval metric; of the value itself for all others. */
export function metricUpperExpression(path: string): string | null {
  const column = Object.hasOwn(UPPER_COLUMNS, path) ? UPPER_COLUMNS[path] : undefined
  return column === undefined ? metricExpression(path) : `a.${column}`
}

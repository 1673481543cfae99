import { ACTIONS, type Interval } from '@logitscope/core'
import type { AnswerRow } from '../answers/answer-row.ts'
import { FINISHES, TIERS } from '../answers/codes.ts'
import type { SqlValue } from '../connection.ts'
import type { Counted } from './statistics.ts'

/** The columns that `countedOfRow` reads, and those that place a row. */
export const COUNTED_COLUMNS: string = [
  'seq',
  'id',
  'started_at',
  'received_at',
  'imported',
  'rollup',
  'project',
  'model',
  'prompt_version',
  'language',
  'provider',
  'token_count',
  'censored_count',
  'avg_logprob',
  'perplexity',
  'max_entropy_lower',
  'max_entropy_upper',
  'mean_entropy_lower',
  'mean_entropy_upper',
  'low_confidence_ratio',
  'flagged',
  'action',
  'tier',
  'finish',
  'detections',
  'total_ms',
  'first_token_ms',
  'completeness',
]
  .map((column) => `a.${column}`)
  .join(', ')

const numberOrNull = (value: SqlValue): number | null => (typeof value === 'number' ? value : null)

function interval(lower: SqlValue, upper: SqlValue): Interval | null {
  return typeof lower === 'number' && typeof upper === 'number' ? [lower, upper] : null
}

/** What of a row is counted; the metrics that are not are `null`. */
export function countedOfRow(row: AnswerRow): Counted {
  return {
    metrics: {
      tokenCount: Number(row.token_count),
      censoredCount: Number(row.censored_count),
      sumLogprob: null,
      avgLogprob: numberOrNull(row.avg_logprob),
      minLogprob: null,
      perplexity: numberOrNull(row.perplexity),
      normalizedLogprob: null,
      bitsPerByte: null,
      maxTokenEntropy: interval(row.max_entropy_lower, row.max_entropy_upper),
      meanTokenEntropy: interval(row.mean_entropy_lower, row.mean_entropy_upper),
      lowConfidenceRatio: numberOrNull(row.low_confidence_ratio),
      tailMeanLogprob: null,
      worstWindowLogprob: null,
      offTopOne: null,
      surpriseExcess: null,
    },
    hallucination: { score: 0, available: 0, max: 0, flagged: row.flagged === 1 },
    verdict: { action: ACTIONS[Number(row.action)] ?? 'pass', rule: null, basis: 'starting rules' },
    tier: TIERS[Number(row.tier)] ?? 'none',
    finish: FINISHES[Number(row.finish)] ?? 'unknown',
    detections: typeof row.detections === 'string' ? (JSON.parse(row.detections) as Record<string, number>) : {},
    totalMs: Number(row.total_ms),
    firstTokenMs: numberOrNull(row.first_token_ms),
    completeness: numberOrNull(row.completeness),
  }
}

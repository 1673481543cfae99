import {
  ACTIONS,
  isWithoutEvidence,
  summarizeAnswer,
  type Analysis,
  type AnswerSummary,
  type Interval,
  type Label,
  type Metrics,
} from '@logitscope/core'
import type { AnalyzedTrace } from '../../contract/analyzed-trace.ts'
import type { SqlValue } from '../connection.ts'
import type { Names } from '../names.ts'
import { fromStored, toStored } from '../stored-text.ts'
import { BASES, FINISHES, LABEL_VALUES, TIERS } from './codes.ts'
import type { AnswerColumn } from './columns.ts'

/** A row of `answers`. */
export type AnswerRow = Readonly<Record<AnswerColumn, SqlValue>> & { readonly seq: number; readonly id: string }

/** `relative.avgLogprob`, which only a vote looks up, nats. */
export function relativeAvgLogprob(analysis: Analysis): number | null {
  const value = analysis.hallucination.votes.find((vote) => vote.metric === 'relative.avgLogprob')?.value
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** The summary of an answer that is about to be stored. */
export function summaryOf({ trace, analysis, imported }: AnalyzedTrace, receivedAt: number): AnswerSummary {
  return summarizeAnswer(trace, analysis, { receivedAt, imported, label: null })
}

const text = (value: string | null): string | null => (value === null ? null : toStored(value))

/** The values of a row in the order of `ANSWER_COLUMNS`. `relative`: see `relativeAvgLogprob`. */
export function rowValues(
  summary: AnswerSummary,
  relative: number | null,
  names: Names,
  more: { readonly rollup: number; readonly tokens: number; readonly bytes: number },
): SqlValue[] {
  const { metrics: m, hallucination, verdict, tags, issues, detections } = summary
  const requestOfId = summary.id.slice(0, Math.max(0, summary.id.lastIndexOf('.')))
  return [
    toStored(summary.id),
    requestOfId === summary.requestId ? null : toStored(summary.requestId),
    summary.startedAt,
    summary.receivedAt,
    summary.imported ? 1 : 0,
    more.rollup,
    names.number(summary.project),
    summary.promptVersion === null ? null : names.number(summary.promptVersion),
    names.number(summary.provider),
    names.number(summary.api),
    names.number(summary.model),
    names.number(summary.requestedModel),
    names.number(summary.language),
    summary.streamed ? 1 : 0,
    summary.status,
    text(summary.session),
    text(summary.user),
    text(summary.item),
    text(summary.sampleGroup),
    Object.keys(tags).length === 0 ? null : JSON.stringify(tags),
    FINISHES.indexOf(summary.finish),
    TIERS.indexOf(summary.tier),
    BASES.indexOf(summary.basis),
    summary.completeness,
    issues.length === 0 ? null : JSON.stringify(issues),
    m.tokenCount,
    m.censoredCount,
    m.sumLogprob,
    m.avgLogprob,
    m.minLogprob,
    m.perplexity,
    m.normalizedLogprob,
    m.bitsPerByte,
    m.maxTokenEntropy?.[0] ?? null,
    m.maxTokenEntropy?.[1] ?? null,
    m.meanTokenEntropy?.[0] ?? null,
    m.meanTokenEntropy?.[1] ?? null,
    m.lowConfidenceRatio,
    m.tailMeanLogprob,
    m.worstWindowLogprob,
    m.offTopOne?.observed ?? null,
    m.offTopOne?.expected ?? null,
    m.offTopOne?.z ?? null,
    m.surpriseExcess,
    relative,
    summary.lowestEntityMean,
    summary.selfCheckConsistency,
    hallucination.score,
    hallucination.available,
    hallucination.max,
    hallucination.flagged ? 1 : 0,
    summary.errorRisk,
    ACTIONS.indexOf(verdict.action),
    verdict.rule === null ? null : names.number(verdict.rule),
    verdict.basis === 'calibrated' ? 1 : 0,
    Object.keys(detections).length === 0 ? null : JSON.stringify(detections),
    summary.totalMs,
    summary.firstTokenMs,
    summary.label === null ? null : LABEL_VALUES.indexOf(summary.label),
    more.tokens,
    more.bytes,
    text(summary.preview),
  ]
}

function interval(lower: SqlValue, upper: SqlValue): Interval | null {
  return typeof lower === 'number' && typeof upper === 'number' ? [lower, upper] : null
}

const numberOrNull = (value: SqlValue): number | null => (typeof value === 'number' ? value : null)
const textOrNull = (value: SqlValue): string | null => (typeof value === 'string' ? fromStored(value) : null)

function metricsOfRow(row: AnswerRow): Metrics {
  return {
    tokenCount: Number(row.token_count),
    censoredCount: Number(row.censored_count),
    sumLogprob: numberOrNull(row.sum_logprob),
    avgLogprob: numberOrNull(row.avg_logprob),
    minLogprob: numberOrNull(row.min_logprob),
    perplexity: numberOrNull(row.perplexity),
    normalizedLogprob: numberOrNull(row.normalized_logprob),
    bitsPerByte: numberOrNull(row.bits_per_byte),
    maxTokenEntropy: interval(row.max_entropy_lower, row.max_entropy_upper),
    meanTokenEntropy: interval(row.mean_entropy_lower, row.mean_entropy_upper),
    lowConfidenceRatio: numberOrNull(row.low_confidence_ratio),
    tailMeanLogprob: numberOrNull(row.tail_mean_logprob),
    worstWindowLogprob: numberOrNull(row.worst_window_logprob),
    offTopOne:
      typeof row.off_top_observed === 'number'
        ? { observed: row.off_top_observed, expected: numberOrNull(row.off_top_expected), z: numberOrNull(row.off_top_z) }
        : null,
    surpriseExcess: numberOrNull(row.surprise_excess),
  }
}

function verdictOfRow(row: AnswerRow, name: (value: SqlValue) => string): AnswerSummary['verdict'] {
  const verdict = { action: ACTIONS[Number(row.action)] ?? 'pass', rule: row.rule === null ? null : name(row.rule) }
  const known = { verdict, metrics: { avgLogprob: numberOrNull(row.avg_logprob) }, errorRisk: numberOrNull(row.error_risk) }
  return {
    ...verdict,
    basis: row.calibrated === 1 ? 'calibrated' : 'starting rules',
    ...(isWithoutEvidence(known) ? { reason: 'no-evidence' } : {}),
  }
}

/** The summary that a row holds. */
export function summaryOfRow(row: AnswerRow, names: Names): AnswerSummary {
  const id = fromStored(row.id)
  const name = (value: SqlValue): string => names.name(Number(value))
  return {
    id,
    requestId: textOrNull(row.request_id) ?? id.slice(0, id.lastIndexOf('.')),
    startedAt: Number(row.started_at),
    receivedAt: Number(row.received_at),
    imported: row.imported === 1,
    project: name(row.project),
    promptVersion: row.prompt_version === null ? null : name(row.prompt_version),
    provider: name(row.provider),
    api: name(row.api),
    model: name(row.model),
    requestedModel: name(row.requested_model),
    streamed: row.streamed === 1,
    status: numberOrNull(row.status),
    language: name(row.language),
    session: textOrNull(row.session),
    user: textOrNull(row.user),
    item: textOrNull(row.item),
    sampleGroup: textOrNull(row.sample_group),
    tags: typeof row.tags === 'string' ? (JSON.parse(row.tags) as Record<string, string>) : {},
    finish: FINISHES[Number(row.finish)] ?? 'unknown',
    tier: TIERS[Number(row.tier)] ?? 'none',
    basis: BASES[Number(row.basis)] ?? 'unknown',
    completeness: numberOrNull(row.completeness),
    issues: typeof row.issues === 'string' ? (JSON.parse(row.issues) as string[]) : [],
    metrics: metricsOfRow(row),
    hallucination: {
      score: Number(row.hallucination_score),
      available: Number(row.hallucination_available),
      max: Number(row.hallucination_max),
      flagged: row.flagged === 1,
    },
    lowestEntityMean: numberOrNull(row.entity_min_mean),
    selfCheckConsistency: numberOrNull(row.self_check),
    errorRisk: numberOrNull(row.error_risk),
    verdict: verdictOfRow(row, name),
    detections: typeof row.detections === 'string' ? (JSON.parse(row.detections) as Record<string, number>) : {},
    totalMs: Number(row.total_ms),
    firstTokenMs: numberOrNull(row.first_token_ms),
    label: row.label === null ? null : labelOf(Number(row.label)),
    preview: textOrNull(row.preview),
  }
}

function labelOf(code: number): Label['value'] | null {
  return LABEL_VALUES[code] ?? null
}

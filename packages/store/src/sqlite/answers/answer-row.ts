import { ACTIONS, type Analysis, type AnswerSummary, type Interval, type Label, type Metrics } from '@logitscope/core'
import type { AnalyzedTrace } from '../../contract/analyzed-trace.ts'
import type { SqlValue } from '../connection.ts'
import type { Names } from '../names.ts'
import { fromStored, toStored } from '../stored-text.ts'
import { BASES, FINISHES, LABEL_VALUES, TIERS } from './codes.ts'
import type { AnswerColumn } from './columns.ts'

/** A row of `answers`. */
export type AnswerRow = Readonly<Record<AnswerColumn, SqlValue>> & { readonly seq: number; readonly id: string }

const PREVIEW_UNITS = 200

function previewOf(text: string): string | null {
  if (text === '') return null
  const end = text.length > PREVIEW_UNITS && /[\uD800-\uDBFF]/.test(text[PREVIEW_UNITS - 1]!) ? PREVIEW_UNITS - 1 : PREVIEW_UNITS
  return text.slice(0, end)
}

/** A metric that only a vote looked up. */
function votedValue(analysis: Analysis, metric: string): number | null {
  const value = analysis.hallucination.votes.find((vote) => vote.metric === metric)?.value ?? null
  const lower = typeof value === 'number' || value === null ? value : value[0]
  return lower !== null && Number.isFinite(lower) ? lower : null
}

function detectionCounts(analysis: Analysis): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { kind } of analysis.detections) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

/** The summary of an answer that is about to be stored. */
export function summaryOf({ trace, analysis, imported }: AnalyzedTrace, receivedAt: number): AnswerSummary {
  const { source, context, evidence, output, timing } = trace
  const { hallucination, verdict } = analysis
  return {
    id: trace.id,
    requestId: trace.requestId,
    startedAt: trace.startedAt,
    receivedAt,
    imported,
    project: context.project,
    promptVersion: context.promptVersion ?? null,
    provider: source.provider,
    api: source.api,
    model: source.model,
    requestedModel: source.requestedModel,
    streamed: source.streamed,
    status: source.status ?? null,
    language: analysis.language.tag,
    session: context.session ?? null,
    user: context.user ?? null,
    item: context.item ?? null,
    sampleGroup: context.sampleGroup ?? null,
    tags: context.tags ?? {},
    finish: output.finish.unified,
    tier: evidence.tier,
    basis: evidence.basis,
    completeness: evidence.completeness,
    issues: [...new Set(evidence.issues.map(({ code }) => code))],
    metrics: analysis.metrics,
    hallucination: {
      score: hallucination.score,
      available: hallucination.available,
      max: hallucination.max,
      flagged: hallucination.flagged,
    },
    errorRisk: analysis.errorRisk,
    verdict: { action: verdict.action, rule: verdict.rule, basis: verdict.basis },
    detections: detectionCounts(analysis),
    totalMs: timing.totalMs,
    firstTokenMs: timing.firstTokenMs ?? null,
    label: null,
    preview: previewOf(output.text),
  }
}

const text = (value: string | null): string | null => (value === null ? null : toStored(value))

/** The values of a row in the order of `ANSWER_COLUMNS`. */
export function rowValues(
  summary: AnswerSummary,
  analysis: Analysis,
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
    votedValue(analysis, 'relative.avgLogprob'),
    votedValue(analysis, 'entities.minMeanLogprob'),
    votedValue(analysis, 'selfCheck.consistency'),
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
    errorRisk: numberOrNull(row.error_risk),
    verdict: {
      action: ACTIONS[Number(row.action)] ?? 'pass',
      rule: row.rule === null ? null : name(row.rule),
      basis: row.calibrated === 1 ? 'calibrated' : 'starting rules',
    },
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

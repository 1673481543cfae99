import { verdictName, type Label } from '@logitscope/core'
import type { AnalyzedTrace } from '@logitscope/store'

export type Cell = string | number | boolean | null

/** What a column holds: texts, numbers, truth values, epoch ms, or JSON as text. */
export type CellKind = 'text' | 'number' | 'truth' | 'time' | 'json'

export type ExportColumn = readonly [name: string, kind: CellKind, of: (answer: AnalyzedTrace, label: Label['value'] | null) => Cell]

/** The columns of an export as a table, a row an answer, the tokens left out. */
export const EXPORT_COLUMNS: readonly ExportColumn[] = [
  ['id', 'text', ({ trace }) => trace.id],
  ['startedAt', 'time', ({ trace }) => trace.startedAt],
  ['project', 'text', ({ trace }) => trace.context.project],
  ['promptVersion', 'text', ({ trace }) => trace.context.promptVersion ?? null],
  ['provider', 'text', ({ trace }) => trace.source.provider],
  ['api', 'text', ({ trace }) => trace.source.api],
  ['model', 'text', ({ trace }) => trace.source.model],
  ['language', 'text', ({ analysis }) => analysis.language.tag],
  ['session', 'text', ({ trace }) => trace.context.session ?? null],
  ['user', 'text', ({ trace }) => trace.context.user ?? null],
  ['item', 'text', ({ trace }) => trace.context.item ?? null],
  ['sampleGroup', 'text', ({ trace }) => trace.context.sampleGroup ?? null],
  ['tags', 'json', ({ trace }) => (trace.context.tags === undefined ? null : JSON.stringify(trace.context.tags))],
  ['imported', 'truth', ({ imported }) => imported],
  ['status', 'number', ({ trace }) => trace.source.status ?? null],
  ['finish', 'text', ({ trace }) => trace.output.finish.unified],
  ['tier', 'text', ({ trace }) => trace.evidence.tier],
  ['basis', 'text', ({ trace }) => trace.evidence.basis],
  ['completeness', 'number', ({ trace }) => trace.evidence.completeness],
  ['tokenCount', 'number', ({ analysis }) => analysis.metrics.tokenCount],
  ['censoredCount', 'number', ({ analysis }) => analysis.metrics.censoredCount],
  ['sumLogprob', 'number', ({ analysis }) => analysis.metrics.sumLogprob],
  ['avgLogprob', 'number', ({ analysis }) => analysis.metrics.avgLogprob],
  ['minLogprob', 'number', ({ analysis }) => analysis.metrics.minLogprob],
  ['perplexity', 'number', ({ analysis }) => analysis.metrics.perplexity],
  ['bitsPerByte', 'number', ({ analysis }) => analysis.metrics.bitsPerByte],
  ['maxTokenEntropyLower', 'number', ({ analysis }) => analysis.metrics.maxTokenEntropy?.[0] ?? null],
  ['maxTokenEntropyUpper', 'number', ({ analysis }) => analysis.metrics.maxTokenEntropy?.[1] ?? null],
  ['meanTokenEntropyLower', 'number', ({ analysis }) => analysis.metrics.meanTokenEntropy?.[0] ?? null],
  ['meanTokenEntropyUpper', 'number', ({ analysis }) => analysis.metrics.meanTokenEntropy?.[1] ?? null],
  ['lowConfidenceRatio', 'number', ({ analysis }) => analysis.metrics.lowConfidenceRatio],
  ['tailMeanLogprob', 'number', ({ analysis }) => analysis.metrics.tailMeanLogprob],
  ['worstWindowLogprob', 'number', ({ analysis }) => analysis.metrics.worstWindowLogprob],
  ['hallucinationScore', 'number', ({ analysis }) => analysis.hallucination.score],
  ['hallucinationAvailable', 'number', ({ analysis }) => analysis.hallucination.available],
  ['flagged', 'truth', ({ analysis }) => analysis.hallucination.flagged],
  ['errorRisk', 'number', ({ analysis }) => analysis.errorRisk],
  ['verdict', 'text', ({ analysis }) => verdictName(analysis)],
  ['rule', 'text', ({ analysis }) => analysis.verdict.rule],
  ['detections', 'text', ({ analysis }) => [...new Set(analysis.detections.map(({ kind }) => kind))].join(' ')],
  ['totalMs', 'number', ({ trace }) => trace.timing.totalMs],
  ['firstTokenMs', 'number', ({ trace }) => trace.timing.firstTokenMs ?? null],
  ['label', 'text', (_, label) => label],
  ['text', 'text', ({ trace }) => trace.output.text],
]

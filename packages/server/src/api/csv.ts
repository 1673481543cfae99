import type { Label } from '@logitscope/core'
import type { AnalyzedTrace } from '@logitscope/store'

type Cell = string | number | boolean | null

/** What a spreadsheet would take for a formula, wherever it is opened. */
const FORMULA_START = /^[=+\-@\t\r]/
const NEEDS_QUOTES = /[",\r\n]/

/**
 * One cell by RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe in front; numbers are ours and stay numbers.
 */
export function csvCell(value: Cell): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const safe = FORMULA_START.test(value) ? `'${value}` : value
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

type Column = readonly [name: string, of: (answer: AnalyzedTrace, label: Label['value'] | null) => Cell]

const iso = (ms: number): string | null => (Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : null)

const COLUMNS: readonly Column[] = [
  ['id', ({ trace }) => trace.id],
  ['startedAt', ({ trace }) => iso(trace.startedAt)],
  ['project', ({ trace }) => trace.context.project],
  ['promptVersion', ({ trace }) => trace.context.promptVersion ?? null],
  ['provider', ({ trace }) => trace.source.provider],
  ['api', ({ trace }) => trace.source.api],
  ['model', ({ trace }) => trace.source.model],
  ['language', ({ analysis }) => analysis.language.tag],
  ['session', ({ trace }) => trace.context.session ?? null],
  ['user', ({ trace }) => trace.context.user ?? null],
  ['item', ({ trace }) => trace.context.item ?? null],
  ['sampleGroup', ({ trace }) => trace.context.sampleGroup ?? null],
  ['tags', ({ trace }) => (trace.context.tags === undefined ? null : JSON.stringify(trace.context.tags))],
  ['imported', ({ imported }) => imported],
  ['status', ({ trace }) => trace.source.status ?? null],
  ['finish', ({ trace }) => trace.output.finish.unified],
  ['tier', ({ trace }) => trace.evidence.tier],
  ['basis', ({ trace }) => trace.evidence.basis],
  ['completeness', ({ trace }) => trace.evidence.completeness],
  ['tokenCount', ({ analysis }) => analysis.metrics.tokenCount],
  ['censoredCount', ({ analysis }) => analysis.metrics.censoredCount],
  ['sumLogprob', ({ analysis }) => analysis.metrics.sumLogprob],
  ['avgLogprob', ({ analysis }) => analysis.metrics.avgLogprob],
  ['minLogprob', ({ analysis }) => analysis.metrics.minLogprob],
  ['perplexity', ({ analysis }) => analysis.metrics.perplexity],
  ['bitsPerByte', ({ analysis }) => analysis.metrics.bitsPerByte],
  ['maxTokenEntropyLower', ({ analysis }) => analysis.metrics.maxTokenEntropy?.[0] ?? null],
  ['maxTokenEntropyUpper', ({ analysis }) => analysis.metrics.maxTokenEntropy?.[1] ?? null],
  ['meanTokenEntropyLower', ({ analysis }) => analysis.metrics.meanTokenEntropy?.[0] ?? null],
  ['meanTokenEntropyUpper', ({ analysis }) => analysis.metrics.meanTokenEntropy?.[1] ?? null],
  ['lowConfidenceRatio', ({ analysis }) => analysis.metrics.lowConfidenceRatio],
  ['tailMeanLogprob', ({ analysis }) => analysis.metrics.tailMeanLogprob],
  ['worstWindowLogprob', ({ analysis }) => analysis.metrics.worstWindowLogprob],
  ['hallucinationScore', ({ analysis }) => analysis.hallucination.score],
  ['hallucinationAvailable', ({ analysis }) => analysis.hallucination.available],
  ['flagged', ({ analysis }) => analysis.hallucination.flagged],
  ['errorRisk', ({ analysis }) => analysis.errorRisk],
  ['verdict', ({ analysis }) => analysis.verdict.action],
  ['rule', ({ analysis }) => analysis.verdict.rule],
  ['detections', ({ analysis }) => [...new Set(analysis.detections.map(({ kind }) => kind))].join(' ')],
  ['totalMs', ({ trace }) => trace.timing.totalMs],
  ['firstTokenMs', ({ trace }) => trace.timing.firstTokenMs ?? null],
  ['label', (_, label) => label],
  ['text', ({ trace }) => trace.output.text],
]

export const CSV_HEADER: string = `${COLUMNS.map(([name]) => name).join(',')}\r\n`

/** One answer as a line of CSV, the tokens left out. */
export function csvLine(answer: AnalyzedTrace, label: Label['value'] | null): string {
  return `${COLUMNS.map(([, of]) => csvCell(of(answer, label))).join(',')}\r\n`
}

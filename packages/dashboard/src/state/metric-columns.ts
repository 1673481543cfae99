/** The metrics that a list of answers shows, sorts and filters by, and how each is written. */
import { metricPathName, explain, type AnswerSummary, type Interval, type Metrics } from '@logitscope/core'
import { duration } from '../i18n/dates.ts'
import { messages, numbers, words } from '../i18n/current.ts'

/** Columns that the API sorts by. */
export const SORT_COLUMNS = [
  'startedAt',
  'metrics.avgLogprob',
  'metrics.minLogprob',
  'metrics.tailMeanLogprob',
  'metrics.worstWindowLogprob',
  'metrics.maxTokenEntropy',
  'metrics.meanTokenEntropy',
  'metrics.lowConfidenceRatio',
  'metrics.perplexity',
  'metrics.bitsPerByte',
  'metrics.surpriseExcess',
  'hallucination.score',
  'evidence.completeness',
  'entities.minMeanLogprob',
  'detections.hotspot',
  'detections.sudden-drop',
  'detections.repetition',
  'errorRisk',
  'tokenCount',
  'totalMs',
] as const

/** Columns that a range can be asked of: metric paths. */
export const RANGE_COLUMNS: readonly string[] = SORT_COLUMNS.filter((column) => column.includes('.') || column === 'errorRisk')

/** A column's name in words. */
export function columnName(column: string): string {
  const { columns } = words().answers
  if (column === 'startedAt') return columns.time
  if (column === 'tokenCount') return explain(messages().metrics, 'tokenCount').name
  if (column === 'totalMs') return columns.latency
  if (column.startsWith('detections.')) return explain(messages().detections, column.slice('detections.'.length)).name
  return metricPathName(messages(), column)
}

/** The value of a column for a row of the list; `null` where it is not known there. */
export function columnValue(answer: AnswerSummary, column: string): number | Interval | null {
  if (column === 'startedAt') return answer.startedAt
  if (column === 'totalMs') return answer.totalMs > 0 ? answer.totalMs : null
  if (column === 'tokenCount') return answer.metrics.tokenCount
  if (column === 'errorRisk') return answer.errorRisk
  if (column === 'hallucination.score') return answer.hallucination.available > 0 ? answer.hallucination.score : null
  if (column === 'evidence.completeness') return answer.completeness
  if (column === 'selfCheck.consistency') return answer.selfCheckConsistency
  const [room, name = ''] = column.split(/\.(.*)/)
  if (room === 'detections') return answer.detections[name] ?? 0
  if (room !== 'metrics') return null
  const value = answer.metrics[name as keyof Metrics]
  if (value === null || typeof value === 'number') return value
  return 'observed' in value ? value.observed : value
}

/** A value of a column as text, with its unit. */
export function columnText(column: string, value: number | Interval | null): string {
  const { number, percent, integer, interval } = numbers()
  if (value === null) return number(null)
  if (typeof value !== 'number') return `${interval(value, 2)} ${words().units.bits}`
  if (column === 'totalMs') return duration(value)
  if (
    column === 'metrics.lowConfidenceRatio' ||
    column === 'metrics.offTopOne' ||
    column === 'errorRisk' ||
    column === 'evidence.completeness'
  )
    return percent(value)
  if (column === 'tokenCount' || column === 'hallucination.score' || column.startsWith('detections.')) return integer(value)
  return number(value, column === 'metrics.perplexity' ? 2 : 3)
}

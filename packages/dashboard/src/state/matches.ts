/** Whether an answer that just arrived belongs to the list that is open. */
import type { AnswerFilter, AnswerSummary, MetricRange } from '@logitscope/core'
import { columnValue, RANGE_COLUMNS } from './metric-columns.ts'

function isIn(answer: AnswerSummary, { metric, min, max }: MetricRange): boolean | null {
  if (!RANGE_COLUMNS.includes(metric) || metric.startsWith('entities.')) return null
  const value = columnValue(answer, metric)
  if (value === null) return false
  // An interval is compared by its lower end, as the API does.
  const compared = typeof value === 'number' ? value : value[0]
  return (min === undefined || compared >= min) && (max === undefined || compared < max)
}

const FIELDS = ['project', 'model', 'provider', 'language', 'session', 'user', 'item', 'sampleGroup'] as const

/**
 * `true` or `false` where a row of the list decides it; `null` where only the store can (full text, low tokens, cells). Time is not
 * looked at: an answer that just arrived is newer than any span that was asked for.
 */
export function matches(answer: AnswerSummary, filter: AnswerFilter): boolean | null {
  if (FIELDS.some((field) => filter[field] !== undefined && filter[field] !== answer[field])) return false
  if (filter.promptVersion !== undefined && filter.promptVersion !== (answer.promptVersion ?? '')) return false
  if (Object.entries(filter.tags ?? {}).some(([name, value]) => answer.tags[name] !== value)) return false
  if (filter.tiers?.includes(answer.tier) === false) return false
  if (filter.actions?.includes(answer.verdict.action) === false) return false
  if (filter.finishes?.includes(answer.finish) === false) return false
  if (filter.labels?.includes(answer.label ?? 'none') === false) return false
  if (filter.flagged !== undefined && filter.flagged !== answer.hallucination.flagged) return false
  if (filter.imported !== undefined && filter.imported !== answer.imported) return false
  if (filter.detections?.some((kind) => (answer.detections[kind] ?? 0) > 0) === false) return false
  const ranges = (filter.ranges ?? []).map((range) => isIn(answer, range))
  if (ranges.includes(false)) return false
  if (ranges.includes(null) || filter.text !== undefined || filter.lowToken !== undefined || filter.cell !== undefined) return null
  return true
}

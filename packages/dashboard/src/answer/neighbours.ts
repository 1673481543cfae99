/** The answers before and after one in the order of the list that it was opened from. */
import type { AnswerFilter, AnswerPage, AnswerRecord, AnswerSummary } from '@logitscope/core'
import { ask, withQuery } from '../api/request.ts'
import { answerList, loadNext, rowAt, rowCount, rowOf } from '../pages/answers/answer-list.ts'
import { filterToQuery } from '../state/filter-query.ts'

export interface Neighbours {
  readonly previous: string | null
  readonly next: string | null
}

const NEAR = 20

/** The filter of everything at or beyond an answer in one direction of a column; `null` where the column cannot be asked of. */
function beyond(record: AnswerRecord, filter: AnswerFilter, by: string, isUp: boolean): AnswerFilter | null {
  if (by === 'startedAt') {
    const at = record.trace.startedAt
    return isUp ? { ...filter, from: Math.max(filter.from ?? at, at) } : { ...filter, to: Math.min(filter.to ?? at + 1, at + 1) }
  }
  const value: unknown = record.analysis.metrics[by.slice('metrics.'.length) as keyof AnswerRecord['analysis']['metrics']]
  if (!by.startsWith('metrics.') || typeof value !== 'number') return null
  // One step beyond the value itself, so that the half-open range holds it.
  const range = isUp ? { metric: by, min: value } : { metric: by, max: value + Math.max(1e-12, Math.abs(value) * 1e-12) }
  return { ...filter, ranges: [...(filter.ranges ?? []), range] }
}

async function oneBeyond(record: AnswerRecord, filter: AnswerFilter, by: string, isUp: boolean): Promise<string | null> {
  const near = beyond(record, filter, by, isUp)
  if (near === null) return null
  const answer = await ask<AnswerPage>(withQuery('/traces', filterToQuery(near), { sort: `${isUp ? '' : '-'}${by}`, limit: NEAR }))
  if (!answer.ok) return null
  const items: readonly AnswerSummary[] = answer.value.items
  const own = items.findIndex((item) => item.id === record.trace.id)
  return items[own + 1]?.id ?? null
}

/** Looked up in the list where it is open, else asked of the API. */
export async function findNeighbours(record: AnswerRecord, filter: AnswerFilter, sort: string): Promise<Neighbours> {
  const list = answerList.value
  const row = list.sort === sort ? rowOf(list, record.trace.id) : -1
  if (row >= 0) {
    if (row + 1 >= rowCount(list) && !list.isEnd) await loadNext()
    return { previous: row === 0 ? null : (rowAt(list, row - 1)?.id ?? null), next: rowAt(answerList.value, row + 1)?.id ?? null }
  }
  const by = sort.replace(/^-/, '')
  const isDown = sort.startsWith('-')
  const [up, down] = await Promise.all([oneBeyond(record, filter, by, true), oneBeyond(record, filter, by, false)])
  return isDown ? { previous: up, next: down } : { previous: down, next: up }
}

import type { AnswerFilter, GroupField } from '@logitscope/core'
import type { ReadOptions } from '../../contract/read-options.ts'
import type { FieldCounts } from '../../contract/trace-store.ts'
import { goOn, type SqlValue } from '../connection.ts'
import type { Engine } from '../engine.ts'
import { fromStored } from '../stored-text.ts'
import { filterCondition } from './filter-sql.ts'
import { fewMatches, isIndexed } from './few-answers.ts'
import { BY_TIME, seqsOf, timeChunks, withoutTime } from './time-chunks.ts'

const NAME_COLUMNS: Readonly<Record<GroupField, string>> = {
  project: 'project',
  model: 'model',
  promptVersion: 'prompt_version',
  language: 'language',
  provider: 'provider',
}

/** Counts of values among the rows of a source and condition. */
function counting(field: GroupField | 'tag', source: string, where: string): string {
  if (field === 'tag')
    return `SELECT t.key || ':' || t.value AS value, count(*) AS count FROM ${source}, json_each(a.tags) t WHERE a.tags IS NOT NULL AND ${where} GROUP BY 1`
  return `SELECT n.text AS value, c.count FROM (SELECT a.${NAME_COLUMNS[field]} AS id, count(*) AS count FROM ${source} WHERE ${where} GROUP BY 1) c LEFT JOIN names n ON n.id = c.id`
}

/** See `TraceStore.values`, read from rows: the newest ones, where there are more than are looked at. */
export function valuesOfRows(
  engine: Engine,
  filter: AnswerFilter,
  field: GroupField | 'tag',
  limit: number,
  options?: ReadOptions,
): FieldCounts {
  const { connection, names } = engine
  const counts = new Map<string, number>()
  const add = (sql: string, values: readonly SqlValue[]): void => {
    for (const { value, count } of connection.all<{ value: string | null; count: number }>(sql, ...values)) {
      const name = value === null ? '' : field === 'tag' ? value : fromStored(value)
      counts.set(name, (counts.get(name) ?? 0) + count)
    }
  }
  const told = (newest: number | null): FieldCounts => {
    const items = [...counts].map(([value, count]) => ({ value, count }))
    items.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    return { items: items.slice(0, limit), newest }
  }
  return connection.reading(options, (guard) => {
    const few = fewMatches(engine, filter)
    if (isIndexed(filter, few)) {
      const condition = filterCondition(filter, names, few === null ? {} : { seqs: few })
      if (!condition.isEmpty) add(counting(field, 'answers a', `${goOn('a.seq')} AND ${condition.sql}`), condition.values)
      return told(null)
    }
    let looked = 0
    for (const chunk of timeChunks(connection, filter, null, true, engine.scanRows)) {
      guard.check()
      const within = seqsOf(connection, chunk)
      const condition = filterCondition(withoutTime(filter), names, { between: within })
      if (condition.isEmpty) break
      add(counting(field, BY_TIME, `${goOn('a.seq')} AND ${chunk.sql} AND ${condition.sql}`), [...chunk.values, ...condition.values])
      looked += within.rows
      if (chunk.end !== null && looked >= engine.scanRows) return told(looked)
    }
    return told(null)
  })
}

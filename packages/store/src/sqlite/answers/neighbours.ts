import type { AnswerFilter, AnswerSort, Neighbours } from '@logitscope/core'
import type { ReadOptions } from '../../contract/read-options.ts'
import { StoreError } from '../../contract/store-error.ts'
import { goOn, type SqlValue } from '../connection.ts'
import type { Engine } from '../engine.ts'
import { fromStored, toStored } from '../stored-text.ts'
import { metricExpression } from './columns.ts'
import type { Position } from './cursor.ts'
import { filterCondition } from './filter-sql.ts'
import { fitsCell } from './fits-cell.ts'
import { afterPosition, isNeverNull } from './search-answers.ts'
import { SELECT_PLACE, type Place } from './stored-answer.ts'

/** Rows before a position, nearest last in the list's order: see `afterPosition`, of which this is the mirror image. */
function beforePosition(expression: string, { value, seq }: Position, isDescending: boolean): { sql: string; values: SqlValue[] } {
  if (value === null) return { sql: `(${expression} IS NOT NULL OR a.seq > ?)`, values: [seq] }
  const before = isDescending ? '>' : '<'
  if (isNeverNull(expression))
    return { sql: `(${expression} ${before}= ? AND (${expression} ${before} ? OR a.seq > ?))`, values: [value, value, seq] }
  return { sql: `(${expression} ${before} ? OR (${expression} = ? AND a.seq > ?))`, values: [value, value, seq] }
}

/** See `TraceStore.neighbours`. The answer itself need not be of the filter. */
export function neighboursOf(engine: Engine, id: string, filter: AnswerFilter, sort: AnswerSort, options?: ReadOptions): Neighbours | null {
  const expression = metricExpression(sort.by)
  if (expression === null) throw new StoreError('bad-request', `answers cannot be sorted by ${JSON.stringify(sort.by)}`)
  const isDescending = sort.direction === 'descending'
  const condition = filterCondition(filter, engine.names, { isTimeLoose: sort.by === 'startedAt' })
  return engine.connection.reading(options, (guard) => {
    const position = engine.connection.get<Position>(
      `SELECT ${expression} AS value, a.seq AS seq FROM answers a WHERE a.id = ?`,
      toStored(id),
    )
    if (position === undefined) return null
    if (condition.isEmpty) return { previous: null, next: null }
    const first = ({ sql, values }: { sql: string; values: SqlValue[] }, order: string): string | null => {
      const rows = engine.connection.iterate<Place & { readonly id: string }>(
        `SELECT ${SELECT_PLACE}, a.id FROM answers a WHERE ${goOn('a.seq')} AND ${condition.sql} AND ${sql} ORDER BY ${order}`,
        ...condition.values,
        ...values,
      )
      for (const row of rows) {
        guard.check()
        if (fitsCell(engine, row, filter.cell)) return fromStored(row.id)
      }
      return null
    }
    const [forth, back] = isDescending ? ['DESC', 'ASC'] : ['ASC', 'DESC']
    return {
      previous: first(beforePosition(expression, position, isDescending), `${expression} ${back} NULLS FIRST, a.seq ASC`),
      next: first(afterPosition(expression, position, isDescending), `${expression} ${forth} NULLS LAST, a.seq DESC`),
    }
  })
}

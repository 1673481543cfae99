import type { AnswerPage, AnswerSort, AnswerFilter } from '@logitscope/core'
import type { ReadOptions } from '../../contract/read-options.ts'
import { StoreError } from '../../contract/store-error.ts'
import type { SearchRequest } from '../../contract/trace-store.ts'
import { goOn, type SqlValue } from '../connection.ts'
import type { Engine } from '../engine.ts'
import type { Guard } from '../guard.ts'
import { summaryOfRow, type AnswerRow } from './answer-row.ts'
import { metricExpression, SELECT_ANSWER } from './columns.ts'
import { decodeCursor, encodeCursor, type Position } from './cursor.ts'
import { filterCondition } from './filter-sql.ts'
import { fitsCell } from './fits-cell.ts'
import { meantTokens } from './meant-tokens.ts'
import { SELECT_PLACE, type Place } from './stored-answer.ts'

const NEWEST_FIRST: AnswerSort = { by: 'startedAt', direction: 'descending' }
const MOST_ROWS = 1_000

/** Rows after a position: nulls come last, whatever the direction; equal values in the order of storing, newest first. */
export function afterPosition(expression: string, { value, seq }: Position, isDescending: boolean): { sql: string; values: SqlValue[] } {
  if (value === null) return { sql: `(${expression} IS NULL AND a.seq < ?)`, values: [seq] }
  const beyond = isDescending ? '<' : '>'
  return {
    sql: `(${expression} ${beyond} ? OR (${expression} = ? AND a.seq < ?) OR ${expression} IS NULL)`,
    values: [value, value, seq],
  }
}

function countAll(engine: Engine, filter: AnswerFilter, guard: Guard): number {
  const condition = filterCondition(filter, engine.names)
  if (condition.isEmpty) return 0
  guard.check()
  if (filter.cell !== undefined) {
    let count = 0
    const rows = engine.connection.iterate<Place>(
      `SELECT ${SELECT_PLACE} FROM answers a WHERE ${goOn('a.seq')} AND ${condition.sql}`,
      ...condition.values,
    )
    for (const row of rows) {
      guard.check()
      if (fitsCell(engine, row, filter.cell)) count += 1
    }
    return count
  }
  const sql = `SELECT count(*) AS n FROM answers a WHERE ${goOn('a.seq')} AND ${condition.sql}`
  return engine.connection.get<{ n: number }>(sql, ...condition.values)?.n ?? 0
}

/** A count, `null` where it could not be made in time. */
function inTime<Count>(count: () => Count): Count | null {
  try {
    return count()
  } catch (error) {
    if (StoreError.isInstance(error) && error.code === 'deadline') return null
    throw error
  }
}

function countsOf(engine: Engine, filter: AnswerFilter, guard: Guard): Pick<AnswerPage, 'total' | 'tokens'> {
  const tokens = inTime(() => meantTokens(engine, filter, guard.left()))
  const total = inTime(() => countAll(engine, filter, guard))
  return { total, ...(tokens === undefined ? {} : { tokens }) }
}

const noCounts = ({ cell, lowToken }: AnswerFilter): Pick<AnswerPage, 'total' | 'tokens'> =>
  (cell === undefined) === (lowToken === undefined) ? { total: 0 } : { total: 0, tokens: 0 }

/** See `TraceStore.search`. */
export function searchAnswers(engine: Engine, request: SearchRequest, options?: ReadOptions): AnswerPage {
  const { filter, limit } = request
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= MOST_ROWS))
    throw new StoreError('bad-request', `limit must be a whole number from 1 to ${MOST_ROWS}, got ${limit}`)
  const sort = request.sort ?? NEWEST_FIRST
  const expression = metricExpression(sort.by)
  if (expression === null) throw new StoreError('bad-request', `answers cannot be sorted by ${JSON.stringify(sort.by)}`)
  const isDescending = sort.direction === 'descending'
  const question = JSON.stringify([filter, sort])
  const position = request.cursor === undefined ? null : decodeCursor(question, request.cursor)
  const condition = filterCondition(filter, engine.names)
  if (condition.isEmpty) return { items: [], next: null, ...(request.count === true ? noCounts(filter) : {}) }
  const after = position === null ? null : afterPosition(expression, position, isDescending)
  const where = [goOn('a.seq'), condition.sql, ...(after === null ? [] : [after.sql])].join(' AND ')
  const order = `${expression} ${isDescending ? 'DESC' : 'ASC'} NULLS LAST, a.seq DESC`
  const sql = `SELECT ${SELECT_ANSWER}, ${expression} AS sorted_by FROM answers a WHERE ${where} ORDER BY ${order}`
  const values = [...condition.values, ...(after?.values ?? [])]
  return engine.connection.reading(options, (guard) => {
    const rows: (AnswerRow & { readonly sorted_by: number | null })[] = []
    let isMore = false
    if (filter.cell === undefined) {
      rows.push(...engine.connection.all<(typeof rows)[number]>(`${sql} LIMIT ?`, ...values, limit + 1))
      isMore = rows.length > limit
      rows.length = Math.min(rows.length, limit)
    } else {
      for (const row of engine.connection.iterate<(typeof rows)[number]>(sql, ...values)) {
        guard.check()
        if (!fitsCell(engine, row as unknown as Place, filter.cell)) continue
        if (rows.length === limit) {
          isMore = true
          break
        }
        rows.push(row)
      }
    }
    const last = rows.at(-1)
    return {
      items: rows.map((row) => summaryOfRow(row, engine.names)),
      next: isMore && last !== undefined ? encodeCursor(question, { value: last.sorted_by, seq: last.seq }) : null,
      ...(request.count === true ? countsOf(engine, filter, guard) : {}),
    }
  })
}

import type { AnswerPage, AnswerSort, AnswerFilter } from '@logitscope/core'
import type { ReadOptions } from '../../contract/read-options.ts'
import { StoreError } from '../../contract/store-error.ts'
import type { SearchRequest } from '../../contract/trace-store.ts'
import { goOn, type SqlValue } from '../connection.ts'
import type { Engine } from '../engine.ts'
import type { Guard } from '../guard.ts'
import { summaryOfRow, type AnswerRow } from './answer-row.ts'
import { metricExpression, SELECT_ANSWER } from './columns.ts'
import { countAnswers } from './count-answers.ts'
import { decodeCursor, encodeCursor, type Position } from './cursor.ts'
import { filterCondition } from './filter-sql.ts'
import { fitsCell } from './fits-cell.ts'
import { inTime } from './in-time.ts'
import { meansTokens, meantTokens } from './meant-tokens.ts'
import type { Place } from './stored-answer.ts'
import { fewMatches, isIndexed } from './few-answers.ts'
import { BY_TIME, seqsOf, timeChunks, withoutTime } from './time-chunks.ts'

const NEWEST_FIRST: AnswerSort = { by: 'startedAt', direction: 'descending' }
const MOST_ROWS = 1_000
/** Answers whose tokens one page looks at: for a cell of the heatmap. */
const MOST_READ = 2_000
const NEVER_NULL: ReadonlySet<string> = new Set(['a.started_at', 'a.received_at', 'a.total_ms', 'a.token_count'])

/** Whether every answer has a value of an expression that lists are sorted by. */
export function isNeverNull(expression: string): boolean {
  return NEVER_NULL.has(expression)
}

/** Rows after a position: nulls come last, whatever the direction; equal values in the order of storing, newest first. */
export function afterPosition(expression: string, { value, seq }: Position, isDescending: boolean): { sql: string; values: SqlValue[] } {
  if (value === null) return { sql: `(${expression} IS NULL AND a.seq < ?)`, values: [seq] }
  const beyond = isDescending ? '<' : '>'
  // Said so that an index can begin at the position.
  if (isNeverNull(expression))
    return { sql: `(${expression} ${beyond}= ? AND (${expression} ${beyond} ? OR a.seq < ?))`, values: [value, value, seq] }
  return {
    sql: `(${expression} ${beyond} ? OR (${expression} = ? AND a.seq < ?) OR ${expression} IS NULL)`,
    values: [value, value, seq],
  }
}

type Row = AnswerRow & { readonly sorted_by: number | null }

interface Listing {
  readonly rows: readonly Row[]
  /** Where the next page begins; `null` at the end. */
  readonly next: Position | null
}

const placeOf = ({ sorted_by: value, seq }: Row): Position => ({ value, seq })

/** As many rows as fit on a page out of one more than that, and where the next page begins. */
function pageOf(rows: readonly Row[], limit: number): Listing {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { rows: page, next: rows.length > limit && last !== undefined ? placeOf(last) : null }
}

/** Looks through the answers in the order of time until the page is full, or so many were looked at: then it ends early, and the next goes on there. */
function listByTime(engine: Engine, filter: AnswerFilter, limit: number, position: Position | null, isDescending: boolean): Listing {
  const { connection, names } = engine
  const rows: Row[] = []
  let looked = 0
  let read = 0
  for (const chunk of timeChunks(connection, filter, position, isDescending, engine.scanRows)) {
    const within = seqsOf(connection, chunk)
    const condition = filterCondition(withoutTime(filter), names, { between: within })
    if (condition.isEmpty) break
    const order = `a.started_at ${isDescending ? 'DESC' : 'ASC'}, a.seq DESC`
    const sql = `SELECT ${SELECT_ANSWER}, a.started_at AS sorted_by FROM ${BY_TIME} WHERE ${goOn('a.seq')} AND ${chunk.sql} AND ${condition.sql} ORDER BY ${order}`
    const values = [...chunk.values, ...condition.values]
    if (filter.cell === undefined) rows.push(...connection.all<Row>(`${sql} LIMIT ?`, ...values, limit + 1 - rows.length))
    else
      for (const row of connection.iterate<Row>(sql, ...values)) {
        if (fitsCell(engine, row as unknown as Place, filter.cell)) rows.push(row)
        if (rows.length > limit) break
        if (++read >= MOST_READ) return { rows, next: placeOf(row) }
      }
    if (rows.length > limit) break
    looked += within.rows
    if (chunk.end !== null && looked >= engine.scanRows) return { rows, next: chunk.end }
  }
  return pageOf(rows, limit)
}

/** Sorts all rows of a filter. */
function listSorted(
  { connection, names }: Engine,
  filter: AnswerFilter,
  few: readonly number[] | null,
  limit: number,
  order: { readonly expression: string; readonly isDescending: boolean; readonly position: Position | null },
): Listing {
  const { expression, isDescending, position } = order
  const condition = filterCondition(filter, names, few === null ? {} : { seqs: few })
  if (condition.isEmpty) return { rows: [], next: null }
  const after = position === null ? null : afterPosition(expression, position, isDescending)
  const where = [goOn('a.seq'), condition.sql, ...(after === null ? [] : [after.sql])].join(' AND ')
  const sql = `SELECT ${SELECT_ANSWER}, ${expression} AS sorted_by FROM answers a WHERE ${where} ORDER BY ${expression} ${isDescending ? 'DESC' : 'ASC'} NULLS LAST, a.seq DESC LIMIT ?`
  return pageOf(connection.all<Row>(sql, ...condition.values, ...(after?.values ?? []), limit + 1), limit)
}

/** The same where the tokens of each row decide. */
function listSortedByCell(
  engine: Engine,
  filter: AnswerFilter,
  few: readonly number[] | null,
  limit: number,
  order: Parameters<typeof listSorted>[4],
): Listing {
  const rows: Row[] = []
  let from = order.position
  for (let read = 0; read < MOST_READ;) {
    const page = listSorted(engine, filter, few, 100, { ...order, position: from })
    for (const row of page.rows) {
      read += 1
      if (fitsCell(engine, row as unknown as Place, filter.cell)) rows.push(row)
      if (rows.length > limit) return pageOf(rows, limit)
    }
    from = page.next
    if (from === null) break
  }
  return { rows, next: from }
}

function countsOf(
  engine: Engine,
  filter: AnswerFilter,
  guard: Guard,
  found: { readonly few: readonly number[] | null; readonly isIndexed: boolean },
): Pick<AnswerPage, 'total' | 'totalIsLeast' | 'tokens'> {
  const tokens = meansTokens(filter) ? meantTokens(engine, filter, guard) : undefined
  const total = inTime(() => countAnswers(engine, filter, guard, { ...found, most: engine.scanRows, mostRead: MOST_READ }))
  return {
    total: total?.count ?? null,
    ...(total?.isLeast === true ? { totalIsLeast: true } : {}),
    ...(tokens === undefined ? {} : { tokens }),
  }
}

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
  // Says what is wrong with the filter, before anything is asked.
  filterCondition(filter, engine.names)
  return engine.connection.reading(options, (guard) => {
    const few = fewMatches(engine, filter)
    const found = isIndexed(filter, few)
    const order = { expression, isDescending, position }
    const { rows, next } =
      sort.by === 'startedAt' && !found
        ? listByTime(engine, filter, limit, position, isDescending)
        : filter.cell === undefined
          ? listSorted(engine, filter, few, limit, order)
          : listSortedByCell(engine, filter, few, limit, order)
    const counted = request.count === true ? countsOf(engine, filter, guard, { few, isIndexed: found }) : {}
    return {
      items: rows.map((row) => summaryOfRow(row, engine.names)),
      next: next === null ? null : encodeCursor(question, next),
      ...counted,
    }
  })
}

import type { AnswerFilter } from '@logitscope/core'
import type { AnalyzedTrace } from '../../contract/analyzed-trace.ts'
import type { ReadOptions } from '../../contract/read-options.ts'
import { StoreError } from '../../contract/store-error.ts'
import { goOn } from '../connection.ts'
import type { Engine } from '../engine.ts'
import { turn } from '../guard.ts'
import { decodeCursor, encodeCursor, type Position } from './cursor.ts'
import { filterCondition } from './filter-sql.ts'
import { fitsCell } from './fits-cell.ts'
import { findPlace, readAnswer, SELECT_PLACE, type Place } from './stored-answer.ts'

/** See `TraceStore.get`. */
export function getAnswer(engine: Engine, id: string, options?: ReadOptions): AnalyzedTrace | null {
  return engine.connection.reading(options, () => {
    const place = findPlace(engine, id)
    return place === undefined ? null : readAnswer(engine, place)
  })
}

const PAGE = 100

function pageAfter(engine: Engine, filter: AnswerFilter, after: Position | null, options?: ReadOptions): Place[] {
  const condition = filterCondition(filter, engine.names)
  if (condition.isEmpty) return []
  const where = [goOn('a.seq'), condition.sql, ...(after === null ? [] : ['(a.started_at, a.seq) > (?, ?)'])].join(' AND ')
  const sql = `SELECT ${SELECT_PLACE} FROM answers a WHERE ${where} ORDER BY a.started_at, a.seq LIMIT ${PAGE}`
  const values = [...condition.values, ...(after === null ? [] : [after.value, after.seq])]
  return engine.connection.reading(options, () => engine.connection.all<Place>(sql, ...values))
}

/** See `TraceStore.scan`. */
export async function* scanAnswers(engine: Engine, filter: AnswerFilter, options?: ReadOptions): AsyncGenerator<AnalyzedTrace> {
  const started = engine.elapsed()
  const left = (): ReadOptions => {
    const { deadlineMs, ...rest } = options ?? {}
    return deadlineMs === undefined ? rest : { ...rest, deadlineMs: deadlineMs - (engine.elapsed() - started) }
  }
  let after: Position | null = null
  for (;;) {
    const page = pageAfter(engine, filter, after, left())
    for (const place of page) {
      const answer = engine.connection.reading(left(), () => (fitsCell(engine, place, filter.cell) ? readIfThere(engine, place) : null))
      if (answer !== null) yield answer
      await turn()
    }
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return
    after = { value: last.started_at, seq: last.seq }
  }
}

/** An answer of a page may be deleted while the page is read. */
function readIfThere(engine: Engine, place: Place): AnalyzedTrace | null {
  const isThere = engine.connection.get('SELECT 1 FROM answers WHERE seq = ?', place.seq) !== undefined
  return isThere ? readAnswer(engine, place) : null
}

const CHANGES = 'changes'

/** See `TraceStore.changesSince`. */
export function changesSince(
  engine: Engine,
  cursor: string | null,
  limit: number,
  options?: ReadOptions,
): { readonly items: readonly AnalyzedTrace[]; readonly cursor: string } {
  if (!(Number.isInteger(limit) && limit >= 1))
    throw new StoreError('bad-request', `limit must be a whole number of at least 1, got ${limit}`)
  const after = cursor === null ? 0 : decodeCursor(CHANGES, cursor).seq
  return engine.connection.reading(options, () => {
    const places = engine.connection.all<Place>(
      `SELECT ${SELECT_PLACE} FROM answers a WHERE a.seq > ? ORDER BY a.seq LIMIT ?`,
      after,
      limit,
    )
    return {
      items: places.map((place) => readAnswer(engine, place)),
      cursor: encodeCursor(CHANGES, { value: null, seq: places.at(-1)?.seq ?? after }),
    }
  })
}

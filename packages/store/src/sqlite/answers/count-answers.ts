import type { AnswerFilter } from '@logitscope/core'
import { goOn, type SqlValue } from '../connection.ts'
import type { Engine } from '../engine.ts'
import type { Guard } from '../guard.ts'
import { countOfRollups } from '../rollup/count-of-rollups.ts'
import { filterCondition, isRollupFilter } from './filter-sql.ts'
import { fitsCell } from './fits-cell.ts'
import { SELECT_PLACE, type Place } from './stored-answer.ts'
import { BY_TIME, seqsOf, timeChunks, withoutTime } from './time-chunks.ts'

/** How many answers a filter holds: `isLeast` where counting stopped before the end. */
export interface Total {
  readonly count: number
  readonly isLeast: boolean
}

export interface CountOptions {
  /** The numbers of the answers with the filter's text, where they are few. */
  readonly few: readonly number[] | null
  /** The filter names what an index finds. */
  readonly isIndexed: boolean
  /** Answers looked at. */
  readonly most: number
  /** Answers of which the tokens are read, for a cell of the heatmap. */
  readonly mostRead: number
}

/** Counts rows; of a cell of the heatmap those that have a token in it, `mostRead` of them in all. */
function createCounter(engine: Engine, { cell }: AnswerFilter, guard: Guard, mostRead: number) {
  let count = 0
  let read = 0
  const { connection } = engine
  return {
    total: (isLeast: boolean): Total => ({ count, isLeast }),
    /** False where it stopped before the end. */
    add(source: string, where: string, values: readonly SqlValue[]): boolean {
      if (cell === undefined) {
        const sql = `SELECT count(*) AS n FROM ${source} WHERE ${goOn('a.seq')} AND ${where}`
        count += connection.get<{ n: number }>(sql, ...values)?.n ?? 0
        return true
      }
      const sql = `SELECT ${SELECT_PLACE} FROM ${source} WHERE ${goOn('a.seq')} AND ${where}`
      for (const place of connection.iterate<Place>(sql, ...values)) {
        guard.check()
        if (read++ >= mostRead) return false
        if (fitsCell(engine, place, cell)) count += 1
      }
      return true
    },
  }
}

function countRows(engine: Engine, filter: AnswerFilter, guard: Guard, { few, isIndexed, most, mostRead }: CountOptions): Total {
  const { connection, names } = engine
  const counter = createCounter(engine, filter, guard, mostRead)
  if (isIndexed) {
    const condition = filterCondition(filter, names, few === null ? {} : { seqs: few })
    return counter.total(!condition.isEmpty && !counter.add('answers a', condition.sql, condition.values))
  }
  let rows = 0
  for (const chunk of timeChunks(connection, filter, null, true, most)) {
    guard.check()
    const within = seqsOf(connection, chunk)
    const condition = filterCondition(withoutTime(filter), names, { between: within })
    if (condition.isEmpty) break
    const isWhole = counter.add(BY_TIME, `${chunk.sql} AND ${condition.sql}`, [...chunk.values, ...condition.values])
    rows += within.rows
    if (!isWhole || (chunk.end !== null && rows >= most)) return counter.total(true)
  }
  return counter.total(false)
}

/** Counts the answers of a filter: from rollups where they hold just what is stored, else answer by answer, from the newest back, a bounded number. */
export function countAnswers(engine: Engine, filter: AnswerFilter, guard: Guard, options: CountOptions): Total {
  guard.check()
  const known = !options.isIndexed && isRollupFilter(filter) ? countOfRollups(engine, filter, guard) : null
  return known === null ? countRows(engine, filter, guard, options) : { count: known, isLeast: false }
}

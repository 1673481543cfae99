import type { AnswerFilter } from '@logitscope/core'
import type { Connection, SqlValue } from '../connection.ts'
import type { Position } from './cursor.ts'

/** The index of the times: a walk along it meets the answers in the order of time. */
export const BY_TIME = 'answers a INDEXED BY answers_started'

/** Answers that lie together in time. */
export interface TimeChunk {
  /** A condition on `a` that holds for them alone. */
  readonly sql: string
  readonly values: readonly SqlValue[]
  /** Where the next chunk goes on; `null` in the last one. */
  readonly end: Position | null
}

/** The first chunk is small, since most lists end in it. */
const FIRST_ROWS = 5_000
const MOST_ROWS = 50_000

interface Bounds {
  readonly first: number
  readonly last: number
}

/** The time of the row that lies `rows` beyond the beginning; `null` where there are not so many. */
function timeBeyond(connection: Connection, { first, last }: Bounds, rows: number, isDescending: boolean): number | null {
  const range = isDescending ? 'started_at <= ? AND started_at >= ?' : 'started_at >= ? AND started_at <= ?'
  const sql = `SELECT started_at FROM ${BY_TIME} WHERE ${range} ORDER BY started_at ${isDescending ? 'DESC' : 'ASC'} LIMIT 1`
  const found = connection.get<{ started_at: number }>(`${sql} OFFSET ${rows}`, first, last)?.started_at
  if (found !== first) return found ?? null
  // So many rows of one instant stay together.
  const beyond = isDescending ? 'started_at < ? AND started_at >= ?' : 'started_at > ? AND started_at <= ?'
  const next = `SELECT started_at FROM ${BY_TIME} WHERE ${beyond} ORDER BY started_at ${isDescending ? 'DESC' : 'ASC'} LIMIT 1`
  return connection.get<{ started_at: number }>(next, first, last)?.started_at ?? null
}

/**
 * Cuts the answers of a filter's time, from a position on, into chunks of some thousands in the order of time: newest first or oldest first. Within one
 * instant the answers stored last come first. What else the filter says is not looked at. `mostRows`: a chunk is no larger, but for answers of one
 * instant, which stay together.
 */
export function* timeChunks(
  connection: Connection,
  filter: Pick<AnswerFilter, 'from' | 'to'>,
  position: Position | null,
  isDescending: boolean,
  mostRows: number,
): Generator<TimeChunk, void, undefined> {
  const low = filter.from ?? Number.MIN_SAFE_INTEGER
  const high = filter.to ?? Number.MAX_SAFE_INTEGER
  const at = position?.value ?? (isDescending ? high : low)
  let first = isDescending ? Math.min(at, high) : Math.max(at, low)
  const last = isDescending ? low : high
  const after = position === null ? null : `(a.started_at ${isDescending ? '<' : '>'} ? OR a.seq < ?)`
  for (let rows = Math.min(FIRST_ROWS, mostRows); ; rows = Math.min(MOST_ROWS, mostRows, rows * 4)) {
    const end = timeBeyond(connection, { first, last }, rows, isDescending)
    // The end of the filter's time itself is not within it.
    const terms = isDescending
      ? [`a.started_at ${first === high ? '<' : '<='} ?`, `a.started_at ${end === null ? '>=' : '>'} ?`]
      : ['a.started_at >= ?', 'a.started_at < ?']
    if (after !== null) terms.push(after)
    const values = [first, end ?? last, ...(position === null ? [] : [position.value, position.seq])]
    // Nothing of the instant at which the next chunk begins was looked at yet.
    yield { sql: terms.join(' AND '), values, end: end === null ? null : { value: end, seq: Number.MAX_SAFE_INTEGER } }
    if (end === null) return
    first = end
  }
}

/** The numbers between which the answers of a chunk lie, and how many they are. */
export function seqsOf(
  connection: Connection,
  { sql, values }: TimeChunk,
): { readonly lowest: number; readonly highest: number; readonly rows: number } {
  const found = connection.get<{ lowest: number | null; highest: number | null; rows: number }>(
    `SELECT min(a.seq) AS lowest, max(a.seq) AS highest, count(*) AS rows FROM ${BY_TIME} WHERE ${sql}`,
    ...values,
  )
  return { lowest: found?.lowest ?? 0, highest: found?.highest ?? 0, rows: found?.rows ?? 0 }
}

/** What a filter says but for the time, which a chunk says. */
export function withoutTime({ from: _from, to: _to, ...rest }: AnswerFilter): AnswerFilter {
  return rest
}

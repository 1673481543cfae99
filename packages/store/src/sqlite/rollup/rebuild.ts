import { writing, type Engine } from '../engine.ts'
import { summaryOf } from '../answers/answer-row.ts'
import { readAnswer, SELECT_PLACE, type Place } from '../answers/stored-answer.ts'
import { LEVELS, MINUTE, MINUTE_MS, minuteOf, rollupKey, type Level } from './keys.ts'
import { rebuildParents } from './parents.ts'
import { countAnswer, createRollupRow, type RollupRow } from './rollup-row.ts'
import { writeRollupRow } from './rollup-writer.ts'

const DAY_MS = 86_400_000
const TABLES = ['rollup_statistics', 'rollup_heatmaps', 'rollup_tokens'] as const

/** Counts answers again, by minute and full group. */
export function recount(
  engine: Engine,
  from: number,
  to: number,
  take: (key: number, full: number, minute: number, row: RollupRow) => void,
): number {
  const sql = `SELECT ${SELECT_PLACE} FROM answers a WHERE a.started_at >= ? AND a.started_at < ? ORDER BY a.started_at / ${MINUTE_MS}, a.seq`
  const rows = new Map<number, RollupRow>()
  let minute = -1
  let answers = 0
  const flush = (): void => {
    for (const [full, row] of rows) take(rollupKey(MINUTE, full, minute), full, minute, row)
    rows.clear()
  }
  for (const place of engine.connection.iterate<Place>(sql, from, to)) {
    if (minuteOf(place.started_at) !== minute) {
      flush()
      minute = minuteOf(place.started_at)
    }
    let row = rows.get(place.rollup)
    if (row === undefined) rows.set(place.rollup, (row = createRollupRow()))
    const answer = readAnswer(engine, place)
    const tokens = { tokens: answer.trace.tokens, logprob: answer.analysis.perToken.logprob }
    countAnswer(row, summaryOf(answer, place.received_at), tokens, engine.lowBelow)
    answers += 1
  }
  flush()
  return answers
}

function rebuildDay(engine: Engine, from: number, to: number): number {
  const { connection, groups } = engine
  const [first, last] = [minuteOf(from), minuteOf(to - 1) + 1]
  const touched: { readonly minute: number; readonly full: number }[] = []
  const counted: { readonly key: number; readonly row: RollupRow }[] = []
  const answers = recount(engine, from, to, (key, full, minute, row) => {
    counted.push({ key, row })
    touched.push({ minute, full })
  })
  for (const { id, depth } of groups.everything()) {
    const range = (level: Level): readonly [number, number] => [rollupKey(level, id, first), rollupKey(level, id, last)]
    if (depth === 2) {
      const there = connection.all<{ key: number }>('SELECT key FROM rollup_statistics WHERE key >= ? AND key < ?', ...range(MINUTE))
      const known = new Set(counted.map(({ key }) => key))
      for (const { key } of there) if (!known.has(key)) touched.push({ minute: key - rollupKey(MINUTE, id, 0), full: id })
    }
    for (const table of TABLES)
      for (const level of LEVELS) connection.run(`DELETE FROM ${table} WHERE key >= ? AND key < ?`, ...range(level))
  }
  for (const { key, row } of counted) writeRollupRow(connection, key, row)
  rebuildParents(engine, touched)
  return answers
}

/** See `TraceStore.rebuildRollups`. The range is widened to whole minutes; a day at a time, each in a transaction of its own. */
export function rebuildRollups(engine: Engine, range: { readonly from: number; readonly to: number }): { readonly answers: number } {
  const from = Math.floor(range.from / MINUTE_MS) * MINUTE_MS
  const to = Math.ceil(range.to / MINUTE_MS) * MINUTE_MS
  let answers = 0
  engine.rollups.forget()
  for (let day = Math.floor(from / DAY_MS) * DAY_MS; day < to; day += DAY_MS) {
    const bounds = [Math.max(from, day), Math.min(to, day + DAY_MS)] as const
    if (!hasAnything(engine, ...bounds)) continue
    answers += writing(engine, () => rebuildDay(engine, ...bounds))
  }
  return { answers }
}

function hasAnything({ connection, groups }: Engine, from: number, to: number): boolean {
  if (connection.get('SELECT 1 FROM answers WHERE started_at >= ? AND started_at < ? LIMIT 1', from, to) !== undefined) return true
  return groups
    .everything()
    .some(
      ({ id }) =>
        connection.get(
          'SELECT 1 FROM rollup_statistics WHERE key >= ? AND key < ? LIMIT 1',
          rollupKey(MINUTE, id, minuteOf(from)),
          rollupKey(MINUTE, id, minuteOf(to)),
        ) !== undefined,
    )
}

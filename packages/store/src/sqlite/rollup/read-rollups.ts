import type { AnswerFilter } from '@logitscope/core'
import { goOn } from '../connection.ts'
import type { Engine } from '../engine.ts'
import type { Guard } from '../guard.ts'
import { filterCondition } from '../answers/filter-sql.ts'
import type { AnswerRow } from '../answers/answer-row.ts'
import { countedOfRow, COUNTED_COLUMNS } from './counted-row.ts'
import type { Cover } from './cover.ts'
import type { Group } from './groups.ts'
import { MINUTE_MS, minuteOfKey, rollupKey } from './keys.ts'
import type { Counted } from './statistics.ts'

export type RollupTable = 'rollup_statistics' | 'rollup_heatmaps' | 'rollup_tokens'

/** Reads the rows of a cover of some groups: calls `take` with each row's bytes, its group and the instant (epoch ms) at which it begins. */
export function readRollups(
  { connection }: Engine,
  table: RollupTable,
  groups: readonly Group[],
  { stretches }: Cover,
  guard: Guard,
  take: (bytes: Uint8Array, group: Group, at: number) => void,
): void {
  const sql = `SELECT key, bytes FROM ${table} WHERE key >= ? AND key < ?`
  for (const group of groups) {
    guard.check()
    for (const { level, from, to } of stretches) {
      const rows = connection.all<{ key: number; bytes: Uint8Array }>(sql, rollupKey(level, group.id, from), rollupKey(level, group.id, to))
      for (const { key, bytes } of rows) take(bytes, group, minuteOfKey(key) * MINUTE_MS)
    }
  }
}

/** Reads the answers of a filter: calls `take` with what of each is counted and when it began. */
export function readCounted(
  { connection, names }: Engine,
  filter: AnswerFilter,
  guard: Guard,
  take: (counted: Counted, startedAt: number, row: AnswerRow) => void,
): void {
  const condition = filterCondition(filter, names)
  if (condition.isEmpty) return
  const sql = `SELECT ${COUNTED_COLUMNS} FROM answers a WHERE ${goOn('a.seq')} AND ${condition.sql}`
  let count = 0
  for (const row of connection.iterate<AnswerRow>(sql, ...condition.values)) {
    if ((++count & 255) === 0) guard.check()
    take(countedOfRow(row), Number(row.started_at), row)
  }
}

import { createHeatmap } from '@logitscope/core'
import type { Connection } from '../connection.ts'
import { addHeatmap, encodeHeatmap } from './heatmap-codec.ts'
import type { CountedTokens, TokenCounts } from './counted-tokens.ts'
import type { Groups, Membership } from './groups.ts'
import { LEVELS, minuteOf, rollupKey, rowMinute } from './keys.ts'
import { addLowTokens, encodeLowTokens } from './low-tokens.ts'
import { countAnswer, createRollupRow, mergeRollupRow, type RollupRow } from './rollup-row.ts'
import { addStatistics, encodeStatistics } from './statistics-codec.ts'
import type { Counted } from './statistics.ts'

/** Changes of rollups, gathered over a batch and written once at its end, inside the caller's transaction. */
export interface RollupWriter {
  /** Counts an answer in (`sign` 1) or out (−1). */
  count(startedAt: number, full: number, answer: Counted, tokens: CountedTokens | TokenCounts, sign?: 1 | -1): void
  /** Writes what was gathered. */
  write(): void
  /** Forgets what was gathered and what was read: after an error, and where others wrote to the rollups. */
  forget(): void
}

/** Rows kept in memory: those of the minute, the hour and the day that answers arrive in. */
const MOST_CACHED = 300

export function readRollupRow(connection: Connection, key: number): RollupRow {
  const row = createRollupRow()
  const find = (table: string): Uint8Array | undefined =>
    connection.get<{ bytes: Uint8Array }>(`SELECT bytes FROM ${table} WHERE key = ?`, key)?.bytes
  const statistics = find('rollup_statistics')
  if (statistics !== undefined) addStatistics(row.statistics, statistics)
  const heatmap = find('rollup_heatmaps')
  if (heatmap !== undefined) addHeatmap((row.heatmap = createHeatmap()), heatmap)
  const tokens = find('rollup_tokens')
  if (tokens !== undefined) addLowTokens(row.tokens, tokens)
  return row
}

export function writeRollupRow(connection: Connection, key: number, row: RollupRow): void {
  const put = (table: string, bytes: Uint8Array): void => {
    connection.run(`INSERT INTO ${table} VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET bytes = excluded.bytes`, key, bytes)
  }
  if (row.statistics.count <= 0) {
    for (const table of ['rollup_statistics', 'rollup_heatmaps', 'rollup_tokens']) connection.run(`DELETE FROM ${table} WHERE key = ?`, key)
    return
  }
  put('rollup_statistics', encodeStatistics(row.statistics))
  if (row.heatmap !== null) put('rollup_heatmaps', encodeHeatmap(row.heatmap))
  if (row.tokens.texts.size > 0 || row.tokens.other > 0) put('rollup_tokens', encodeLowTokens(row.tokens))
  else if (row.heatmap !== null) connection.run('DELETE FROM rollup_tokens WHERE key = ?', key)
}

interface Pending {
  readonly minute: number
  readonly membership: Membership
  readonly sign: 1 | -1
  readonly row: RollupRow
}

export function createRollupWriter(connection: Connection, groups: Groups, lowBelow: number): RollupWriter {
  const pending = new Map<string, Pending>()
  const cache = new Map<number, RollupRow>()
  const rowOf = (key: number): RollupRow => {
    const known = cache.get(key)
    if (known !== undefined) {
      cache.delete(key)
      cache.set(key, known)
      return known
    }
    const row = readRollupRow(connection, key)
    cache.set(key, row)
    return row
  }
  return {
    count(startedAt, full, answer, tokens, sign = 1) {
      const minute = minuteOf(startedAt)
      const id = `${minute} ${full} ${sign}`
      let entry = pending.get(id)
      if (entry === undefined) pending.set(id, (entry = { minute, membership: groups.membershipOf(full), sign, row: createRollupRow() }))
      countAnswer(entry.row, answer, tokens, lowBelow)
    },
    write() {
      const touched = new Set<number>()
      // What goes comes after what comes: no count falls below zero on the way.
      for (const { minute, membership, sign, row } of [...pending.values()].sort((a, b) => b.sign - a.sign)) {
        for (const level of LEVELS) {
          for (const group of [membership.full, membership.project, membership.all]) {
            const key = rollupKey(level, group, rowMinute(level, minute))
            mergeRollupRow(rowOf(key), row, sign)
            touched.add(key)
          }
        }
      }
      for (const key of touched) writeRollupRow(connection, key, rowOf(key))
      pending.clear()
      while (cache.size > MOST_CACHED) cache.delete(cache.keys().next().value!)
    },
    forget() {
      pending.clear()
      cache.clear()
    },
  }
}

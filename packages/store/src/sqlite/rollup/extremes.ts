import type { Engine } from '../engine.ts'
import { MINUTE, MINUTE_MS, minuteOf, rollupKey } from './keys.ts'
import { rebuildParents } from './parents.ts'
import { readRollupRow, writeRollupRow } from './rollup-writer.ts'

interface Touched {
  readonly started_at: number
  readonly rollup: number
}

/** SQL columns of the metrics, in the order of `MEASURES`. */
const COLUMNS = [
  'avg_logprob',
  'perplexity',
  'max_entropy_lower',
  'mean_entropy_lower',
  'total_ms',
  'first_token_ms',
  'completeness',
] as const

const EXTREMES = COLUMNS.flatMap((column) => [`min(${column}) AS low_${column}`, `max(${column}) AS high_${column}`]).join(', ')

type Extremes = Readonly<Record<string, number | null>>

/**
 * Finds the extremes of minutes again from which answers were taken out; counts and sums are right already. Where retention has deleted rows the
 * rows no longer tell, and the extremes stay as wide as they were. Rows above are merged again from those below.
 */
export function refreshExtremes({ connection, groups, rollups }: Engine, touched: readonly Touched[]): void {
  const minutes = new Map<string, { readonly minute: number; readonly full: number }>()
  for (const { started_at, rollup } of touched) {
    const minute = minuteOf(started_at)
    minutes.set(`${minute} ${rollup}`, { minute, full: rollup })
  }
  for (const { minute, full } of minutes.values()) {
    const key = rollupKey(MINUTE, full, minute)
    const row = readRollupRow(connection, key)
    const found = connection.get<Extremes>(
      `SELECT count(*) AS n, ${EXTREMES} FROM answers WHERE started_at >= ? AND started_at < ? AND rollup = ?`,
      minute * MINUTE_MS,
      (minute + 1) * MINUTE_MS,
      full,
    )
    if (row.statistics.count === 0 || found?.['n'] !== row.statistics.count) continue
    for (const [i, column] of COLUMNS.entries()) {
      const { histogram } = row.statistics.measures[i]!
      histogram.min = found[`low_${column}`] ?? Infinity
      histogram.max = found[`high_${column}`] ?? -Infinity
    }
    writeRollupRow(connection, key, row)
  }
  rebuildParents({ connection, groups }, [...minutes.values()])
  rollups.forget()
}

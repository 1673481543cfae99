import type { HeatmapResult } from '@logitscope/core'

/** Tokens of known probability at each position bin. */
export function columnTotals(result: Pick<HeatmapResult, 'cells'>, rows: number): readonly number[] {
  const totals: number[] = []
  for (let at = 0; at < result.cells.length; at += rows) {
    let sum = 0
    for (let row = 0; row < rows; row++) sum += result.cells[at + row] ?? 0
    totals.push(sum)
  }
  return totals
}

/** Each cell as a share of its column; NaN where a column holds nothing. */
export function columnShares(cells: readonly number[], totals: readonly number[], rows: number): Float64Array {
  return Float64Array.from(cells, (count, i) => {
    const total = totals[Math.floor(i / rows)] ?? 0
    return total === 0 ? NaN : count / total
  })
}

/** Index of the last column that holds a token, or −1. */
export function lastColumn(totals: readonly number[], unknown: readonly number[]): number {
  for (let i = Math.max(totals.length, unknown.length) - 1; i >= 0; i--) if ((totals[i] ?? 0) + (unknown[i] ?? 0) > 0) return i
  return -1
}

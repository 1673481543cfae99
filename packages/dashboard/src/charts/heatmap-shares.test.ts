import { describe, expect, it } from 'vitest'
import { columnShares, columnTotals, lastColumn } from './heatmap-shares.ts'

const cells = [1, 3, 0, 0, 2, 2]

describe('the shares of a heatmap', () => {
  it('add up to 1 in every column that holds something, and are unknown elsewhere', () => {
    const totals = columnTotals({ cells }, 2)
    expect(totals).toEqual([4, 0, 4])
    expect([...columnShares(cells, totals, 2)]).toEqual([0.25, 0.75, NaN, NaN, 0.5, 0.5])
  })

  it('end at the last column with a token, of known probability or not', () => {
    expect(lastColumn([4, 0, 0], [0, 0, 0])).toBe(0)
    expect(lastColumn([4, 0, 0], [0, 7, 0])).toBe(1)
    expect(lastColumn([0, 0], [0, 0])).toBe(-1)
  })
})

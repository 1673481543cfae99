import { describe, expect, it } from 'vitest'
import { bandPath, linePath, runsOf } from './series-path.ts'

const x = (i: number): number => i * 10
const y = (value: number): number => 100 - value

describe('runsOf', () => {
  it('breaks at every missing value', () => {
    expect(runsOf([1, null, 2, 3, NaN, 4])).toEqual([
      [0, 1],
      [2, 4],
      [5, 6],
    ])
  })

  it('needs all lists', () =>
    expect(runsOf([1, 2, 3], [1, null, 3])).toEqual([
      [0, 1],
      [2, 3],
    ]))

  it('has none of nothing', () => expect(runsOf([], [])).toEqual([]))
})

describe('linePath', () => {
  it('never bridges a gap', () => expect(linePath([1, 2, null, 4, 5], x, y)).toBe('M0 99L10 98M30 96L40 95'))
  it('shows a lone value as a dash', () => expect(linePath([null, 7, null], x, y)).toBe('M8.5 93h3'))
})

describe('bandPath', () => {
  it('closes each run', () => expect(bandPath([1, 1, null], [2, 3, null], x, y)).toBe('M0 98L10 97L10 99L0 99z'))
  it('shows a lone pair as a column', () => expect(bandPath([1], [2], x, y)).toBe('M-1.5 98h3V99h-3z'))
})

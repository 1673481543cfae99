import { seeded } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { tailMean } from './tail-mean.ts'

/** The definition, slowly. */
function slowTailMean(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const weight = share * sorted.length
  if (weight <= 1) return sorted[0] ?? NaN
  const whole = Math.floor(weight)
  const sum = sorted.slice(0, whole).reduce((total, value) => total + value, 0)
  return (sum + (weight - whole) * (sorted[whole] ?? 0)) / weight
}

const of = (...values: number[]): Float64Array => Float64Array.from(values)

describe('the tail mean', () => {
  it('of nothing is undefined', () => expect(tailMean(of())).toBeNaN())
  it('of one value is that value', () => expect(tailMean(of(-2))).toBe(-2))
  it('of fewer than ten values is the least', () => expect(tailMean(of(-1, -7, 0, -2))).toBe(-7))
  it('of ten values is the least', () => expect(tailMean(of(0, 0, -3, 0, 0, 0, 0, -1, 0, 0))).toBe(-3))
  it('of fifteen values gives the second half a weight', () =>
    expect(tailMean(Float64Array.from({ length: 15 }, (_, i) => -i))).toBeCloseTo((-14 + 0.5 * -13) / 1.5, 12))
  it('of equal values is that value', () => expect(tailMean(new Float64Array(137).fill(-0.25))).toBeCloseTo(-0.25, 14))
  it('of all is the mean', () => expect(tailMean(of(-1, -2, -6), 3, 1)).toBe(-3))
  it('takes values far below the last bucket, and −Infinity', () => {
    expect(tailMean(Float64Array.from({ length: 20 }, (_, i) => -700 + i))).toBeCloseTo(-699.5, 10)
    expect(tailMean(Float64Array.from({ length: 20 }, (_, i) => (i === 0 ? -Infinity : -i)))).toBe(-Infinity)
  })

  it('is its definition on long and short columns of every shape, and leaves them as they were', () => {
    const random = seeded(5)
    for (let round = 0; round < 300; round++) {
      const shape = random.next() * 6
      const values = Array.from({ length: 1 + random.index(800) }, () => -40 * random.next() ** shape)
      const share = random.next() < 0.5 ? 0.1 : random.next()
      const column = Float64Array.from(values)
      expect(tailMean(column, values.length, share)).toBeCloseTo(slowTailMean(values, share), 10)
      expect([...column]).toEqual(values)
    }
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { median, medianAbsoluteDeviation, NORMAL_MAD_FACTOR, packNumbers, quantile, quantileInPlace, quantileSorted } from './index.ts'

const numbers = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 60 })
const ties = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 60 })
const unit = fc.double({ min: 0, max: 1, noNaN: true })
const ascending = (a: number, b: number): number => a - b

describe('quantile', () => {
  // numpy 1.24, quantile(…, method="linear"), which is definition 7.
  it.each([
    [[1, 2, 3, 4], 0.25, 1.75],
    [[1, 2, 3, 4], 0.5, 2.5],
    [[3, 1, 2], 0.9, 2.8],
    [[0, 10], 0.05, 0.5],
    [[-2.5, -0.1, -7, -0.3, -1.2], 0.1, -5.2],
    [[5, 5, 5], 0.3, 5],
    [[7], 0.99, 7],
    [[1, 2, 3], 0, 1],
    [[1, 2, 3], 1, 3],
    [[], 0.5, NaN],
    [[1, NaN, 3], 0.5, NaN],
    [[-Infinity, 1, 2], 0.25, -Infinity],
    [[-Infinity, 1, 2], 0.5, 1],
    [[1, Infinity], 0.5, Infinity],
    [[-Infinity, Infinity], 0.5, NaN],
    [[-1.7e308, 1.7e308], 0.5, 0],
  ])('of %j at %d is %d', (values, p, expected) => {
    const result = quantile(values, p)
    if (Number.isFinite(expected)) expect(result).toBeCloseTo(expected, 12)
    else expect(result).toBe(expected)
  })

  it('agrees with sorting, to the digit, and leaves its input alone', () => {
    for (const values of [numbers, ties]) {
      fc.assert(
        fc.property(values, unit, (list, p) => {
          const before = [...list]
          expect(quantile(list, p)).toBe(quantileSorted([...list].sort(ascending), p))
          expect(list).toEqual(before)
        }),
      )
    }
  })

  it('does not err on sorted, reversed and equal values', () => {
    const n = 100_001
    const sorted = Float64Array.from({ length: n }, (_, i) => i)
    for (const values of [sorted, sorted.slice().reverse(), new Float64Array(n).fill(4), sorted.map((x) => x % 2)]) {
      expect(quantile(values, 0.5)).toBe(values.toSorted()[50_000])
    }
  })

  it('stays within the values and rises with p', () => {
    fc.assert(
      fc.property(numbers, unit, unit, (values, p, q) => {
        const low = quantile(values, Math.min(p, q))
        const high = quantile(values, Math.max(p, q))
        expect(Math.min(...values) <= low && low <= high && high <= Math.max(...values)).toBe(true)
      }),
    )
  })

  it('reads a range of sorted values and the front of a scratch array', () => {
    expect(quantileSorted([0, 1, 2, 3, 99], 0.5, 1, 4)).toBe(2)
    expect(quantileInPlace(Float64Array.of(3, 1, 2, -99), 0.5, 3)).toBe(2)
    expect(quantileInPlace(Float64Array.of(3, 1, 2, NaN), 0.5, 3)).toBe(2)
  })

  it.each([-0.1, 1.1, NaN])('refuses p = %d, saying what is wrong', (p) => {
    expect(() => quantile([1], p)).toThrow(`requires p in [0, 1], got ${p}`)
    expect(() => quantileSorted([1], p)).toThrow(RangeError)
  })
})

describe('median and medianAbsoluteDeviation', () => {
  it.each([
    [[], NaN],
    [[4], 4],
    [[3, 1, 2, 10], 2.5],
    [[1, NaN], NaN],
  ])('the median of %j is %d', (values, expected) => expect(median(values)).toBe(expected))

  it.each([
    [[1, 1, 2, 2, 4, 6, 9], 2, 1],
    [[5], 5, 0],
    [[5], 3, 2],
    [[], 0, NaN],
    [[1, NaN], 1, NaN],
    [[1, 2], NaN, NaN],
    [[1, 2, Infinity], 2, 1],
    [[Infinity, Infinity], Infinity, NaN],
  ])('the deviation of %j from %d is %d', (values, center, expected) => {
    expect(medianAbsoluteDeviation(values, center)).toBe(expected)
  })

  it('does not move when all values are shifted, and scales with them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1 }),
        fc.integer({ min: -1000, max: 1000 }),
        (values, shift) => {
          const mad = medianAbsoluteDeviation(values, median(values))
          const moved = values.map((x) => x + shift)
          expect(medianAbsoluteDeviation(moved, median(moved))).toBe(mad)
          const scaled = values.map((x) => -4 * x)
          expect(medianAbsoluteDeviation(scaled, median(scaled))).toBe(4 * mad)
        },
      ),
    )
  })

  it('uses the scratch and the range it is given', () => {
    expect(medianAbsoluteDeviation([99, 1, 2, 4, 99], 2, new Float64Array(3), 1, 4)).toBe(1)
  })

  it('scales to the standard deviation of a normal distribution', () => {
    // The distance within which half of a standard normal distribution lies, Φ⁻¹(3/4).
    expect(NORMAL_MAD_FACTOR * 0.6744897501960817).toBeCloseTo(1, 15)
  })
})

describe('packNumbers', () => {
  it('keeps what is not NaN, in order, also in place', () => {
    const values = Float64Array.of(NaN, 1, NaN, -Infinity, 3, NaN)
    expect(packNumbers(values, values)).toBe(3)
    expect([...values.subarray(0, 3)]).toEqual([1, -Infinity, 3])
    expect(packNumbers([1, NaN, 2, NaN, 3], new Float64Array(5), 1, 4)).toBe(1)
  })
})

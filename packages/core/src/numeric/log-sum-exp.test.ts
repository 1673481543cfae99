import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom, indexOfMax, logSumExp, shuffleInPlace } from './index.ts'

const logits = fc.array(fc.double({ min: -500, max: 500, noNaN: true }), { minLength: 1, maxLength: 40 })

describe('logSumExp', () => {
  it.each([
    [[], -Infinity],
    [[-3], -3],
    [[-Infinity, -Infinity], -Infinity],
    [[-Infinity, -2], -2],
    [[1, Infinity], Infinity],
    [[Infinity, Infinity], Infinity],
    [[-Infinity, Infinity], Infinity],
    [[NaN], NaN],
    [[Infinity, NaN], NaN],
    [[1000, 1000], 1000 + Math.LN2],
    [[-1000, -1000], -1000 + Math.LN2],
    [[0, -40], 4.248354255291589e-18],
  ])('of %j is %d', (values, expected) => expect(logSumExp(values)).toBe(expected))

  it('of a vocabulary of 200 000 equal entries is exact, wherever they lie', () => {
    for (const level of [-1e4, 0, 700, 1e6]) {
      const values = new Float64Array(200_000).fill(level)
      expect(Math.abs(logSumExp(values) - (level + Math.log(200_000)))).toBeLessThanOrEqual(1e-15 * Math.max(1, Math.abs(level)) + 2e-15)
    }
  })

  it('of 200 000 logprobs of a distribution is 0', () => {
    // A geometric distribution, whose logprobs are known without a sum: p_i = (1 − r) r^i.
    const r = 0.9999
    const values = Float64Array.from({ length: 200_000 }, (_, i) => Math.log1p(-r) + i * Math.log(r))
    expect(logSumExp(values)).toBeCloseTo(Math.log1p(-(r ** 200_000)), 12)
  })

  it('lies between the largest value and that plus ln n', () => {
    fc.assert(
      fc.property(logits, (values) => {
        const max = Math.max(...values)
        const result = logSumExp(values)
        expect(result >= max && result <= max + Math.log(values.length) + 1e-12).toBe(true)
      }),
    )
  })

  it('moves with a shift and does not care for the order', () => {
    fc.assert(
      fc.property(logits, fc.double({ min: -1e4, max: 1e4, noNaN: true }), fc.integer(), (values, shift, seed) => {
        const moved = shuffleInPlace(
          createRandom(seed),
          values.map((x) => x + shift),
        )
        expect(Math.abs(logSumExp(moved) - shift - logSumExp(values))).toBeLessThan(1e-10)
      }),
    )
  })

  it('of parts combines to that of the whole', () => {
    fc.assert(
      fc.property(logits, logits, (a, b) => {
        expect(logSumExp([logSumExp(a), logSumExp(b)])).toBeCloseTo(logSumExp([...a, ...b]), 11)
      }),
    )
  })

  it('reads a range', () => {
    expect(logSumExp([9, 0, 0, 9], 1, 3)).toBe(Math.LN2)
    expect(logSumExp([9, 9], 1, 1)).toBe(-Infinity)
  })
})

describe('indexOfMax', () => {
  it.each([
    [[], -1],
    [[NaN, 1], -1],
    [[1, NaN], -1],
    [[-Infinity, -Infinity], 0],
    [[1, 3, 3, 2], 1],
  ])('of %j is %d', (values, expected) => expect(indexOfMax(values)).toBe(expected))
})

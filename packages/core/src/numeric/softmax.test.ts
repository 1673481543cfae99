import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { logSoftmax, logSumExp, rescaleTemperature, softmax } from './index.ts'

const logits = fc.array(fc.double({ min: -300, max: 300, noNaN: true }), { minLength: 1, maxLength: 40 })
const temperature = fc.double({ min: 0.05, max: 20, noNaN: true })

const sum = (values: Float64Array): number => values.reduce((total, x) => total + x, 0)
const close = (a: ArrayLike<number>, b: ArrayLike<number>, tolerance: number): boolean =>
  a.length === b.length && Array.from(a).every((x, i) => x === b[i] || Math.abs(x - b[i]!) <= tolerance)

describe('softmax', () => {
  it('renormalises the options −0.5, −1.2, −2.0, −3.1', () => {
    const expected = [0.557417, 0.276805, 0.124377, 0.041401]
    expect(close(softmax([-0.5, -1.2, -2.0, -3.1]), expected, 5e-7)).toBe(true)
  })

  it('sums to 1, stays within 0 and 1, and keeps the order, at any temperature', () => {
    fc.assert(
      fc.property(logits, temperature, (values, t) => {
        const p = softmax(values, t)
        expect(sum(p)).toBeCloseTo(1, 12)
        expect(p.every((x) => x >= 0 && x <= 1)).toBe(true)
        const largest = values.indexOf(Math.max(...values))
        expect(p[largest]).toBe(Math.max(...p))
      }),
    )
  })

  it('does not change when all values are shifted', () => {
    fc.assert(
      fc.property(logits, fc.double({ min: -1e4, max: 1e4, noNaN: true }), (values, shift) => {
        const shifted = values.map((x) => x + shift)
        expect(close(softmax(shifted), softmax(values), 1e-10)).toBe(true)
        expect(close(logSoftmax(shifted), logSoftmax(values), 1e-10)).toBe(true)
      }),
    )
  })

  it('follows its entries when they change places', () => {
    fc.assert(
      fc.property(logits, (values) => {
        expect(close(softmax([...values].reverse()), softmax(values).reverse(), 1e-14)).toBe(true)
      }),
    )
  })

  it('is e^ of logSoftmax, which is x − logSumExp', () => {
    fc.assert(
      fc.property(logits, (values) => {
        const logs = logSoftmax(values)
        const total = logSumExp(values)
        expect(close(logs.map(Math.exp), softmax(values), 1e-15)).toBe(true)
        expect(
          close(
            logs,
            values.map((x) => x - total),
            1e-12,
          ),
        ).toBe(true)
      }),
    )
  })

  it('handles 200 000 logits, far from 0, without overflow', () => {
    for (const level of [-1e5, 1e5]) {
      const values = Float64Array.from({ length: 200_000 }, (_, i) => level + Math.sin(i) * 10)
      const p = softmax(values)
      expect(sum(p)).toBeCloseTo(1, 10)
      expect(Math.exp(logSumExp(logSoftmax(values)))).toBeCloseTo(1, 12)
    }
  })

  it.each([
    ['nothing', [], 1, []],
    ['one value', [-7], 1, [1]],
    ['an impossible entry', [0, -Infinity], 1, [1, 0]],
    ['only impossible entries', [-Infinity, -Infinity], 1, [NaN, NaN]],
    ['an infinite entry', [0, Infinity], 1, [NaN, NaN]],
    ['a missing entry', [0, NaN], 1, [NaN, NaN]],
    ['temperature 0', [1, 3, 2], 0, [0, 1, 0]],
    ['temperature −0', [1, 3, 2], -0, [0, 1, 0]],
    ['temperature 0 and a tie', [3, 3, 2, -Infinity], 0, [0.5, 0.5, 0, 0]],
    ['an infinite temperature', [9, 1, -Infinity, 4, 2], Infinity, [0.25, 0.25, 0, 0.25, 0.25]],
    ['a negative temperature', [1, 2], -1, [NaN, NaN]],
    ['no temperature', [1, 2], NaN, [NaN, NaN]],
  ])('of %s', (_, values, t, expected) => {
    expect([...softmax(values, t)]).toEqual(expected)
    expect(close(logSoftmax(values, t).map(Math.exp), softmax(values, t), 1e-15) || Number.isNaN(expected[0])).toBe(true)
  })

  it('writes into the array it is given, which may be its input', () => {
    const values = Float64Array.of(Math.log(3), 0, 99)
    expect([...softmax(values.subarray(0, 2), 1, values)]).toEqual([0.75, 0.25, 99])
    expect(() => softmax([1, 2, 3], 1, new Float64Array(2))).toThrow(RangeError)
  })
})

describe('rescaleTemperature', () => {
  it('is p^(1/T), renormalised', () => {
    const p = rescaleTemperature([Math.log(0.8), Math.log(0.2)], 1, 0.5).map(Math.exp)
    expect(close(p, [0.64 / 0.68, 0.04 / 0.68], 1e-15)).toBe(true)
  })

  it('goes back where it came from', () => {
    fc.assert(
      fc.property(logits, temperature, temperature, (values, from, to) => {
        const at = logSoftmax(values, from)
        expect(close(rescaleTemperature(rescaleTemperature(at, from, to), to, from), at, 1e-8)).toBe(true)
        expect(close(rescaleTemperature(at, from, to), logSoftmax(values, to), 1e-8)).toBe(true)
      }),
    )
  })

  it('of a part of the vocabulary is never below the truth', () => {
    fc.assert(
      fc.property(logits, fc.nat(40), temperature, (values, listed, to) => {
        const whole = [...logSoftmax(values)].sort((a, b) => b - a)
        const list = whole.slice(0, 1 + (listed % whole.length))
        const truth = rescaleTemperature(whole, 1, to)
        expect(rescaleTemperature(list, 1, to).every((x, i) => x >= truth[i]! - 1e-12)).toBe(true)
      }),
    )
  })

  it.each([0, -1, NaN, Infinity])('is undefined from temperature %d', (from) => {
    expect([...rescaleTemperature([0, -1], from, 1)]).toEqual([NaN, NaN])
  })

  it('to 0 gives all mass to the largest, and to Infinity the same to all', () => {
    expect([...rescaleTemperature([-1, -2], 0.7, 0)]).toEqual([0, -Infinity])
    expect([...rescaleTemperature([-1, -2], 0.7, Infinity).map(Math.exp)]).toEqual([0.5, 0.5])
    expect([...rescaleTemperature([-1, -2], 0.7, -1)]).toEqual([NaN, NaN])
  })
})

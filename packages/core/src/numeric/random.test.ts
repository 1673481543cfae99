import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom, momentsOf, sfc32, shuffleInPlace, standardNormal, uniformInteger } from './index.ts'

const drawn = (n: number, draw: () => number): number[] => Array.from({ length: n }, draw)

describe('sfc32', () => {
  it('gives the numbers of the reference implementation (PractRand)', () => {
    const expected = [0x03b80bb8, 0xa87dbc7e, 0x1787178c, 0x4c7b7234, 0xc65dade2, 0x2c692349, 0xf52c2153, 0xdf098072]
    expect(drawn(8, sfc32(0, 2, 1))).toEqual(expected)
    expect(sfc32(0, 0, 0)()).toBe(0xfb52c520)
  })
})

describe('createRandom', () => {
  it('gives the same numbers for the same seed, and others for another', () => {
    const first = drawn(50, createRandom(42))
    expect(drawn(50, createRandom(42))).toEqual(first)
    for (const other of [43, -42, 42 + 2 ** 32, 0]) expect(drawn(50, createRandom(other))).not.toEqual(first)
  })

  it('stays in [0, 1), evenly filled: 100 bins of 200 000 numbers, chi-squared within its 99.99 % range', () => {
    const random = createRandom(1)
    const bins = new Float64Array(100)
    for (let i = 0; i < 200_000; i++) {
      const u = random()
      expect(u >= 0 && u < 1).toBe(true)
      bins[Math.floor(u * 100)]! += 1
    }
    const chiSquared = bins.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0)
    expect(chiSquared).toBeGreaterThan(51)
    expect(chiSquared).toBeLessThan(161)
  })

  it.each([NaN, 0.5, Infinity, 2 ** 53])('refuses the seed %d', (seed) => expect(() => createRandom(seed)).toThrow(RangeError))
})

describe('uniformInteger', () => {
  it('gives every number below the bound, and no other', () => {
    const random = createRandom(3)
    expect(new Set(drawn(500, () => uniformInteger(random, 6)))).toEqual(new Set([0, 1, 2, 3, 4, 5]))
    expect(uniformInteger(() => 1 - 2 ** -53, 2 ** 53 - 1)).toBeLessThan(2 ** 53 - 1)
  })

  it.each([0, -1, 1.5, NaN, Infinity])('refuses the bound %d', (bound) =>
    expect(() => uniformInteger(createRandom(1), bound)).toThrow(RangeError),
  )
})

describe('standardNormal', () => {
  it('has mean 0, variance 1 and the tails of a normal distribution', () => {
    const random = createRandom(4)
    const values = drawn(100_000, () => standardNormal(random))
    const { mean, variance } = momentsOf(values)
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(100_000))
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / 100_000))
    // P(|x| > 1.96) = 0.05.
    expect(values.filter((x) => Math.abs(x) > 1.959963985).length / 100_000).toBeCloseTo(0.05, 2)
  })

  it('is finite for every number that a source may give', () => {
    for (const u of [0, 2 ** -53, 0.5, 1 - 2 ** -53]) expect(Number.isFinite(standardNormal(() => u))).toBe(true)
  })
})

describe('shuffleInPlace', () => {
  it('keeps the items', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9)), fc.integer(), (items, seed) => {
        expect(shuffleInPlace(createRandom(seed), [...items]).sort()).toEqual([...items].sort())
      }),
    )
  })

  it('makes every order of four items equally likely: chi-squared within its 99.99 % range', () => {
    const random = createRandom(5)
    const seen = new Map<string, number>()
    for (let i = 0; i < 24_000; i++) {
      const order = shuffleInPlace(random, [0, 1, 2, 3]).join('')
      seen.set(order, (seen.get(order) ?? 0) + 1)
    }
    expect(seen.size).toBe(24)
    const chiSquared = [...seen.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)
    expect(chiSquared).toBeLessThan(57)
  })
})

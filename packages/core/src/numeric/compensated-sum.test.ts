import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compensatedSum, createRandom, createSum, mean, mergeSum, pushSum, shuffleInPlace, sumOf, type SumState } from './index.ts'

const numbers = fc.array(fc.double({ min: -1e12, max: 1e12, noNaN: true }), { maxLength: 60 })
const integers = fc.array(fc.integer({ min: -(2 ** 30), max: 2 ** 30 }), { maxLength: 60 })

/** Slow and exact: every double is a whole number of 2^-1074. */
function exactSum(values: readonly number[]): number {
  const scale = (x: number): bigint => {
    let exponent = 0
    let significand = x
    while (!Number.isInteger(significand)) {
      significand *= 2
      exponent += 1
    }
    return BigInt(significand) << BigInt(1074 - exponent)
  }
  const total = values.reduce((sum, x) => sum + scale(x), 0n)
  const digits = total.toString(2).replace('-', '')
  if (digits.length <= 53) return Number(total) / 2 ** 1000 / 2 ** 74
  const kept = digits.slice(0, 60)
  const rest = digits.slice(60).includes('1') ? 1n : 0n
  const magnitude = Number((BigInt(`0b${kept}`) << 1n) | rest) * 2 ** (digits.length - kept.length - 501) * 2 ** -574
  return total < 0n ? -magnitude : magnitude
}

function sumState(values: readonly number[]): SumState {
  const state = createSum()
  for (const value of values) pushSum(state, value)
  return state
}

const magnitude = (values: readonly number[]): number => values.reduce((sum, x) => sum + Math.abs(x), 0)

describe('compensatedSum', () => {
  it.each([
    [[], 0],
    [[-0.5], -0.5],
    [[1, 1e100, 1, -1e100], 2],
    [[0.1, 0.2, 0.3], 0.6],
    [[1, NaN], NaN],
    [[1, -Infinity, 2], -Infinity],
    [[-Infinity, Infinity], NaN],
  ])('of %j is %d', (values, expected) => {
    expect(compensatedSum(values)).toBe(expected)
    expect(sumOf(sumState(values))).toBe(expected)
  })

  it('is the exact sum, rounded, to within 1 ulp of the result and 1e-30 of the magnitudes', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const exact = exactSum(values)
        expect(Math.abs(compensatedSum(values) - exact)).toBeLessThanOrEqual(2 ** -52 * Math.abs(exact) + 1e-30 * magnitude(values))
      }),
    )
  })

  it('does not depend on the order', () => {
    fc.assert(
      fc.property(numbers, fc.integer(), (values, seed) => {
        const other = shuffleInPlace(createRandom(seed), [...values])
        const difference = Math.abs(compensatedSum(other) - compensatedSum(values))
        expect(difference).toBeLessThanOrEqual(2 ** -51 * Math.abs(compensatedSum(values)) + 1e-30 * magnitude(values))
      }),
    )
  })

  it('sums a range', () => {
    expect(compensatedSum([1, 2, 4, 8], 1, 3)).toBe(6)
    expect(compensatedSum([1, 2], 2)).toBe(0)
  })
})

describe('a sum under way', () => {
  it('merges to the sum of the whole for every split', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const whole = compensatedSum(values)
        for (let cut = 0; cut <= values.length; cut++) {
          const left = sumState(values.slice(0, cut))
          mergeSum(left, sumState(values.slice(cut)))
          expect(Math.abs(sumOf(left) - whole)).toBeLessThanOrEqual(2 ** -52 * Math.abs(whole) + 1e-30 * magnitude(values))
        }
      }),
    )
  })

  it('gives the same digits of a logprob sum for every split, as providers send them', () => {
    const random = createRandom(20)
    for (let answer = 0; answer < 200; answer++) {
      const values = Array.from({ length: 200 }, () => Math.fround(Math.log(1 - random())))
      const whole = compensatedSum(values)
      for (let cut = 0; cut <= values.length; cut += 7) {
        const left = sumState(values.slice(0, cut))
        mergeSum(left, sumState(values.slice(cut)))
        expect(sumOf(left)).toBe(whole)
      }
    }
  })

  it('merges associatively and commutatively', () => {
    fc.assert(
      fc.property(integers, integers, integers, (a, b, c) => {
        const leftFirst = sumState(a)
        mergeSum(leftFirst, sumState(b))
        mergeSum(leftFirst, sumState(c))
        const rightFirst = sumState(b)
        mergeSum(rightFirst, sumState(c))
        mergeSum(rightFirst, sumState(a))
        expect(sumOf(leftFirst)).toBe(sumOf(rightFirst))
      }),
    )
  })

  it('leaves what it merges untouched, and keeps infinities', () => {
    const other = sumState([-Infinity, 2])
    const state = sumState([1])
    mergeSum(state, other)
    expect(sumOf(state)).toBe(-Infinity)
    expect(sumOf(other)).toBe(-Infinity)
    mergeSum(state, sumState([Infinity]))
    expect(sumOf(state)).toBeNaN()
  })
})

describe('mean', () => {
  it.each([
    [[], NaN],
    [[-2], -2],
    [[-1, -3], -2],
    [[-1, NaN], NaN],
    [[-1, -Infinity], -Infinity],
  ])('of %j is %d', (values, expected) => expect(mean(values)).toBe(expected))

  it('of a range', () => expect(mean([9, 1, 3, 9], 1, 3)).toBe(2))
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMoments, mergeMoments, momentsOf, pushMoments, snapshotMoments, type Moments, type MomentsState } from './index.ts'

const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { maxLength: 50 })

function pushed(values: readonly number[]): MomentsState {
  const state = createMoments()
  for (const value of values) pushMoments(state, value)
  return state
}

function expectClose(actual: Moments, expected: Moments): void {
  expect(actual.count).toBe(expected.count)
  for (const key of ['mean', 'variance', 'sampleVariance'] as const) {
    const tolerance = key === 'mean' ? 1e-9 : 1e-3
    if (Number.isNaN(expected[key])) expect(actual[key]).toBeNaN()
    else expect(Math.abs(actual[key] - expected[key])).toBeLessThanOrEqual(tolerance)
  }
}

describe('moments', () => {
  it.each([
    [[], { count: 0, mean: NaN, variance: NaN, sampleVariance: NaN }],
    [[-3], { count: 1, mean: -3, variance: 0, sampleVariance: NaN }],
    [[2, 4, 4, 4, 5, 5, 7, 9], { count: 8, mean: 5, variance: 4, sampleVariance: 32 / 7 }],
    [[1, NaN], { count: 2, mean: NaN, variance: NaN, sampleVariance: NaN }],
  ])('of %j', (values, expected) => expect(momentsOf(values)).toEqual(expected))

  it('keep the variance of values far from 0', () => {
    expect(momentsOf([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]).sampleVariance).toBe(30)
  })

  it('agree with two passes', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const n = values.length
        const mean = values.reduce((sum, x) => sum + x, 0) / n
        const m2 = values.reduce((sum, x) => sum + (x - mean) ** 2, 0)
        const sampleVariance = n > 1 ? m2 / (n - 1) : NaN
        expectClose(momentsOf(values), { count: n, mean: n > 0 ? mean : NaN, variance: n > 0 ? m2 / n : NaN, sampleVariance })
      }),
    )
  })

  it('merge to the moments of the whole for every split, and leave the other untouched', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        for (let cut = 0; cut <= values.length; cut++) {
          const right = pushed(values.slice(cut))
          const before = { ...right }
          const left = pushed(values.slice(0, cut))
          mergeMoments(left, right)
          expectClose(snapshotMoments(left), momentsOf(values))
          expect(right).toEqual(before)
        }
      }),
    )
  })

  it('merge associatively and commutatively', () => {
    fc.assert(
      fc.property(numbers, numbers, numbers, (a, b, c) => {
        const first = pushed(a)
        mergeMoments(first, pushed(b))
        mergeMoments(first, pushed(c))
        const inner = pushed(c)
        mergeMoments(inner, pushed(b))
        const second = pushed([])
        mergeMoments(second, inner)
        mergeMoments(second, pushed(a))
        expectClose(snapshotMoments(first), snapshotMoments(second))
      }),
    )
  })

  it('never have a negative variance', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        expect(momentsOf(values).variance < 0).toBe(false)
      }),
    )
  })

  it('read a range', () => expect(momentsOf([9, 1, 3, 9], 1, 3).mean).toBe(2))
})

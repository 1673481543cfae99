import { describe, expect, it } from 'vitest'
import { differenceEstimate, isDecided, meanEstimate, partingToken, sampleOf, shareDifference, shareEstimate } from './estimates.ts'

describe('meanEstimate', () => {
  it('has the t interval of R: t.test(c(1, 2, 3, 4, 5))', () => {
    const { low, mid, high } = meanEstimate(sampleOf([1, 2, 3, 4, 5]))!
    expect(mid).toBe(3)
    expect(low).toBeCloseTo(1.036757, 6)
    expect(high).toBeCloseTo(4.963243, 6)
  })

  it('says nothing of fewer than two values', () => expect([meanEstimate(sampleOf([])), meanEstimate(sampleOf([1]))]).toEqual([null, null]))
})

describe('differenceEstimate', () => {
  it('has Welch’s interval: t.test(c(2, 4, 6, 8), c(1, 2, 3)) in R, 4.0755 degrees of freedom', () => {
    const { low, mid, high } = differenceEstimate(sampleOf([1, 2, 3]), sampleOf([2, 4, 6, 8]))!
    expect(mid).toBe(3)
    expect(low).toBeCloseTo(-0.897975, 5)
    expect(high).toBeCloseTo(6.897975, 5)
  })

  it('is a point where nothing varies', () =>
    expect(differenceEstimate(sampleOf([1, 1]), sampleOf([2, 2]))).toMatchObject({ low: 1, high: 1 }))
})

describe('shareEstimate', () => {
  it('has the exact interval of R: binom.test(3, 10)', () => {
    const { low, mid, high } = shareEstimate(3, 10)!
    expect(mid).toBe(0.3)
    expect(low).toBeCloseTo(0.06673951, 6)
    expect(high).toBeCloseTo(0.6524529, 6)
  })

  it('says nothing of nothing', () => expect(shareEstimate(0, 0)).toBeNull())
})

describe('shareDifference', () => {
  it('has the intervals of Newcombe 1998, table II, method 10', () => {
    const some = shareDifference([48, 80], [56, 70])!
    expect([some.mid, some.low, some.high].map((value) => value.toFixed(4))).toEqual(['0.2000', '0.0524', '0.3339'])
    const none = shareDifference([0, 20], [0, 10])!
    expect([none.mid, none.low, none.high].map((value) => value.toFixed(4))).toEqual(['0.0000', '-0.1611', '0.2775'])
  })

  it('says nothing of an empty side', () => expect(shareDifference([0, 0], [1, 2])).toBeNull())
})

describe('isDecided', () => {
  it('wants the whole interval on one side of 0', () => {
    expect(isDecided({ low: 0.1, mid: 1, high: 2, n: 9 })).toBe(true)
    expect(isDecided({ low: -0.1, mid: 1, high: 2, n: 9 })).toBe(false)
    expect(isDecided({ low: -2, mid: -1, high: -0.1, n: 9 })).toBe(true)
  })
})

describe('partingToken', () => {
  const tokens = (...texts: string[]): { text: string }[] => texts.map((text) => ({ text }))
  it('finds the first difference', () => expect(partingToken(tokens('a', 'b', 'c'), tokens('a', 'x', 'c'))).toBe(1))
  it('is the end where one is the beginning of the other', () => expect(partingToken(tokens('a'), tokens('a', 'b'))).toBe(1))
  it('is 0 where nothing is shared', () => expect(partingToken(tokens('a'), tokens('b'))).toBe(0))
})

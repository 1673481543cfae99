import { expect, it } from 'vitest'
import { whatIfAt } from './what-if.ts'

const GROUP = {
  n: 100,
  promises: [],
  riskCurve: [
    { answeredShare: 0.25, threshold: 0.1, error: [0, 0.04, 0.2] },
    { answeredShare: 1, threshold: 0.8, error: [0.3, 0.4, 0.5] },
  ],
} as const

it('answers nothing below the first threshold, and what the curve says from each threshold on', () => {
  expect(whatIfAt(GROUP, 0.09)).toMatchObject({ share: [0, 0, expect.any(Number)], wrong: null })
  const low = whatIfAt(GROUP, 0.1)
  expect(low.share[1]).toBe(0.25)
  expect(low.wrong).toEqual([0, 0.04, 0.2])
  expect(whatIfAt(GROUP, 0.79)).toEqual(low)
  expect(whatIfAt(GROUP, 0.8).share[1]).toBe(1)
  expect(whatIfAt(GROUP, 1).wrong).toEqual([0.3, 0.4, 0.5])
})

it('gives an interval that holds the share', () => {
  const [below, share, above] = whatIfAt(GROUP, 0.5).share
  expect(below).toBeLessThan(share)
  expect(above).toBeGreaterThan(share)
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createSummary,
  mergeSummary,
  pushSummary,
  restoreSummary,
  snapshotSummary,
  summaryOf,
  type Summary,
  type SummaryState,
} from './index.ts'

const anything = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.double({ min: -1e4, max: 1e4, noNaN: true }) },
    { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity) },
  ),
  { maxLength: 40 },
)

function pushed(values: readonly number[]): SummaryState {
  const state = createSummary()
  for (const value of values) pushSummary(state, value)
  return state
}

function merged(...parts: SummaryState[]): SummaryState {
  const whole = createSummary()
  for (const part of parts) mergeSummary(whole, part)
  return whole
}

/** Counts and extremes the same; sums, means and squares to within rounding. */
function expectSame(actual: Summary, expected: Summary): void {
  expect({ ...actual, sum: 0, mean: 0, m2: 0 }).toEqual({ ...expected, sum: 0, mean: 0, m2: 0 })
  expect(actual.sum).toBeCloseTo(expected.sum, 8)
  expect(actual.mean === null).toBe(expected.mean === null)
  expect(actual.mean ?? 0).toBeCloseTo(expected.mean ?? 0, 8)
  expect(Math.abs(actual.m2 - expected.m2)).toBeLessThanOrEqual(1e-9 * Math.max(1, expected.m2))
}

describe('a summary', () => {
  it.each([
    [[], { count: 0, sum: 0, min: null, max: null, mean: null, m2: 0 }, [0, 0, 0]],
    [[-2], { count: 1, sum: -2, min: -2, max: -2, mean: -2, m2: 0 }, [0, 0, 0]],
    [[1, NaN, 2, Infinity, 6, -Infinity, NaN], { count: 3, sum: 9, min: 1, max: 6, mean: 3, m2: 14 }, [2, 1, 1]],
    [[NaN], { count: 0, sum: 0, min: null, max: null, mean: null, m2: 0 }, [1, 0, 0]],
  ])('of %j', (values, expected, [nan, negativeInfinity, positiveInfinity]) => {
    expect(summaryOf(values)).toEqual({ ...expected, notFinite: { nan, negativeInfinity, positiveInfinity } })
  })

  it('merges to that of the whole for every split', () => {
    fc.assert(
      fc.property(anything, (values) => {
        const whole = summaryOf(values)
        for (let cut = 0; cut <= values.length; cut++) {
          expectSame(snapshotSummary(merged(pushed(values.slice(0, cut)), pushed(values.slice(cut)))), whole)
        }
      }),
    )
  })

  it('merges associatively and commutatively, and leaves the other untouched', () => {
    fc.assert(
      fc.property(anything, anything, anything, (a, b, c) => {
        const [x, y, z] = [pushed(a), pushed(b), pushed(c)]
        expectSame(snapshotSummary(merged(merged(x, y), z)), snapshotSummary(merged(x, merged(z, y))))
        expect(x).toEqual(pushed(a))
      }),
    )
  })

  it('goes on from its snapshot, through JSON, as if it had never stopped', () => {
    fc.assert(
      fc.property(anything, anything, (before, after) => {
        const state = restoreSummary(JSON.parse(JSON.stringify(snapshotSummary(pushed(before)))))
        for (const value of after) pushSummary(state, value)
        expectSame(snapshotSummary(state), summaryOf([...before, ...after]))
      }),
    )
  })

  it('reads a range', () => expect(summaryOf([9, 1, 3, 9], 1, 3).mean).toBe(2))
})

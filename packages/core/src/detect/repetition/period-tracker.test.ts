import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPeriodTracker } from './period-tracker.ts'

/** Slow and obvious: looks at the whole sequence again after every symbol. */
function periodsAtEnd(symbols: readonly (number | null)[], maxPeriod: number, copies: number, leastLength: number): number[] {
  const found: number[] = []
  for (let period = 1; period <= maxPeriod; period++) {
    let matched = 0
    while (matched + period < symbols.length) {
      const symbol = symbols[symbols.length - 1 - matched]
      if (symbol === null || symbol !== symbols[symbols.length - 1 - matched - period]) break
      matched += 1
    }
    if (matched >= (copies - 1) * period && matched + period >= leastLength) found.push(period)
  }
  return found
}

describe('createPeriodTracker', () => {
  it('finds the same periods after every symbol as looking at everything again', () => {
    const symbols = fc.array(
      fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 2 }) }, { weight: 1, arbitrary: fc.constant(null) }),
      {
        maxLength: 120,
      },
    )
    fc.assert(
      fc.property(
        symbols,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 2, max: 4 }),
        fc.integer({ min: 1, max: 14 }),
        (given, max, copies, least) => {
          const tracker = createPeriodTracker(max, copies, least)
          for (let i = 0; i < given.length; i++) {
            const count = tracker.push(given[i]!)
            expect(Array.from(tracker.candidates.subarray(0, count))).toEqual(periodsAtEnd(given.slice(0, i + 1), max, copies, least))
          }
        },
      ),
    )
  })

  it('counts the first copy in the length of a run, and 0 where the latest symbol ended it', () => {
    const tracker = createPeriodTracker(4, 3, 6)
    for (const symbol of 'ababa') tracker.push(symbol)
    expect(tracker.lengthOf(2)).toBe(5)
    expect(tracker.lengthOf(3)).toBe(0)
    tracker.push('x')
    expect(tracker.lengthOf(2)).toBe(0)
  })

  it('forgets symbols that are too far back, however long the sequence', () => {
    const tracker = createPeriodTracker(3, 2, 2)
    for (let i = 0; i < 10_000; i++) expect(tracker.push(i % 5)).toBe(0)
  })

  it('is as new after clear', () => {
    const tracker = createPeriodTracker(4, 3, 3)
    for (const symbol of 'aaaa') tracker.push(symbol)
    tracker.clear()
    expect([tracker.push('a'), tracker.push('a'), tracker.push('a')]).toEqual([0, 0, 1])
  })
})

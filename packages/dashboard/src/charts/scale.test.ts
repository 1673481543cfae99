import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linearScale, tickDecimals, timeTicks } from './scale.ts'

describe('linearScale', () => {
  it('holds every value between its ends, with a handful of ascending ticks', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 }), fc.boolean(), (values, zero) => {
        const scale = linearScale(values, { zero })
        expect(scale).not.toBeNull()
        const { low, high, ticks } = scale!
        const room = (high - low) * 1e-6
        expect(low).toBeLessThanOrEqual(Math.min(...values) + room)
        expect(high).toBeGreaterThanOrEqual(Math.max(...values) - room)
        expect(ticks.length).toBeGreaterThan(1)
        expect(ticks.length).toBeLessThan(12)
        for (let i = 1; i < ticks.length; i++) expect(ticks[i]!).toBeGreaterThan(ticks[i - 1]!)
      }),
    )
  })

  it('is nothing without a finite value', () => {
    expect(linearScale([])).toBeNull()
    expect(linearScale([null, NaN, Infinity])).toBeNull()
  })

  it('ends at zero where asked', () => {
    expect(linearScale([-3, -1], { zero: true })).toMatchObject({ high: 0 })
    expect(linearScale([5, 7], { zero: true })).toMatchObject({ low: 0 })
    expect(linearScale([0, 0], { zero: true })?.ticks.length).toBeGreaterThan(0)
  })
})

describe('tickDecimals', () => {
  it.each<[number[], number]>([
    [[0, 1, 2], 0],
    [[0, 0.5], 1],
    [[0, 0.02], 2],
    [[0, 200], 0],
    [[1], 0],
  ])('tells %j apart with %i', (ticks, decimals) => expect(tickDecimals(ticks)).toBe(decimals))
})

describe('timeTicks', () => {
  it('gives local midnights for days', () => {
    const offset = 3 * 3_600_000
    const { ticks, stepMs } = timeTicks(Date.UTC(2026, 10, 20, 5), Date.UTC(2026, 10, 25, 5), 6, offset)
    expect(stepMs).toBe(86_400_000)
    expect(ticks.map((at) => (at + offset) % 86_400_000)).toEqual(ticks.map(() => 0))
    expect(ticks).toHaveLength(5)
  })

  it('never gives many more than asked', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60_000, max: 4e10 }), (length) => {
        expect(timeTicks(1e12, 1e12 + length, 6, 0).ticks.length).toBeLessThanOrEqual(8)
      }),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { medianAbsoluteDeviation } from '../numeric/median-absolute-deviation.ts'
import { median } from '../numeric/quantile.ts'
import { createRunningWindow } from './running-window.ts'

describe('createRunningWindow', () => {
  it('knows the median and the deviation of the last values, as sorting them would', () => {
    const value = fc.oneof(fc.integer({ min: -4, max: 0 }), fc.double({ min: -20, max: 0, noNaN: true }))
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), fc.integer({ min: 1, max: 16 }), (values, size) => {
        const window = createRunningWindow(size)
        for (let i = 0; i < values.length; i++) {
          window.push(values[i]!)
          const last = values.slice(Math.max(0, i + 1 - size), i + 1)
          expect(window.count()).toBe(last.length)
          expect(window.isFull()).toBe(last.length === size)
          expect(window.median()).toBeCloseTo(median(last), 12)
          expect(window.deviationFrom(-1)).toBeCloseTo(medianAbsoluteDeviation(last, -1), 12)
        }
      }),
    )
  })

  it('is NaN while empty, and again after clear', () => {
    const window = createRunningWindow(3)
    expect([window.median(), window.deviationFrom(0)]).toEqual([NaN, NaN])
    window.push(1)
    window.clear()
    expect([window.median(), window.count()]).toEqual([NaN, 0])
  })
})

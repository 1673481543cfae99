import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { uuidv7 } from './uuid-v7.ts'

const FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe('uuidv7', () => {
  it('reproduces the example of RFC 9562, appendix A.6', () => {
    // rand_a = 0xCC3; rand_b = 0x18C4DC0C0C07398F, of which 30 bits come before the last 32.
    const draws = [0xcc3 / 2 ** 12, 0x18c4dc0c / 2 ** 30, 0x0c07398f / 2 ** 32]
    expect(uuidv7(1645557742000, () => draws.shift() ?? 0)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f')
  })

  it('has the form of a version 7 UUID for any time and any random numbers', () => {
    const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.infiniteStream(unit), (time, units) => {
        expect(uuidv7(time % 2 ** 48, () => units.next().value as number)).toMatch(FORM)
      }),
    )
  })

  it('sorts by time', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), fc.integer({ min: 1, max: 2 ** 31 }), (time, later) => {
        expect(uuidv7(time, () => 1 - 2 ** -53) < uuidv7(time + later, () => 0)).toBe(true)
      }),
    )
  })

  it.each([NaN, Infinity, -Infinity, -1, 2 ** 48])('refuses the time %d', (time) => {
    expect(() => uuidv7(time, () => 0)).toThrow(RangeError)
  })
})

import { seeded } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { logOfMass, NEXT_TO_ZERO } from './log-of-mass.ts'

describe('logOfMass', () => {
  it('is Math.log within 2e-15 and 2e-16 of itself', () => {
    const random = seeded(2)
    for (let i = 0; i < 20_000; i++) {
      const x = i % 2 === 0 ? 2 * random.next() : Math.exp(-680 * random.next())
      if (x === 0) continue
      expect(Math.abs(logOfMass(x) - Math.log(x))).toBeLessThanOrEqual(2e-15 + 2.3e-16 * Math.abs(Math.log(x)))
    }
  })

  it.each([1, 0.5, 1.999999, 1e-300, 2 ** -500])('agrees with Math.log at %d', (x) => expect(logOfMass(x)).toBeCloseTo(Math.log(x), 12))

  it('makes x·ln x vanish next to 0', () => expect(NEXT_TO_ZERO * logOfMass(NEXT_TO_ZERO)).toBeGreaterThan(-1e-296))
})

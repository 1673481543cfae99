import { seeded } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { expOfLogprob, logOfMass, NEXT_TO_ZERO } from './fast-logarithms.ts'

describe('expOfLogprob', () => {
  it('is Math.exp within 1e-14 from 0 down to where it hands over', () => {
    const random = seeded(1)
    for (let i = 0; i < 20_000; i++) {
      const x = -45 * random.next() ** 2
      expect(Math.abs(expOfLogprob(x) / Math.exp(x) - 1)).toBeLessThanOrEqual(1e-14)
    }
  })

  it.each([0, -0, -40, -40.000001, -745, -1000, -Infinity])('agrees with Math.exp at %d', (x) => {
    expect(expOfLogprob(x)).toBeCloseTo(Math.exp(x), 15)
  })
})

describe('logOfMass', () => {
  it('is Math.log within 2e-15 and 2e-16 of itself', () => {
    const random = seeded(2)
    for (let i = 0; i < 20_000; i++) {
      const x = i % 2 === 0 ? 2 * random.next() : Math.exp(-680 * random.next())
      if (x === 0) continue
      expect(Math.abs(logOfMass(x) - Math.log(x))).toBeLessThanOrEqual(2e-15 + 2.3e-16 * Math.abs(Math.log(x)))
    }
  })

  it('makes x·ln x vanish next to 0', () => expect(NEXT_TO_ZERO * logOfMass(NEXT_TO_ZERO)).toBeGreaterThan(-1e-296))
})

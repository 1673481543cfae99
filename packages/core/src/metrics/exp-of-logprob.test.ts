import { seeded } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { expOfLogprob } from './exp-of-logprob.ts'

describe('expOfLogprob', () => {
  it('is Math.exp within 5e-14 from 0 down to −745', () => {
    const random = seeded(1)
    for (let i = 0; i < 20_000; i++) {
      const x = -708 * random.next() ** 4
      expect(Math.abs(expOfLogprob(x) / Math.exp(x) - 1)).toBeLessThanOrEqual(5e-14 + 2e-16 * -x)
    }
  })

  it.each([0, -0, -40, -300, -745])('agrees with Math.exp at %d', (x) => {
    expect(expOfLogprob(x)).toBeCloseTo(Math.exp(x), 15)
  })
})

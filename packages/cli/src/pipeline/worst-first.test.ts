import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createWorstFirst } from './worst-first.ts'

describe('createWorstFirst', () => {
  it('hands out what sorting everything would, whatever the limit', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer({ min: -5, max: 5 }))), fc.integer({ min: 1, max: 12 }), (keys, limit) => {
        const worst = createWorstFirst<number>(limit)
        keys.forEach((key, i) => worst.add(key, i))
        const rank = (i: number): number => keys[i] ?? -Infinity
        const expected = keys
          .map((_, i) => i)
          .sort((a, b) => (rank(a) === rank(b) ? a - b : rank(b) - rank(a)))
          .slice(0, limit)
        expect(worst.take()).toEqual(expected)
      }),
    )
  })

  it('puts what has no key last', () => {
    const worst = createWorstFirst<string>(Infinity)
    worst.add(null, 'none')
    worst.add(NaN, 'not a number')
    worst.add(-100, 'some')
    expect(worst.take()).toEqual(['some', 'none', 'not a number'])
  })
})

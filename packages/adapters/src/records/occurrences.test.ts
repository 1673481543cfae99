import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createOccurrences } from './occurrences.ts'

const digest = (n: number): string =>
  (Math.imul(n, 2654435761) >>> 0).toString(16).padStart(8, '0') + n.toString(16).padStart(8, '0') + 'ab'

it('counts like a map', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50), { maxLength: 2000 }), (numbers) => {
      const occurrences = createOccurrences()
      const counts = new Map<number, number>()
      for (const n of numbers) {
        expect(occurrences.next(digest(n))).toBe(counts.get(n) ?? 0)
        counts.set(n, (counts.get(n) ?? 0) + 1)
      }
    }),
  )
})

it('counts past what an entry holds', () => {
  const occurrences = createOccurrences()
  for (let i = 0; i < 1000; i++) expect(occurrences.next(digest(7))).toBe(i)
  expect(occurrences.next(digest(8))).toBe(0)
})

it('finds every one of many again, in little memory', () => {
  const occurrences = createOccurrences()
  for (let n = 0; n < 200_000; n++) expect(occurrences.next(digest(n << 8))).toBe(0)
  for (let n = 0; n < 200_000; n += 7) expect(occurrences.next(digest(n << 8))).toBe(1)
})

it('stops taking new ones at its limit, but goes on counting the known', () => {
  const occurrences = createOccurrences(2)
  const seen = [1, 2, 3, 3, 1, 2].map((n) => occurrences.next(digest(n)))
  expect(seen).toEqual([0, 0, 0, 0, 1, 1])
})

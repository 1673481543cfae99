import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { createRandom } from './random.ts'
import { systematicSample } from './systematic-sample.ts'

describe('systematicSample', () => {
  it('draws each index as often as its probability says', () => {
    const random = createRandom(11)
    const weights = [1, 2, 3, 4, 90]
    const counts = weights.map(() => 0)
    const runs = 20_000
    for (let run = 0; run < runs; run++) for (const i of systematicSample(weights, 3, random).indices) counts[i]! += 1
    const { probabilities } = systematicSample(weights, 3, random)
    expect(probabilities[4]).toBe(1)
    counts.forEach((count, i) => {
      const p = probabilities[i]!
      // Five standard errors.
      expect(Math.abs(count / runs - p)).toBeLessThanOrEqual(5 * Math.sqrt((p * (1 - p)) / runs) + 1e-12)
    })
  })

  it('draws that many different indices, with probabilities that add up to it', () => {
    const weights = fc.array(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), { maxLength: 60 })
    fc.assert(
      fc.property(weights, fc.nat(70), fc.nat(), (list, size, seed) => {
        const { indices, probabilities } = systematicSample(list, size, createRandom(seed))
        expect(new Set(indices).size).toBe(Math.min(size, list.length))
        expect(indices).toEqual([...indices].sort((a, b) => a - b))
        const total = probabilities.reduce((sum, p) => sum + p, 0)
        expect(total).toBeCloseTo(Math.min(size, list.length), 6)
        if (size > 0) expect(probabilities.every((p) => p > 0 && p <= 1)).toBe(true)
      }),
    )
  })

  it('gives nothing of nothing, and everything where more is asked for', () => {
    expect(systematicSample([], 3, () => 0.5).indices).toEqual([])
    expect(systematicSample([1, 2], 5, () => 0.5)).toEqual({ indices: [0, 1], probabilities: Float64Array.of(1, 1) })
  })

  it.each([
    [[1, 0], 1],
    [[1, NaN], 1],
    [[1, -1], 1],
    [[1, Infinity], 1],
    [[1], -1],
    [[1], 0.5],
  ])('refuses weights %j with size %s', (weights, size) => {
    expect(() => systematicSample(weights, size, () => 0.5)).toThrow(RangeError)
  })
})

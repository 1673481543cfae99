import { seeded, vectorCases } from '@logitscope/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entropyInterval, type ListBounds } from './entropy-interval.ts'

const EXACT = { roundingNats: 0, roundingRelative: 0, lostMass: 0 }
const out = new Float64Array(2)

function interval(logprobs: readonly number[], bounds: Partial<ListBounds> & { vocabulary: number }): [number, number] {
  entropyInterval(logprobs, 0, logprobs.length, { cap: logprobs.at(-1) ?? NaN, ...EXACT, ...bounds }, out)
  return [out[0]!, out[1]!]
}

/** −Σp·log2 p, the plain way. */
function entropyBits(probabilities: readonly number[]): number {
  return -probabilities.reduce((sum, p) => sum + (p > 0 ? p * Math.log2(p) : 0), 0)
}

/** Descending probabilities that add up to 1; `tilt` from flat to spiked. */
function distribution(weights: readonly number[], tilt: number): number[] {
  const raised = weights.map((weight) => (weight + 1e-9) ** tilt)
  const total = raised.reduce((sum, weight) => sum + weight, 0)
  return raised.map((weight) => weight / total).sort((a, b) => b - a)
}

const anyDistribution = fc
  .tuple(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 60 }), fc.double({ min: 0, max: 12, noNaN: true }))
  .map(([weights, tilt]) => distribution(weights, tilt))

describe('the entropy interval', () => {
  it('of the top three −0.5, −2.0, −3.5 begins at 2.145801 bits', () => {
    expect(interval([-0.5, -2, -3.5], { vocabulary: 50_257 })[0]).toBeCloseTo(2.145801, 6)
  })

  it('does not need the vocabulary for its lower end, and has no upper end without it', () => {
    const [lower, upper] = interval([-0.5, -2, -3.5], { vocabulary: NaN })
    expect(lower).toBeCloseTo(2.145801, 6)
    expect(upper).toBeNaN()
  })

  it('grows with the vocabulary by the unlisted mass for each doubling, and only above', () => {
    const small = interval([-0.5, -2, -3.5], { vocabulary: 50_000 })
    const large = interval([-0.5, -2, -3.5], { vocabulary: 100_000 })
    expect(large[0]).toBe(small[0])
    expect(large[1] - small[1]).toBeCloseTo(1 - 0.772063, 3)
  })

  it('of the whole vocabulary is its entropy, twice', () => {
    const p = distribution([1, 2, 3, 4, 5], 1)
    const [lower, upper] = interval(p.map(Math.log), { vocabulary: 5 })
    expect(lower).toBeCloseTo(entropyBits(p), 12)
    expect(upper).toBeCloseTo(entropyBits(p), 12)
  })

  it('of a whole vocabulary whose float32 sum is off is that of the renormalised list', () => {
    const p = distribution([1, 2, 3, 4, 5], 1)
    const [lower, upper] = interval(
      p.map((value) => Math.log(value * 1.00023)),
      { vocabulary: 5 },
    )
    expect(lower).toBeCloseTo(entropyBits(p), 12)
    expect(upper).toBeCloseTo(entropyBits(p), 12)
  })

  it('attains its lower end where the tail is packed', () => {
    // Top two of (0.4, 0.2, 0.2, 0.15, 0.05 …): the tail 0.4 as two tokens of 0.2.
    const [lower] = interval([0.4, 0.2].map(Math.log), { vocabulary: 1000 })
    expect(lower).toBeCloseTo(entropyBits([0.4, 0.2, 0.2, 0.2]), 12)
    const [withRest] = interval([0.5, 0.2].map(Math.log), { vocabulary: 1000 })
    expect(withRest).toBeCloseTo(entropyBits([0.5, 0.2, 0.2, 0.1]), 12)
  })

  it('attains its upper end where the tail is even', () => {
    const tail = Array.from({ length: 98 }, () => 0.3 / 98)
    const [, upper] = interval([0.5, 0.2].map(Math.log), { vocabulary: 100 })
    expect(upper).toBeCloseTo(entropyBits([0.5, 0.2, ...tail]), 12)
  })

  it('lets one token hold the whole tail where the list may have holes', () => {
    const [lower] = interval([0.5, 0.1].map(Math.log), { vocabulary: 1000, cap: NaN })
    expect(lower).toBeCloseTo(entropyBits([0.5, 0.1, 0.4]), 12)
    expect(interval([Math.log(0.25)], { vocabulary: 1000, cap: NaN })[0]).toBeCloseTo(entropyBits([0.25, 0.75]), 12)
  })

  it('takes the cap of the list where an unlisted chosen token is less probable', () => {
    const [lower] = interval([0.5, 0.2, 0.01].map(Math.log), { vocabulary: 1000, cap: Math.log(0.2) })
    expect(lower).toBeCloseTo(entropyBits([0.5, 0.2, 0.01, 0.2, 0.09]), 12)
  })

  it('packs a tail under a cap above 1/e in the way that gives the least, which need not be the least mass', () => {
    const bounds = { cap: Math.log(0.5), vocabulary: 10, roundingNats: 1e-3 }
    const [lower, upper] = interval([Math.log(0.5)], bounds)
    // 0.5 may be 0.4995 to 0.5005; the tail may be one token of it.
    expect(lower).toBeLessThanOrEqual(entropyBits([0.5005, 0.4995]))
    expect(lower).toBeGreaterThan(0.995)
    expect(upper).toBeGreaterThan(entropyBits([0.5, ...Array.from({ length: 9 }, () => 0.5 / 9)]))
  })

  it.each([
    ['an empty support', [], 100],
    ['more mass than 1', [0.9, 0.2], 100],
    ['more entries than the vocabulary', [0.5, 0.3, 0.1], 2],
    ['a tail that does not fit under the cap', [0.5, 0.001], 100],
    ['a whole vocabulary without its mass', [0.5, 0.3], 2],
    ['NaN among the values', [0.5, NaN], 100],
  ])('is undefined for %s', (_, probabilities, vocabulary) => {
    expect(interval(probabilities.map(Math.log), { vocabulary })).toEqual([NaN, NaN])
  })

  it('is 0 where one token has all', () => expect(interval([0, -Infinity], { vocabulary: 100, cap: -Infinity })).toEqual([0, 0]))

  it('holds the truth of every distribution, cut anywhere', () => {
    fc.assert(
      fc.property(anyDistribution, fc.nat(), fc.integer({ min: 0, max: 1000 }), (p, cut, more) => {
        const k = 1 + (cut % p.length)
        const truth = entropyBits(p)
        const [lower, upper] = interval(p.slice(0, k).map(Math.log), { vocabulary: p.length + more })
        expect(lower).toBeLessThanOrEqual(truth + 1e-9)
        expect(upper).toBeGreaterThanOrEqual(truth - 1e-9)
      }),
      { numRuns: 2000 },
    )
  })

  it('holds the truth of a list with the chosen token from anywhere below it', () => {
    fc.assert(
      fc.property(anyDistribution, fc.nat(), fc.nat(), (p, cut, draw) => {
        const k = 1 + (cut % (p.length - 1))
        const chosen = k + (draw % (p.length - k))
        const [lower, upper] = interval([...p.slice(0, k), p[chosen]!].map(Math.log), { vocabulary: p.length, cap: Math.log(p[k - 1]!) })
        expect(lower).toBeLessThanOrEqual(entropyBits(p) + 1e-9)
        expect(upper).toBeGreaterThanOrEqual(entropyBits(p) - 1e-9)
      }),
      { numRuns: 1000 },
    )
  })

  it('holds the truth of a list with holes', () => {
    fc.assert(
      fc.property(anyDistribution, fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }), (p, kept) => {
        const list = p.filter((_, i) => kept[i])
        fc.pre(list.length > 0)
        const [lower, upper] = interval(list.map(Math.log), { vocabulary: p.length, cap: NaN })
        expect(lower).toBeLessThanOrEqual(entropyBits(p) + 1e-9)
        expect(upper).toBeGreaterThanOrEqual(entropyBits(p) - 1e-9)
      }),
      { numRuns: 1000 },
    )
  })

  it.each([1e-2, 1e-3, 1e-4, 1e-6])('holds the truth of a list rounded to steps of %d nats', (step) => {
    fc.assert(
      fc.property(anyDistribution, fc.nat(), (p, cut) => {
        const k = 1 + (cut % p.length)
        const list = p.slice(0, k).map((value) => Math.round(Math.log(value) / step) * step)
        const [lower, upper] = interval(list, { vocabulary: p.length, roundingNats: step / 2 })
        expect(lower).toBeLessThanOrEqual(entropyBits(p) + 1e-9)
        expect(upper).toBeGreaterThanOrEqual(entropyBits(p) - 1e-9)
      }),
      { numRuns: 1000 },
    )
  })

  it.each([8, 11])('holds the truth of a list in a format of %d significant bits', (bits) => {
    const round = (value: number): number => {
      const unit = 2 ** (Math.floor(Math.log2(-value)) + 1 - bits)
      return Math.round(value / unit) * unit
    }
    fc.assert(
      fc.property(anyDistribution, fc.nat(), (p, cut) => {
        const k = 1 + (cut % p.length)
        const list = p.slice(0, k).map((value) => (value === 1 ? 0 : round(Math.log(value))))
        const [lower, upper] = interval(list, { vocabulary: p.length, roundingRelative: 2 ** -bits })
        if (Number.isNaN(lower)) return
        expect(lower).toBeLessThanOrEqual(entropyBits(p) + 1e-9)
        expect(upper).toBeGreaterThanOrEqual(entropyBits(p) - 1e-9)
      }),
      { numRuns: 1000 },
    )
  })

  it('holds the truth of a list whose engine lost the smallest probabilities', () => {
    fc.assert(
      fc.property(anyDistribution, fc.nat(), fc.double({ min: 0, max: 3e-4, noNaN: true }), (p, cut, lost) => {
        const k = 1 + (cut % p.length)
        const list = p.slice(0, k).map((value) => Math.min(0, Math.log(value / (1 - lost))))
        const [lower, upper] = interval(list, { vocabulary: p.length, lostMass: 3e-4 })
        expect(lower).toBeLessThanOrEqual(entropyBits(p) + 1e-9)
        expect(upper).toBeGreaterThanOrEqual(entropyBits(p) - 1e-9)
      }),
      { numRuns: 1000 },
    )
  })

  it('is never wider where more is listed', () => {
    const random = seeded(3)
    for (let round = 0; round < 200; round++) {
      const p = distribution(
        Array.from({ length: 40 }, () => random.next()),
        random.next() * 8,
      ).map(Math.log)
      let [lower, upper] = interval(p.slice(0, 1), { vocabulary: 40 })
      for (let k = 2; k < 40; k++) {
        const next = interval(p.slice(0, k), { vocabulary: 40 })
        expect(next[0]).toBeGreaterThanOrEqual(lower - 1e-9)
        expect(next[1]).toBeLessThanOrEqual(upper + 1e-9)
        ;[lower, upper] = next
      }
    }
  })
})

interface Bounds {
  readonly input: { readonly V: number; readonly k: number; readonly topk_logprobs: number[] }
  readonly expected: { readonly true_entropy_nats: number; readonly lower_bound: number; readonly upper_bound: number }
}
const cases = vectorCases('topk_entropy_bounds.json') as readonly Bounds[]

describe.skipIf(cases.length === 0)('topk_entropy_bounds', () => {
  it('has 54 cases', () => expect(cases).toHaveLength(54))

  it.each(cases.map((one, i) => [i, one] as const))('case %d: both ends, and the truth between them', (_, { input, expected }) => {
    const [lower, upper] = interval(input.topk_logprobs, { vocabulary: input.V }).map((bits) => bits * Math.LN2) as [number, number]
    expect(Math.abs(lower - expected.lower_bound)).toBeLessThanOrEqual(1e-9)
    expect(Math.abs(upper - expected.upper_bound)).toBeLessThanOrEqual(1e-9)
    expect(lower).toBeLessThanOrEqual(expected.true_entropy_nats + 1e-9)
    expect(upper).toBeGreaterThanOrEqual(expected.true_entropy_nats - 1e-9)
  })
})

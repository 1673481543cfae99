import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quantile } from '../numeric/index.ts'
import {
  AVG_LOGPROB_BINS,
  createHistogram,
  ENTROPY_BITS_BINS,
  histogramQuantile,
  LATENCY_MS_BINS,
  mergeHistogram,
  pushHistogram,
  restoreHistogram,
  snapshotHistogram,
  type BinScale,
  type Histogram,
} from './index.ts'

const anything = fc.array(fc.oneof(fc.double({ min: -30, max: 5, noNaN: true }), fc.constantFrom(NaN, Infinity, -Infinity, 0, -1, -3)), {
  maxLength: 60,
})
const durations = fc.array(fc.double({ min: 0, max: 1e7, noNaN: true }), { minLength: 1, maxLength: 80 })

function histogramOf(values: readonly number[], scale: BinScale = AVG_LOGPROB_BINS): Histogram {
  const histogram = createHistogram(scale)
  for (const value of values) pushHistogram(histogram, value)
  return histogram
}

function merged(...parts: Histogram[]): Histogram {
  const whole = createHistogram(AVG_LOGPROB_BINS)
  for (const part of parts) mergeHistogram(whole, part)
  return whole
}

describe('a histogram', () => {
  it('counts each finite value in one bin, and the others apart', () => {
    fc.assert(
      fc.property(anything, (values) => {
        const histogram = histogramOf(values)
        const finite = values.filter((value) => Number.isFinite(value))
        expect(histogram.total).toBe(finite.length)
        expect(histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(finite.length)
        expect(histogram.notFinite).toEqual({
          nan: values.filter((value) => Number.isNaN(value)).length,
          positiveInfinity: values.filter((value) => value === Infinity).length,
          negativeInfinity: values.filter((value) => value === -Infinity).length,
        })
        expect(histogram.min).toBe(Math.min(...finite) + 0)
        expect(histogram.max).toBe(Math.max(...finite) + 0)
      }),
    )
  })

  it('lets the share beyond an edge be read off', () => {
    const { counts, scale } = histogramOf([-4, -3, -2.9, -0.1])
    const below = counts.subarray(0, scale.edges.indexOf(-3) + 1).reduce((sum, count) => sum + count, 0)
    expect(below).toBe(1)
  })

  it('merges to that of the whole for every split', () => {
    fc.assert(
      fc.property(anything, (values) => {
        const whole = histogramOf(values)
        for (let cut = 0; cut <= values.length; cut++) {
          expect(merged(histogramOf(values.slice(0, cut)), histogramOf(values.slice(cut)))).toEqual(whole)
        }
      }),
    )
  })

  it('merges associatively and commutatively, and leaves the other untouched', () => {
    fc.assert(
      fc.property(anything, anything, anything, (a, b, c) => {
        const [x, y, z] = [histogramOf(a), histogramOf(b), histogramOf(c)]
        expect(merged(merged(x, y), z)).toEqual(merged(x, merged(z, y)))
        expect(x).toEqual(histogramOf(a))
      }),
    )
  })

  it('refuses to merge with one of another scale, naming both', () => {
    expect(() => mergeHistogram(histogramOf([]), createHistogram(ENTROPY_BITS_BINS))).toThrow(/avg-logprob\/1 and entropy-bits\/1/)
  })

  it('comes back from its snapshot, through JSON', () => {
    fc.assert(
      fc.property(anything, (values) => {
        const histogram = histogramOf(values)
        const snapshot = JSON.parse(JSON.stringify(snapshotHistogram(histogram)))
        expect(restoreHistogram(AVG_LOGPROB_BINS, snapshot)).toEqual(histogram)
      }),
    )
  })

  it('does not come back as one of another scale', () => {
    const snapshot = snapshotHistogram(histogramOf([-1]))
    expect(() => restoreHistogram(ENTROPY_BITS_BINS, snapshot)).toThrow(RangeError)
    expect(() => restoreHistogram(AVG_LOGPROB_BINS, { ...snapshot, counts: [1] })).toThrow(RangeError)
  })
})

describe('histogramQuantile', () => {
  it('gives an interval that holds the true quantile, and an estimate inside it', () => {
    fc.assert(
      fc.property(durations, fc.double({ min: 0, max: 1, noNaN: true }), (values, p) => {
        const { lower, estimate, upper } = histogramQuantile(histogramOf(values, LATENCY_MS_BINS), p)
        const truth = quantile(values, p)
        const slack = 1e-12 * truth
        expect(lower - slack <= truth && truth <= upper + slack).toBe(true)
        expect(lower - slack <= estimate && estimate <= upper + slack).toBe(true)
      }),
    )
  })

  it('is exact at both ends, for one value, and where all are equal', () => {
    const histogram = histogramOf([7, 3, 900], LATENCY_MS_BINS)
    expect(histogramQuantile(histogram, 0)).toEqual({ lower: 3, estimate: 3, upper: 3 })
    expect(histogramQuantile(histogram, 1)).toEqual({ lower: 900, estimate: 900, upper: 900 })
    expect(histogramQuantile(histogramOf([-1.3]), 0.4).estimate).toBe(-1.3)
    expect(histogramQuantile(histogramOf([-1.3, -1.3, -1.3, -1.3]), 0.4)).toEqual({ lower: -1.3, estimate: -1.3, upper: -1.3 })
  })

  it('stays finite in the outermost bins', () => {
    const { lower, upper } = histogramQuantile(histogramOf([-900, -800, -700, -600]), 0.5)
    expect([lower, upper]).toEqual([-900, -600])
  })

  it('of 10 000 durations is within 15 % of the truth', () => {
    const values = Array.from({ length: 10_000 }, (_, i) => Math.exp(3 + 5 * (i / 10_000)))
    const histogram = histogramOf(values, LATENCY_MS_BINS)
    for (const p of [0.5, 0.9, 0.95, 0.99]) {
      expect(Math.abs(histogramQuantile(histogram, p).estimate / quantile(values, p) - 1)).toBeLessThan(0.15)
    }
  })

  it('of nothing, or of nothing finite, is NaN', () => {
    expect(histogramQuantile(histogramOf([]), 0.5)).toEqual({ lower: NaN, estimate: NaN, upper: NaN })
    expect(histogramQuantile(histogramOf([NaN, -Infinity]), 0.5).estimate).toBeNaN()
  })

  it.each([-0.1, 1.1, NaN])('refuses p = %d', (p) => expect(() => histogramQuantile(histogramOf([-1]), p)).toThrow(RangeError))
})

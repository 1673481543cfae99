import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createHash } from 'node:crypto'
import * as stats from './index.ts'
import { binCount, binIndex, binRange, type BinScale } from './index.ts'

const SCALES: BinScale[] = [
  stats.AVG_LOGPROB_BINS,
  stats.ENTROPY_BITS_BINS,
  stats.PERPLEXITY_BINS,
  stats.LATENCY_MS_BINS,
  stats.COMPLETENESS_BINS,
  stats.HEATMAP_POSITIONS,
  stats.HEATMAP_PROBABILITIES,
]

/** Counts that are stored under an id mean these edges: other edges need another id, and a line of their own here. */
const FINGERPRINTS: Readonly<Record<string, string>> = {
  'avg-logprob/1': 'af89f5ae94433812',
  'entropy-bits/1': '3656f72ab758c13c',
  'perplexity/1': 'a4cc0ee0cbbcafe1',
  'latency-ms/1': 'aa3552d2c5a71803',
  'completeness/1': '36d44410573e05ac',
  'position/1': '6003b992d9c38c0e',
  'probability/1': 'e4b7b66e7fecc7f7',
}

function fingerprint(scale: BinScale): string {
  return createHash('sha256').update(JSON.stringify(scale.edges)).digest('hex').slice(0, 16)
}

describe('binIndex', () => {
  it('puts a value on an edge into the bin above it', () => {
    expect([-1, 0, 0.5, 1, 2].map((value) => binIndex([0, 1], value))).toEqual([0, 1, 1, 2, 2])
  })

  it('has no bin for NaN, and the outermost ones for whatever is beyond', () => {
    expect(binIndex([0, 1], NaN)).toBe(-1)
    expect(binIndex([0, 1], -1e300)).toBe(0)
    expect(binIndex([0, 1], 1e300)).toBe(2)
    expect(binIndex([], 5)).toBe(0)
  })

  it('agrees with counting the edges at or below the value', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: -50, max: 50 })), fc.integer({ min: -60, max: 60 }), (edges, value) => {
        edges.sort((a, b) => a - b)
        expect(binIndex(edges, value)).toBe(edges.filter((edge) => edge <= value).length)
      }),
    )
  })
})

describe.each(SCALES)('the scale $id', (scale) => {
  it('has ascending edges inside its range', () => {
    const line = [scale.lowest, ...scale.edges, scale.highest]
    for (let i = 1; i < line.length; i++) expect(line[i]!).toBeGreaterThan(line[i - 1]!)
  })

  it('has bins whose ends meet, each holding its own lower end', () => {
    for (let bin = 1; bin < binCount(scale); bin++) {
      expect(binRange(scale, bin)[0]).toBe(binRange(scale, bin - 1)[1])
      expect(binIndex(scale.edges, binRange(scale, bin)[0])).toBe(bin)
    }
  })

  it('never changes under its id', () => expect(fingerprint(scale)).toBe(FINGERPRINTS[scale.id]))
})

describe('the scales', () => {
  it('have ids of their own', () => expect(new Set(SCALES.map((scale) => scale.id)).size).toBe(SCALES.length))

  it('let a share beyond the usual thresholds be read off', () => {
    expect(stats.AVG_LOGPROB_BINS.edges).toEqual(expect.arrayContaining([-3.5, -3, -2.5, -2, -1]))
    expect(stats.ENTROPY_BITS_BINS.edges).toEqual(expect.arrayContaining([0.5, 1, 1.5, 2, 3]))
    expect(stats.PERPLEXITY_BINS.edges).toContain(15)
    expect(stats.HEATMAP_PROBABILITIES.edges).toEqual(expect.arrayContaining([0.1, 0.25, 0.5, 0.9]))
  })

  it('tell a complete answer from a nearly complete one', () => {
    const bin = (value: number): number => binIndex(stats.COMPLETENESS_BINS.edges, value)
    expect(new Set([bin(0.9999), bin(1), bin(1.001)]).size).toBe(3)
  })
})

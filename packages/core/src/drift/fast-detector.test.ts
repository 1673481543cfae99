import { describe, expect, it } from 'vitest'
import { createRandom, standardNormal } from '../numeric/index.ts'
import type { ComparedHour } from './compare.ts'
import { DRIFT_DEFAULTS } from './defaults.ts'
import { readFast } from './fast-detector.ts'
import type { DriftBaseline } from './types.ts'

/** A baseline that is known for sure: values are standard normal. */
const known: DriftBaseline = {
  strata: { ':a': { mean: 0, meanVariance: 0, blockVariance: 1, blocks: 1e6 } },
  weekly: new Array<number>(168).fill(0),
  weeklyScale: new Array<number>(168).fill(1),
  cycleVariance: { day: new Array<number>(7).fill(0), dayHour: new Array<number>(48).fill(0), hour: new Array<number>(168).fill(0) },
  inflation: 1,
  deviation: 1,
}
const BLOCKS = 20

const hourOf = (hour: number, value: number): ComparedHour => ({
  hour,
  cell: hour % 168,
  precision: BLOCKS,
  weighted: value,
  blocks: BLOCKS,
  strata: [{ index: 0, precision: BLOCKS }],
})

describe('the fast detector', () => {
  it('has evidence that stays at the number of hours on average while nothing changes, whatever weight a begin has', () => {
    const random = createRandom(31)
    const days = [1, 3, 6]
    const sums = days.map(() => 0)
    const runs = 1500
    for (let run = 0; run < runs; run++) {
      const hours: ComparedHour[] = []
      days.forEach((day, i) => {
        while (hours.length < 24 * day) hours.push(hourOf(hours.length, Math.sqrt(BLOCKS) * standardNormal(random)))
        sums[i]! += Math.exp(readFast(hours, known, { ...DRIFT_DEFAULTS, typicalShift: 0.05 }).logEvidence)
      })
    }
    days.forEach((day, i) => {
      const mean = sums[i]! / runs
      expect(mean).toBeLessThan(24 * day * 1.1)
      // Begins that are old are tried every four hours only, and those with too few blocks not at all: less, but not nothing.
      expect(mean).toBeGreaterThan(24 * day * 0.4)
    })
  })

  it('names the hour of the change about right, and has more evidence the longer it lasts', () => {
    const hours = Array.from({ length: 140 }, (_, hour) => hourOf(hour, hour < 101 ? 0 : -0.5 * BLOCKS))
    const { start, logEvidence } = readFast(hours, known, DRIFT_DEFAULTS)
    expect(Math.abs(start!.hour - 101)).toBeLessThan(5)
    expect(start!.score).toBeLessThan(0)
    expect(logEvidence).toBeGreaterThan(readFast(hours.slice(0, 120), known, DRIFT_DEFAULTS).logEvidence)
  })

  it('says nothing where too little came', () => {
    expect(readFast([], known, DRIFT_DEFAULTS)).toEqual({ logEvidence: -Infinity, start: null })
    expect(readFast([hourOf(1, -40), hourOf(2, -40)], known, DRIFT_DEFAULTS).start).toBeNull()
  })
})

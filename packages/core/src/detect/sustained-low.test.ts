import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { completeFindings, type DetectorEvent, type Finding } from './finding.ts'
import { createSustainedLowDetector } from './sustained-low.ts'

const OPTIONS = { sustainedLowTokens: 5, sustainedLowLogprob: -3 }

/** `null` is a token about which nothing is known. */
function events(values: readonly (number | null)[], ceilings: readonly boolean[] = []): DetectorEvent[] {
  const detector = createSustainedLowDetector(OPTIONS)
  const said = values.flatMap((value, i) =>
    detector.push(i, ceilings[i] === true ? NaN : (value ?? NaN), ceilings[i] === true ? value! : NaN, 0),
  )
  return [...said, ...detector.end()]
}
const found = (...values: readonly (number | null)[]): Finding[] => completeFindings(events(values))
const ranges = (...values: readonly (number | null)[]): (readonly [number, number])[] => found(...values).map((finding) => finding.tokens)

/** By the definition: the union of overlapping or touching windows that are low. */
function unionOfLowWindows(values: readonly number[]): [number, number][] {
  const union: [number, number][] = []
  for (let start = 0; start + 5 <= values.length; start++) {
    const window = values.slice(start, start + 5)
    const low = window.filter((value) => value < -3)
    const isLow = window.reduce((sum, value) => sum + value, 0) / 5 < -3 && window[0]! < -3 && window[4]! < -3 && low.length >= 3
    if (!isLow) continue
    const last = union.at(-1)
    if (last !== undefined && start <= last[1]) last[1] = start + 5
    else union.push([start, start + 5])
  }
  return union
}

describe('createSustainedLowDetector', () => {
  it('finds five unsure tokens in a row', () => {
    expect(ranges(-0.1, -0.1, -4, -4, -4, -4, -4, -0.1, -0.1, -0.1)).toEqual([[2, 7]])
    expect(ranges(-4, -4, -4, -4)).toEqual([])
    expect(ranges(-0.1, -4, -4, -4, -4, -0.1)).toEqual([])
    expect(ranges(-3, -3, -3, -3, -3)).toEqual([])
    expect(ranges()).toEqual([])
  })

  it('lets one better token pass, but one wild token alone makes no stretch', () => {
    expect(ranges(-4, -4, -1, -4, -4)).toEqual([[0, 5]])
    expect(ranges(-0.1, -0.1, -40, -0.1, -0.1, -0.1)).toEqual([])
  })

  it('gives the numbers of the stretch', () => {
    expect(found(-4, -5, -1, -4, -6, -5)[0]!.evidence).toEqual({ tokenCount: 6, lowTokens: 5, meanLogprob: -25 / 6, minLogprob: -6 })
  })

  it('breaks at a token about which nothing is known', () => {
    expect(ranges(-4, -4, -4, null, -4, -4, -4)).toEqual([])
    expect(ranges(-4, -4, -4, -4, -4, null, -4, -4, -4, -4, -4)).toEqual([
      [0, 5],
      [6, 11],
    ])
  })

  it('breaks between parts', () => {
    const detector = createSustainedLowDetector(OPTIONS)
    const said = [0, 0, 0, 1, 1, 1].flatMap((part, i) => detector.push(i, -9, NaN, part))
    expect([...said, ...detector.end()]).toEqual([])
  })

  it('is certain with the last token of the first low window, and over when none can touch it any more', () => {
    const said = events([-4, -4, -4, -4, -4, -4, -0.1, -0.1, -0.1, -0.1, -0.1, -0.1, -0.1, -0.1, -0.1])
    expect(said.map(({ at, first, complete, finding }) => [at, first, complete, finding.tokens])).toEqual([
      [4, true, false, [0, 5]],
      [10, false, true, [0, 6]],
    ])
  })

  it('finds what the definition says, for every sequence', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -8, max: 0, noNaN: true }), { maxLength: 60 }), (values) => {
        expect(ranges(...values)).toEqual(unionOfLowWindows(values))
      }),
    )
  })

  it('does not change when values become ceilings of the same height, and counts them', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.double({ min: -8, max: 0, noNaN: true }), fc.boolean()), { maxLength: 60 }), (rows) => {
        const values = rows.map(([value]) => value)
        const areCeilings = rows.map(([, is]) => is)
        const censored = completeFindings(events(values, areCeilings))
        expect(censored.map(({ tokens }) => tokens)).toEqual(ranges(...values))
        for (const { tokens, evidence } of censored) {
          expect(evidence['ceilings'] ?? 0).toBe(areCeilings.slice(...tokens).filter(Boolean).length)
        }
      }),
    )
  })
})

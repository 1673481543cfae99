import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NORMAL_MAD_FACTOR } from '../numeric/median-absolute-deviation.ts'
import { median } from '../numeric/quantile.ts'
import { createColumns, type TraceColumns } from '../trace/columns.ts'
import { completeFindings } from './finding.ts'
import { createSuddenDropDetector, findSuddenDrops } from './sudden-drop.ts'

const OPTIONS = { suddenDropNats: 5, robustDropMads: 6, robustDropWindow: 15 }

/** Rows from values: a number is a logprob, `{ ceiling }` a censored one, `null` an unknown one, `'part'` begins another part. */
type Value = number | { readonly ceiling: number } | null | 'part'
function columns(...values: readonly Value[]): TraceColumns {
  const made = createColumns(values.length)
  let part = 0
  for (const value of values) {
    if (value === 'part') {
      part += 1
      continue
    }
    const row = made.count++
    made.position[row] = row
    made.part[row] = part
    made.logprob[row] = typeof value === 'number' ? value : NaN
    made.ceiling[row] = value !== null && typeof value === 'object' ? value.ceiling : NaN
  }
  return made
}
const drops = (...values: readonly Value[]): number[] => findSuddenDrops(columns(...values), OPTIONS).map((finding) => finding.tokens[0])
const times = (count: number, value: number): number[] => Array.from({ length: count }, () => value)

describe('findSuddenDrops', () => {
  it('finds falls of more than the threshold from one token to the next, downward only', () => {
    expect(drops(-0.1, -5.2, -0.1)).toEqual([1])
    expect(drops(-0.25, -5.25)).toEqual([])
    expect(drops(-9, -0.1)).toEqual([])
    expect(drops()).toEqual([])
    expect(drops(-9)).toEqual([])
  })

  it('says from where to where, and what was usual before', () => {
    expect(findSuddenDrops(columns(-1, -0.5, -7), OPTIONS)[0]!.evidence).toEqual({
      form: 'step',
      previous: -0.5,
      current: -7,
      dropNats: 6.5,
      median: -0.75,
      mad: 0.25,
    })
  })

  it('does not compare across parts or across a token about which nothing is known', () => {
    expect(drops(-0.1, 'part', -8)).toEqual([])
    expect(drops(-0.1, null, -8)).toEqual([])
  })

  it('takes a censored token at its ceiling', () => {
    expect(drops(-0.1, { ceiling: -6 })).toEqual([1])
    expect(drops(-0.1, { ceiling: -4 })).toEqual([])
    expect(findSuddenDrops(columns(-0.1, { ceiling: -6 }), OPTIONS)[0]!.evidence).toMatchObject({ current: -6, currentIs: 'ceiling' })
  })

  it('finds the beginning of a low stretch that comes in steps', () => {
    const calm = times(15, -0.01)
    expect(drops(...calm, -3, -6, -6.1, -6, -0.01)).toEqual([16])
    expect(findSuddenDrops(columns(...calm, -3, -6), OPTIONS)[0]!.evidence).toMatchObject({ form: 'robust', previous: -3, current: -6 })
    expect(drops(...calm.slice(1), -3, -6)).toEqual([16 - 1])
    expect(drops(...calm.slice(2), -3, -6)).toEqual([])
  })

  it('is robust: where the tokens vary widely, more is needed', () => {
    const varied = [-0.1, -3, -0.2, -2.5, -0.1, -3.5, -0.3, -2.8, -0.2, -3.1, -0.1, -2.9, -0.4, -3.3, -2.6]
    const spread = 6 * NORMAL_MAD_FACTOR * median(varied.map((value) => Math.abs(value - median(varied))))
    expect(spread).toBeGreaterThan(5)
    expect(drops(...varied, median(varied) - spread + 0.01)).toEqual(varied.at(-1)! - (median(varied) - spread + 0.01) > 5 ? [15] : [])
    expect(findSuddenDrops(columns(...varied, median(varied) - spread - 0.01), OPTIONS)[0]!.evidence['form']).toBe('step and robust')
    expect(findSuddenDrops(columns(...varied, median(varied) - spread + 0.01), OPTIONS)[0]!.evidence['form']).toBe('step')
  })

  it('does not change when values become ceilings of the same height', () => {
    const value = fc.double({ min: -14, max: 0, noNaN: true })
    fc.assert(
      fc.property(fc.array(fc.tuple(value, fc.boolean()), { maxLength: 60 }), (rows) => {
        const censored = rows.map(([logprob, isCensored]) => (isCensored ? { ceiling: logprob } : logprob))
        expect(drops(...censored)).toEqual(drops(...rows.map(([logprob]) => logprob)))
      }),
    )
  })

  it('finds at least the plain definition, and nothing that neither definition knows', () => {
    const value = fc.oneof(fc.double({ min: -1, max: 0, noNaN: true }), fc.double({ min: -14, max: 0, noNaN: true }))
    fc.assert(
      fc.property(fc.array(value, { maxLength: 80 }), (values) => {
        const found = drops(...values)
        for (let i = 1; i < values.length; i++) {
          const window = values.slice(Math.max(0, i - 15), i)
          const center = median(window)
          const spread = NORMAL_MAD_FACTOR * median(window.map((other) => Math.abs(other - center)))
          const isStep = values[i - 1]! - values[i]! > 5
          const isLow = window.length === 15 && center - values[i]! > Math.max(5, 6 * spread)
          if (isStep) expect(found).toContain(i)
          else if (!isLow) expect(found).not.toContain(i)
        }
      }),
    )
  })
})

describe('createSuddenDropDetector', () => {
  it('says so with the token itself, first and complete at once', () => {
    const detector = createSuddenDropDetector(OPTIONS)
    expect(detector.push(4, -0.1, NaN, 0)).toEqual([])
    expect(detector.push(6, -8, NaN, 0)).toMatchObject([{ at: 6, first: true, complete: true, finding: { tokens: [6, 7] } }])
    expect(detector.end()).toEqual([])
  })

  it('is as new after the end', () => {
    const detector = createSuddenDropDetector(OPTIONS)
    detector.push(0, -0.1, NaN, 0)
    detector.end()
    expect(completeFindings(detector.push(0, -9, NaN, 0))).toEqual([])
  })
})

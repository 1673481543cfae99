import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  binCount,
  binIndex,
  createHeatmap,
  heatmapCell,
  HEATMAP_POSITIONS,
  HEATMAP_PROBABILITIES,
  mergeHeatmap,
  pushHeatmap,
  pushHeatmapAnswer,
  restoreHeatmap,
  snapshotHeatmap,
  type Heatmap,
} from './index.ts'

const answer = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.double({ min: -12, max: 0, noNaN: true }) },
    { weight: 1, arbitrary: fc.constantFrom(NaN, -Infinity, 4) },
  ),
  { maxLength: 60 },
)
const answers = fc.array(answer, { maxLength: 5 })

function heatmapOf(list: readonly (readonly number[])[]): Heatmap {
  const heatmap = createHeatmap()
  for (const logprobs of list) pushHeatmapAnswer(heatmap, logprobs)
  return heatmap
}

function merged(...parts: Heatmap[]): Heatmap {
  const whole = createHeatmap()
  for (const part of parts) mergeHeatmap(whole, part)
  return whole
}

const total = (values: Float64Array): number => values.reduce((sum, count) => sum + count, 0)

describe('a heatmap', () => {
  it('counts a token where its position and its probability meet', () => {
    const heatmap = createHeatmap()
    pushHeatmap(heatmap, 130, Math.log(0.3))
    pushHeatmap(heatmap, 0, 0)
    const column = binIndex(HEATMAP_POSITIONS.edges, 130)
    expect(heatmapCell(heatmap, column, binIndex(HEATMAP_PROBABILITIES.edges, 0.3))).toBe(1)
    expect(heatmapCell(heatmap, 0, binCount(HEATMAP_PROBABILITIES) - 1)).toBe(1)
    expect(total(heatmap.cells)).toBe(2)
  })

  it('counts every token once: in a cell where its probability is known, apart where it is not', () => {
    fc.assert(
      fc.property(answers, (list) => {
        const heatmap = heatmapOf(list)
        const tokens = list.flat()
        const known = tokens.filter((logprob) => Number.isFinite(logprob) && logprob <= 0)
        expect(total(heatmap.cells)).toBe(known.length)
        expect(total(heatmap.unknown)).toBe(tokens.length - known.length)
      }),
    )
  })

  it('keeps unknown tokens at their position', () => {
    const { unknown } = heatmapOf([[-1, NaN, -Infinity, 0.5]])
    expect([...unknown.subarray(0, 5)]).toEqual([0, 1, 1, 1, 0])
  })

  it('merges to that of all answers for every split', () => {
    fc.assert(
      fc.property(answers, (list) => {
        const whole = heatmapOf(list)
        for (let cut = 0; cut <= list.length; cut++) {
          expect(merged(heatmapOf(list.slice(0, cut)), heatmapOf(list.slice(cut)))).toEqual(whole)
        }
      }),
    )
  })

  it('merges associatively and commutatively, and leaves the other untouched', () => {
    fc.assert(
      fc.property(answers, answers, answers, (a, b, c) => {
        const [x, y, z] = [heatmapOf(a), heatmapOf(b), heatmapOf(c)]
        expect(merged(merged(x, y), z)).toEqual(merged(x, merged(z, y)))
        expect(x).toEqual(heatmapOf(a))
      }),
    )
  })

  it('comes back from its snapshot, through JSON, and not from that of other bins', () => {
    const heatmap = heatmapOf([[-0.1, -2, NaN], Array.from({ length: 300 }, (_, i) => -i / 100)])
    const snapshot = JSON.parse(JSON.stringify(snapshotHeatmap(heatmap)))
    expect(restoreHeatmap(snapshot)).toEqual(heatmap)
    expect(() => restoreHeatmap({ ...snapshot, scales: ['position/0', 'probability/1'] })).toThrow(RangeError)
    expect(() => restoreHeatmap({ ...snapshot, cells: [1] })).toThrow(RangeError)
  })

  it('reads the rows in use of a longer array', () => {
    const heatmap = createHeatmap()
    pushHeatmapAnswer(heatmap, Float64Array.of(-1, -1, -99), 2)
    expect(total(heatmap.cells)).toBe(2)
  })

  it.each([-1, 0.5, NaN, Infinity])('refuses the position %d', (position) => {
    expect(() => pushHeatmap(createHeatmap(), position, -1)).toThrow(RangeError)
  })
})

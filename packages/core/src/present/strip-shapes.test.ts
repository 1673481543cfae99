import { describe, expect, it } from 'vitest'
import type { TokenColumns } from '../metrics/types.ts'
import { stripShapes } from './strip-shapes.ts'
import { tokenMarks } from './token-marks.ts'

function columns(logprob: readonly (number | null)[], upper: readonly (number | null)[] = logprob.map(() => null)): TokenColumns {
  const none = logprob.map(() => null)
  return {
    logprob,
    probability: none,
    surprisalBits: none,
    rank: none,
    margin: none,
    chosenMargin: none,
    entropyBits: none,
    entropyLowerBits: upper.map((value) => (value === null ? null : 0)),
    entropyUpperBits: upper,
    varentropyBits2: none,
  }
}

describe('stripShapes', () => {
  it('draws a bar a token, in the class of its probability, and none where nothing is known', () => {
    const shapes = stripShapes(columns([-0.01, null, -3]), -3)
    expect(shapes).toMatchObject({ bars: 3, perBar: 1, entropies: '', lowest: { logprob: -3, token: 2 } })
    expect(shapes.logprobs.map(({ group }) => group)).toEqual([9, 0])
    expect(shapes.logprobs[1]?.path).toMatch(/^M2\.1 0V/)
  })

  it('lets many tokens share a bar that shows the worst of them', () => {
    const values = Array.from({ length: 16_000 }, () => -0.1)
    values[7_777] = -9
    const shapes = stripShapes(columns(values), -3)
    expect(shapes.perBar).toBe(14)
    expect(shapes.bars).toBe(Math.ceil(16_000 / 14))
    expect(shapes.logprobs.find(({ group }) => group === 0)?.path).toMatch(new RegExp(`^M${Math.floor(7_777 / 14)}\\.1 `))
  })

  it('leaves the threshold out where the axis does not reach it', () => {
    expect(stripShapes(columns([-1]), -3).threshold).toBeLessThanOrEqual(60)
    expect(stripShapes(columns([-1]), -50).threshold).toBeNull()
  })

  it('says nothing of no tokens', () => expect(stripShapes(columns([]), -3)).toMatchObject({ bars: 0, logprobs: [], lowest: null }))

  it('draws entropy as the interval it is', () => {
    expect(stripShapes(columns([-1], [2]), -3).entropies).toBe('M0.1 0V60H0.9V0z')
  })
})

describe('tokenMarks', () => {
  it('cuts ranges at the ends and leaves what is no mark alone', () => {
    const marks = tokenMarks(3, [
      { kind: 'hotspot', tokens: [-1, 2] },
      { kind: 'entity', tokens: [1, 9] },
      { kind: 'repetition', tokens: [2, 3] },
      { kind: 'field', tokens: [0, 3] },
    ])
    expect(marks).toEqual(['h', 'e h', 'e x'])
  })
})

import { describe, expect, it } from 'vitest'
import { createRandom } from '../../numeric/random.ts'
import { groupReliability, type JudgedAnswer } from './live-reliability.ts'

const scope = { model: 'm', language: 'en', template: '' }
const answer = (probability: number | null, label: JudgedAnswer['label'], more: Partial<JudgedAnswer> = {}): JudgedAnswer => ({
  key: 'language=en model=m',
  scope,
  level: 'group',
  speaker: 'language=en model=m',
  reason: probability === null ? 'not-scorable' : null,
  probability,
  label,
  samplingProbability: null,
  isNew: false,
  ...more,
})
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value)

describe('groupReliability', () => {
  it('of no answer is nothing', () => {
    expect(groupReliability([], createRandom(1))).toEqual([])
  })

  it('puts predicted beside observed, counts what has no probability and what is unsure apart', () => {
    const [group] = groupReliability(
      [
        ...times(30, answer(0.2, 'incorrect')),
        ...times(10, answer(0.2, 'correct', { isNew: true })),
        ...times(40, answer(0.9, 'correct')),
        answer(null, 'correct'),
        answer(null, 'incorrect'),
        answer(0.5, 'unsure'),
      ],
      createRandom(1),
    )
    expect(group).toMatchObject({
      n: 82,
      positives: 51,
      newLabels: 10,
      unscored: { n: 2, positives: 1 },
      unsure: 1,
      effectiveN: 80,
      reason: null,
    })
    expect(group!.bins.map(({ count }) => count)).toEqual([40, 40])
    expect(group!.bins[0]).toMatchObject({
      predicted: expect.closeTo(0.2, 9) as number,
      observed: [expect.any(Number), 0.25, expect.any(Number)],
    })
    expect(group!.ece!.value).toBeCloseTo((0.05 + 0.1) / 2, 12)
    expect(group!.ece!.floor).toBeGreaterThan(0)
    expect(group!.brier).toBeCloseTo((30 * 0.04 + 10 * 0.64 + 40 * 0.01) / 80, 12)
  })

  it('counts answers by the inverse of their chance of being drawn', () => {
    const [group] = groupReliability(
      [
        ...times(10, answer(0.5, 'correct', { samplingProbability: 1 })),
        ...times(10, answer(0.5, 'incorrect', { samplingProbability: 0.25 })),
      ],
      createRandom(1),
    )
    expect(group!.bins[0]!.observed[1]).toBeCloseTo(0.2, 12)
    expect(group!.effectiveN).toBeCloseTo(2500 / 170, 9)
  })

  it('keeps what different levels said of one group apart, the largest first, and has no figure where nobody spoke', () => {
    const groups = groupReliability(
      [
        answer(0.5, 'correct'),
        ...times(2, answer(0.5, 'correct', { level: 'all', speaker: 'all' })),
        ...times(3, answer(null, 'incorrect', { level: null, speaker: null, reason: 'no-group' })),
      ],
      createRandom(1),
    )
    expect(groups.map(({ level, n, reason, bins, ece, brier }) => [level, n, reason, bins.length, ece === null, brier === null])).toEqual([
      [null, 3, 'no-group', 0, true, true],
      ['all', 2, null, 1, false, false],
      ['group', 1, null, 1, false, false],
    ])
    expect(groups[2]!.ece!.debiased).toBeNull()
  })
})

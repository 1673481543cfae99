import { describe, expect, it } from 'vitest'
import type { Measured } from '../profile/condition.ts'
import { STARTING_PROFILE } from '../profile/starting-profile.ts'
import { hallucinationScore } from './hallucination-score.ts'
import { readSelfCheck } from './self-check.ts'
import { decide } from './verdict.ts'

const of =
  (values: Readonly<Record<string, Measured>>) =>
  (metric: string): Measured =>
    values[metric] ?? null

describe('hallucinationScore', () => {
  it('adds the points of the votes that fire and says how many could be cast', () => {
    const score = hallucinationScore(
      STARTING_PROFILE,
      of({ 'metrics.avgLogprob': -2.8, 'metrics.lowConfidenceRatio': 0.2, 'entities.minMeanLogprob': -4.5 }),
      { 'entity-logprob': { text: 'x' } },
    )
    expect(score).toMatchObject({ score: 3, available: 4, max: 6, flagged: true })
    expect(score.votes.map((vote) => vote.state)).toEqual(['fires', 'clear', 'fires', 'unavailable'])
    expect(score.votes[2]).toMatchObject({ value: -4.5, threshold: -3, details: { text: 'x' } })
  })

  it('is 1 and not flagged when the entity is only as unlikely as −2', () => {
    const score = hallucinationScore(STARTING_PROFILE, of({ 'metrics.avgLogprob': -2.8, 'entities.minMeanLogprob': -2 }))
    expect(score).toMatchObject({ score: 1, available: 3, flagged: false })
  })

  it('without any evidence has nothing available, so that 0 does not look like a clean bill', () => {
    expect(hallucinationScore(STARTING_PROFILE, of({}))).toMatchObject({ score: 0, available: 0, max: 6, flagged: false })
  })
})

describe('decide', () => {
  it('takes the most severe rule and names the first of its severity', () => {
    const verdict = decide(
      STARTING_PROFILE,
      of({ 'metrics.avgLogprob': -3.5, 'metrics.perplexity': 33, 'detections.sudden-drop': 1 }),
      'starting rules',
    )
    expect(verdict).toEqual({
      action: 'review',
      rule: 'avg-logprob-review',
      matched: ['avg-logprob-review', 'sudden-drop-flag', 'perplexity-review'],
      undecided: [],
      basis: 'starting rules',
    })
  })

  it('shows a rule as undecided when the interval holds its threshold', () => {
    const verdict = decide(STARTING_PROFILE, of({ 'metrics.maxTokenEntropy': [2.5, 6] }), 'starting rules')
    expect(verdict).toMatchObject({ action: 'pass', rule: null, undecided: ['max-entropy-flag'] })
  })

  it('never withholds on the starting rules, whatever is measured', () => {
    const worst = decide(STARTING_PROFILE, () => -1e9, 'starting rules').action
    const other = decide(STARTING_PROFILE, () => 1e9, 'starting rules').action
    expect([worst, other]).not.toContain('withhold')
  })
})

describe('readSelfCheck', () => {
  it.each([
    [10, 8, 'reliable'],
    [10, 6, 'review'],
    [10, 5, 'review'],
    [10, 4, 'hallucinated'],
    [4, 4, 'too-few-samples'],
    [5, 6, 'too-few-samples'],
    [0, 0, 'too-few-samples'],
  ] as const)('%i samples, %i consistent: %s', (samples, consistent, reading) => {
    expect(readSelfCheck({ samples, consistent }, STARTING_PROFILE.thresholds)).toBe(reading)
  })
})

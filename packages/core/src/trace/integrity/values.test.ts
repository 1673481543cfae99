import { handMadeTokens as tokens } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import * as rules from './index.ts'

const six = [-0.1, -2.25, -0.003, -1.5, -0.7, -3]

describe('sentinels', () => {
  it.each([-9999, -9999.0, -1e30, -3.4028234663852886e38, -1000])('takes %d for a placeholder, chosen or listed', (value) => {
    expect(rules.findSentinels(tokens([-1, value, value]))).toEqual({ code: 'sentinel', count: 2, at: 1, detail: String(value) })
    expect(rules.findSentinels(tokens([-1], [[['a', value]]]))).toMatchObject({ count: 1, at: 0 })
  })

  it('takes −100 for one where nothing in the list is near', () => {
    expect(
      rules.findSentinels(
        tokens(
          [-100],
          [
            [
              ['a', -0.1],
              ['b', -100],
            ],
          ],
        ),
      ),
    ).toMatchObject({ count: 2 })
    expect(
      rules.findSentinels(
        tokens(
          [-1],
          [
            [
              ['a', -90],
              ['b', -100],
              ['c', -101],
            ],
          ],
        ),
      ),
    ).toBeNull()
    expect(rules.findSentinels(tokens([-100.001, -99.5, -700, null]))).toBeNull()
  })
})

describe('values that are none', () => {
  it('counts values that are not finite', () => {
    expect(rules.findNonFinite(tokens([NaN, -1, -Infinity], [[], [['a', Infinity]]]))).toEqual({
      code: 'non-finite',
      count: 3,
      at: 0,
      detail: 'NaN',
    })
    expect(rules.findNonFinite(tokens([null, -1]))).toBeNull()
  })

  it('counts missing values among known ones, special tokens apart', () => {
    expect(rules.findMissingLogprobs(tokens([-1, null, null]))).toEqual({ code: 'missing-logprob', count: 2, at: 1 })
    expect(rules.findMissingLogprobs([...tokens([-1]), ...tokens([null], [], { ceiling: -4 })])).toMatchObject({
      count: 1,
      detail: '1 of them have an upper bound',
    })
    expect(rules.findMissingLogprobs([...tokens([-1]), ...tokens([null], [], { special: true })])).toBeNull()
    expect(rules.findMissingLogprobs(tokens([null, null]))).toBeNull()
  })
})

describe('values above 0', () => {
  it('passes over rounding and counts the rest', () => {
    expect(rules.findPositiveLogprobs(tokens([1e-4, 1e-7, 0, -1], [[['a', 5e-5]]]))).toBeNull()
    expect(rules.findPositiveLogprobs(tokens([0.6997, -1, -2], [[], [['a', 0.2]]]))).toEqual({
      code: 'positive-logprob',
      count: 2,
      at: 0,
      detail: '0.6997',
    })
  })
})

describe('values that were not computed', () => {
  it('needs several tokens, because a short answer may be certain', () => {
    expect(rules.findAllZero(tokens([0, 0, 0, 0, 0]))).toBeNull()
    expect(rules.findAllZero(tokens([0, 0, 0, 0, 0, 0]))).toMatchObject({ code: 'all-zero', count: 6, at: 0 })
    expect(rules.findAllZero(tokens([0, 0, 0, 0, 0, 0, -1e-6]))).toBeNull()
    expect(rules.findAllZero([])).toBeNull()
    expect(rules.findAllZero(tokens([null, null, null, null]))).toBeNull()
    expect(rules.findAllZero(tokens([0, 0, 0, 0, 0, 0], [], { special: true }))).toBeNull()
  })

  it('believes certainty that a list confirms', () => {
    const list: [string, number][] = [
      ['t', 0],
      ['u', -18],
    ]
    expect(rules.findAllZero(tokens([0, 0, 0, 0, 0, 0], [list, list, list, list, list, list]))).toBeNull()
    expect(rules.findAllZero(tokens([0, 0, 0, 0, 0, 0], [[['t', 0]], [['t', 0]], [['t', 0]], [['t', 0]]]))).toMatchObject({ count: 6 })
  })

  it('finds drafted tokens that lack the list of the others', () => {
    const list: [string, number][] = [
      ['t', -0.1],
      ['u', -3],
    ]
    expect(rules.findAllZero(tokens([-0.1, 0, 0, 0, -0.2], [list, [], [], [], list]))).toMatchObject({ code: 'all-zero', count: 3, at: 1 })
    expect(rules.findAllZero(tokens([-0.1, 0, -0.2], [list, [], list]))).toBeNull()
  })
})

describe('other scales', () => {
  it('tells probabilities', () => {
    expect(
      rules.findProbabilities(
        tokens(
          [0.9, 0.2, 1],
          [
            [
              ['a', 0.9],
              ['b', 0.08],
            ],
            [
              ['a', 0.6],
              ['b', 0.2],
            ],
            [['a', 1]],
          ],
        ),
      ),
    ).toMatchObject({
      code: 'looks-like-probabilities',
      count: 3,
      at: 0,
    })
    expect(rules.findProbabilities(tokens([0.7]))).toMatchObject({ count: 1 })
    expect(rules.findProbabilities(tokens([0.7, -0.2]))).toBeNull()
    expect(rules.findProbabilities(tokens([0, 0, 5e-3]))).toBeNull()
    expect(
      rules.findProbabilities(
        tokens(
          [0.9],
          [
            [
              ['a', 0.9],
              ['b', 0.8],
            ],
          ],
        ),
      ),
    ).toBeNull()
  })

  it('tells logits', () => {
    const lists = [
      [
        ['a', 14.2],
        ['b', 11.1],
        ['c', -2],
      ],
      [
        ['a', 9],
        ['b', 8.5],
      ],
      [
        ['a', -3],
        ['b', -4],
      ],
    ] as [string, number][][]
    expect(rules.findLogits(tokens([14.2, 9, -3], lists))).toMatchObject({
      code: 'looks-like-logits',
      count: 2,
      at: 0,
      detail: 'values up to 14.2',
    })
    expect(rules.findLogits(tokens([3.1, -2, 7]))).toMatchObject({ count: 2 })
    expect(rules.findLogits(tokens([0.6997, -0.1, -2, -0.4]))).toBeNull()
    expect(rules.findLogits(tokens([0.9, 0.2]))).toBeNull()
    expect(rules.findLogits(tokens(six))).toBeNull()
  })
})

import { handMadeTokens as tokens } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import type { Token } from '../types.ts'
import * as rules from './index.ts'

describe('listed mass', () => {
  it('allows what single precision and rounding explain', () => {
    const half = Math.log(0.5)
    expect(
      rules.findMassAboveOne(
        tokens(
          [half],
          [
            [
              ['t0', half],
              ['b', Math.log(0.5002)],
            ],
          ],
        ),
      ),
    ).toBeNull()
    expect(
      rules.findMassAboveOne(
        tokens(
          [half],
          [
            [
              ['t0', half],
              ['b', Math.log(0.51)],
            ],
          ],
        ),
      ),
    ).toMatchObject({ count: 1, at: 0, detail: 'up to 1.01' })
    const rounded = Array.from(
      { length: 12 },
      () =>
        [
          ['t', -0.69],
          ['u', -0.69],
        ] as [string, number][],
    )
    expect(
      rules.findMassAboveOne(
        tokens(
          rounded.map(() => -0.69),
          rounded,
          { text: 't' },
        ),
      ),
    ).toBeNull()
  })

  it('counts a token once, repeated or chosen', () => {
    const big = Math.log(0.9)
    expect(
      rules.findMassAboveOne(
        tokens(
          [big],
          [
            [
              ['t0', big],
              ['t0', big],
            ],
          ],
        ),
      ),
    ).toBeNull()
    expect(rules.findMassAboveOne(tokens([big], [[['t0', big]]]))).toBeNull()
    expect(rules.findMassAboveOne(tokens([big], [[['other', big]]]))).toMatchObject({ detail: 'up to 1.8' })
  })
})

describe('lists', () => {
  it('finds lists out of order', () => {
    expect(
      rules.findUnsortedAlternatives(
        tokens(
          [-1, -1],
          [
            [
              ['a', -1],
              ['b', -1],
              ['c', -2],
            ],
            [
              ['a', -2],
              ['b', -1],
            ],
          ],
        ),
      ),
    ).toEqual({ code: 'unsorted-alternatives', count: 1, at: 1 })
  })

  it('finds tokens that stand twice, in short lists and long ones', () => {
    expect(
      rules.findDuplicateAlternatives(
        tokens(
          [-1],
          [
            [
              ['a', -1],
              ['b', -2],
              ['a', -3],
              ['a', -4],
            ],
          ],
        ),
      ),
    ).toEqual({ code: 'duplicate-alternatives', count: 2, at: 0 })
    const many = Array.from({ length: 100 }, (_, i): [string, number] => [`a${i % 99}`, -i])
    expect(rules.findDuplicateAlternatives(tokens([-1], [many]))).toMatchObject({ count: 1 })
    const byId = tokens([-1])[0]!
    const same = { text: 'a', logprob: -1 }
    expect(
      rules.findDuplicateAlternatives([
        {
          ...byId,
          alternatives: [
            { ...same, id: 1 },
            { ...same, id: 2 },
          ],
        },
      ]),
    ).toBeNull()
    expect(
      rules.findDuplicateAlternatives(
        tokens(
          [-1],
          [
            [
              ['', -1],
              ['', -2],
              ['\uFFFD', -3],
              ['\uFFFD', -4],
            ],
          ],
        ),
      ),
    ).toBeNull()
  })

  it('finds chosen tokens outside of their lists, and lists that should hold them', () => {
    const outside = tokens(
      [-5, -0.2],
      [
        [
          ['a', -0.1],
          ['b', -3],
        ],
        [
          ['a', -1],
          ['b', -3],
        ],
      ],
    )
    expect(rules.findChosenNotListed(outside)).toEqual({ code: 'chosen-not-listed', count: 2, at: 0 })
    expect(rules.findNotTrueTopK(outside)).toMatchObject({ code: 'not-true-top-k', count: 1, at: 1 })
    expect(rules.findChosenNotListed(tokens([-1, -1], [[['t0', -1]], []]))).toBeNull()
    expect(rules.findChosenNotListed(tokens([-1], [[['a', -1]]], { special: true }))).toBeNull()
  })

  it('compares the chosen value with its own entry', () => {
    const pairs = (values: readonly [number, number][]): Token[] =>
      tokens(
        values.map(([own]) => own),
        values.map(([, listed], i) => [[`t${i}`, listed]]),
      )
    expect(
      rules.findChosenValueMismatch(
        pairs([
          [-1, -1],
          [-0.50001, -0.5],
        ]),
      ),
    ).toBeNull()
    expect(
      rules.findChosenValueMismatch(
        pairs([
          [-1, -1],
          [-0.4, -0.5],
          [-2, -2],
        ]),
      ),
    ).toMatchObject({ code: 'chosen-value-mismatch', count: 1, at: 1 })
    expect(
      rules.findMixedBases(
        pairs([
          [-1, -1],
          [-0.4, -0.5],
          [-2, -2],
        ]),
      ),
    ).toBeNull()
    expect(
      rules.findMixedBases(
        pairs([
          [-1, -1],
          [-0.4, -0.5],
          [-1, -2],
          [-0.1, -0.2],
        ]),
      ),
    ).toMatchObject({ code: 'mixed-bases', count: 3, at: 1 })
  })
})

describe('lost bytes', () => {
  it('counts tokens and alternatives, unless the text itself says U+FFFD', () => {
    const lost = [
      ...tokens(
        [-1],
        [
          [
            ['\uFFFD', -1],
            ['ok', -2],
          ],
        ],
        { text: '\uFFFD' },
      ),
      ...tokens([-1], [], { text: 'x', bytes: [239, 191, 189] }),
    ]
    expect(rules.findReplacedBytes(lost, '日')).toEqual({ code: 'replaced-bytes', count: 3, at: 0 })
    expect(rules.findReplacedBytes(lost, 'a\uFFFDb')).toMatchObject({ count: 1 })
    expect(rules.findReplacedBytes(tokens([-1], [], { text: '\\xe9', bytes: [233] }), '')).toBeNull()
  })
})

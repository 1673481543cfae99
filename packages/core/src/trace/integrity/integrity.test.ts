import fc from 'fast-check'
import { anyToken } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { alignTokens } from '../alignment/index.ts'
import type { Alternative, Token } from '../types.ts'
import * as rules from './index.ts'

type Value = number | null

/** Tokens from their values; lists as [text, logprob] pairs. */
function tokens(values: readonly Value[], lists: readonly (readonly [string, number][])[] = [], more: Partial<Token> = {}): Token[] {
  return values.map((logprob, i) => ({
    text: `t${i}`,
    logprob,
    part: 'content' as const,
    alternatives: (lists[i] ?? []).map(([text, value]): Alternative => ({ text, logprob: value })),
    ...more,
  }))
}

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

describe('values that were not computed', () => {
  it('needs several tokens, because a short answer may be certain', () => {
    expect(rules.findAllZero(tokens([0, 0, 0]))).toBeNull()
    expect(rules.findAllZero(tokens([0, 0, 0, 0]))).toMatchObject({ code: 'all-zero', count: 4, at: 0 })
    expect(rules.findAllZero(tokens([0, 0, 0, -1e-6]))).toBeNull()
    expect(rules.findAllZero([])).toBeNull()
    expect(rules.findAllZero(tokens([null, null, null, null]))).toBeNull()
    expect(rules.findAllZero(tokens([0, 0, 0, 0], [], { special: true }))).toBeNull()
  })

  it('believes certainty that a list confirms', () => {
    const list: [string, number][] = [
      ['t', 0],
      ['u', -18],
    ]
    expect(rules.findAllZero(tokens([0, 0, 0, 0, 0], [list, list, list, list, list]))).toBeNull()
    expect(rules.findAllZero(tokens([0, 0, 0, 0], [[['t', 0]], [['t', 0]], [['t', 0]], [['t', 0]]]))).toMatchObject({ count: 4 })
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

describe('duplicate blocks', () => {
  const block = tokens(six)

  it('compares with the reported count', () => {
    expect(rules.findDuplicateBlocks([...block, ...block, ...block], 6)).toEqual({ code: 'duplicate-blocks', count: 12, at: 6 })
    expect(rules.findDuplicateBlocks([...block, ...block], 12)).toBeNull()
    expect(rules.findDuplicateBlocks([...block, ...block], 11)).toBeNull()
    expect(rules.findDuplicateBlocks([...block, ...tokens([-0.2, -0.3])], 3)).toBeNull()
  })

  it('without a count needs a block that no loop would give', () => {
    expect(rules.findDuplicateBlocks([...block, ...block], null)).toMatchObject({ count: 6 })
    const la = tokens([-1e-7], [], { text: ' la' })[0]!
    expect(
      rules.findDuplicateBlocks(
        Array.from({ length: 40 }, () => la),
        null,
      ),
    ).toBeNull()
    expect(rules.findDuplicateBlocks(block, null)).toBeNull()
  })

  it('finds a block that came again inside of a longer stream', () => {
    const other = tokens([-0.4, -0.6, -0.8], [], { text: 'x' })
    expect(rules.findDuplicateBlocks([...other, ...block, ...block, ...tokens([-9])], 10)).toEqual({
      code: 'duplicate-blocks',
      count: 6,
      at: 9,
    })
  })
})

describe('entries against usage', () => {
  const of = (
    n: number,
    output: number,
    finish: 'stop' | 'length' = 'stop',
    more: { reasoning?: number; end?: boolean; choices?: number } = {},
  ): rules.EntryCount => {
    const list = tokens(Array.from({ length: n }, () => -1))
    if (more.end) list[n - 1] = { ...list[n - 1]!, special: true }
    return rules.compareEntries(
      list,
      { input: 1, output, ...(more.reasoning === undefined ? {} : { reasoning: more.reasoning }) },
      finish,
      more.choices ?? 1,
    )
  }

  it('explains one end-of-sequence token', () => {
    expect(of(29, 30)).toEqual({ completeness: 1, issue: null })
    expect(of(30, 30)).toEqual({ completeness: 1, issue: null })
    expect(of(30, 30, 'length')).toEqual({ completeness: 1, issue: null })
    expect(of(31, 30, 'stop', { end: true })).toEqual({ completeness: 1, issue: null })
    expect(of(29, 30, 'length')).toMatchObject({ completeness: 29 / 30, issue: { code: 'entries-missing', count: 1 } })
    expect(of(29, 30, 'stop', { end: true })).toMatchObject({ issue: { code: 'entries-missing', count: 1 } })
  })

  it('reports what is missing and what is too much', () => {
    expect(of(68, 89)).toEqual({
      completeness: 68 / 89,
      issue: { code: 'entries-missing', count: 20, detail: '68 entries for 89 reported tokens' },
    })
    expect(of(271, 95)).toMatchObject({ completeness: 1, issue: { code: 'entries-extra', count: 176 } })
  })

  it('does not expect hidden reasoning', () => {
    expect(of(10, 110, 'stop', { reasoning: 100 })).toEqual({ completeness: 1, issue: null })
    expect(of(10, 210, 'stop', { reasoning: 100 })).toMatchObject({ completeness: 10 / 110 })
    expect(of(110, 110, 'stop', { reasoning: 100 })).toEqual({ completeness: 1, issue: null })
  })

  it('knows when it cannot know', () => {
    expect(of(10, 20, 'stop', { choices: 2 })).toEqual({ completeness: null, issue: null })
    expect(rules.compareEntries(tokens([-1]), undefined, 'stop', 1).completeness).toBeNull()
    expect(rules.compareEntries([], { input: 1, output: 5 }, 'stop', 1).completeness).toBeNull()
    expect(of(2, NaN).completeness).toBeNull()
  })
})

describe('text against tokens', () => {
  const mismatch = (
    texts: readonly string[],
    text: string,
    finish: 'stop' | 'length' = 'stop',
    prefill = 0,
  ): ReturnType<typeof rules.findTextMismatch> =>
    rules.findTextMismatch(alignTokens({ tokens: texts.map((one) => ({ ...tokens([-1])[0]!, text: one })), output: { text } }), {
      finish,
      prefill,
    })

  it('says part by part what does not fit', () => {
    expect(mismatch(['Hello', ' world'], 'Hello world')).toBeNull()
    expect(mismatch(['Hello', ' there', ' world'], 'Hello world')).toEqual({
      code: 'text-mismatch',
      count: 1,
      at: 1,
      detail: 'content: 1 of 3 tokens fit nowhere',
    })
    expect(mismatch(['Hello', ' wide world'], 'Hello big wide world')).toMatchObject({
      at: 1,
      detail: 'content: 4 of 20 characters have no token',
    })
    expect(mismatch(['foo'], 'bar')).toMatchObject({ detail: 'content: no token fits' })
  })

  it('accepts trimming, special tokens, stop sequences and a known prefill', () => {
    expect(mismatch(['\n', 'Hi', '<|im_end|>'], 'Hi')).toBeNull()
    expect(mismatch(['Hi', ' STOP', ' more', ' and', ' more', ' x'], 'Hi')).toBeNull()
    expect(mismatch(['Hi', ' STOP', ' more', ' and', ' more', ' x'], 'Hi', 'length')).toMatchObject({
      detail: 'content: tokens go on after its end',
    })
    expect(mismatch([' Paris', '.'], 'It is Paris.')).not.toBeNull()
    expect(mismatch([' Paris', '.'], 'It is Paris.', 'stop', 5)).toBeNull()
    expect(mismatch(['', ''], 'ids only')).toBeNull()
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

describe('streams that kept only their end', () => {
  const text = 'The quick brown fox jumps over the lazy dog'
  const end = [' lazy', ' dog'].map((one) => ({ ...tokens([-1])[0]!, text: one }))

  it('needs the reported count', () => {
    const alignment = alignTokens({ tokens: end, output: { text } })
    expect(rules.findLastChunkOnly(end, alignment, true, { input: 1, output: 9 })).toMatchObject({
      code: 'last-chunk-only',
      count: 2,
      at: 0,
    })
    expect(rules.findLastChunkOnly(end, alignment, false, { input: 1, output: 9 })).toBeNull()
    expect(rules.findLastChunkOnly(end, alignment, true, { input: 1, output: 2 })).toBeNull()
    expect(rules.findLastChunkOnly(end, alignment, true, undefined)).toBeNull()
  })
})

describe('all rules', () => {
  it('say nothing about a plain answer', () => {
    const plain = tokens(
      six,
      six.map((value, i) => [
        [`t${i}`, value],
        ['other', value - 6],
      ]),
    )
    expect(
      rules.findSentinels(plain) ?? rules.findNonFinite(plain) ?? rules.findPositiveLogprobs(plain) ?? rules.findAllZero(plain),
    ).toBeNull()
    expect(
      rules.findProbabilities(plain) ?? rules.findLogits(plain) ?? rules.findMassAboveOne(plain) ?? rules.findMixedBases(plain),
    ).toBeNull()
    expect(rules.findNotTrueTopK(plain) ?? rules.findChosenNotListed(plain) ?? rules.findUnsortedAlternatives(plain)).toBeNull()
  })

  it('never throw, and count at least one thing at a token that exists', () => {
    const bad = fc.constantFrom(NaN, Infinity, -Infinity, 1e308, -1e308, 5, -9999)
    fc.assert(
      fc.property(fc.array(anyToken, { maxLength: 10 }), fc.array(fc.tuple(fc.nat(), bad), { maxLength: 3 }), (list, changes) => {
        const changed = list.map((token) => ({ ...token }))
        for (const [at, value] of changes) if (changed.length > 0) changed[at % changed.length]!.logprob = value
        const found = [
          rules.findSentinels(changed),
          rules.findNonFinite(changed),
          rules.findMissingLogprobs(changed),
          rules.findPositiveLogprobs(changed),
          rules.findMassAboveOne(changed),
          rules.findAllZero(changed),
          rules.findProbabilities(changed),
          rules.findLogits(changed),
          rules.findDuplicateBlocks(changed, null),
          rules.findReplacedBytes(changed, ''),
          rules.findUnsortedAlternatives(changed),
          rules.findDuplicateAlternatives(changed),
          rules.findChosenNotListed(changed),
          rules.findNotTrueTopK(changed),
          rules.findChosenValueMismatch(changed),
          rules.findMixedBases(changed),
        ]
        for (const issue of found) {
          if (issue === null) continue
          expect(issue.count).toBeGreaterThan(0)
          expect(issue.at).toBeLessThan(changed.length)
        }
      }),
    )
  })
})

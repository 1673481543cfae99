import { handMadeTokens as tokens } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { alignTokens } from '../alignment/index.ts'
import type { Token } from '../types.ts'
import * as rules from './index.ts'

const six = [-0.1, -2.25, -0.003, -1.5, -0.7, -3]

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

  it('tells tokens of one value apart by text and id', () => {
    const spelled = (texts: string, ids: readonly number[] = []): Token[] =>
      Array.from(texts, (text, i) => ({ ...tokens([-1])[0]!, text, ...(ids[i] === undefined ? {} : { id: ids[i] }) }))
    expect(rules.findDuplicateBlocks(spelled('abcabc'), 3)).toEqual({ code: 'duplicate-blocks', count: 3, at: 3 })
    expect(rules.findDuplicateBlocks(spelled('abcacb'), 3)).toBeNull()
    expect(rules.findDuplicateBlocks(spelled('abab', [1, 2, 1, 2]), 2)).toMatchObject({ count: 2 })
    expect(rules.findDuplicateBlocks(spelled('abab', [1, 2, 3, 2]), 2)).toBeNull()
    expect(rules.findDuplicateBlocks(spelled('baba', [9, 1, 9, 2]), 2)).toBeNull()
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

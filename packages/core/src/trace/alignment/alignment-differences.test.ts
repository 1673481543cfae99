import { handMadeToken as token } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { align, charsOf, spelled } from '../../../test/hand-aligned.ts'
import type { Token } from '../types.ts'
import { alignTokens } from './align-tokens.ts'

const eos: Partial<Token> = { text: '<|im_end|>', special: true }

describe('alignTokens where text and tokens differ', () => {
  it('passes over special tokens', () => {
    const pieces = [{ text: '<|channel|>', special: true as const }, 'Hi', { text: '', special: true as const }, ' there', eos, '</s>']
    expect(spelled(pieces, 'Hi there')).toEqual(['exact', [null, 'Hi', null, ' there', null, null]])
  })

  it('accepts white space that the server trimmed', () => {
    expect(spelled(['\n\n', ' {"', 'a', '":', ' 1', '}', '\n', ' '], '{"a": 1}')).toEqual([
      'exact',
      [null, '{"', 'a', '":', ' 1', '}', null, null],
    ])
    expect(spelled([' Yes', '.\n\n'], 'Yes.')).toEqual(['exact', ['Yes', '.']])
  })

  it('finds the tokens behind a prefilled beginning', () => {
    expect(spelled([' Paris', ' is', ' big'], 'The capital Paris is Paris is big')).toEqual(['partial', [' Paris', ' is', ' big']])
    const alignment = align([' Paris', ' is', ' big'], 'The capital Paris is big')
    expect(alignment.part('content')).toMatchObject({
      status: 'partial',
      gaps: [{ start: 0, end: 11 }],
      firstMismatch: { offset: 0, token: 0 },
    })
    expect(alignment.tokensOf('content', 0, 8)).toBeNull()
    const known = { request: { messages: [{ role: 'assistant', content: 'la la ' }] } }
    expect(align(['la', ' la'], 'la la la la', known).chars(0)).toEqual({ part: 'content', start: 6, end: 8 })
    expect(align(['la', ' la', ' la', ' x'], 'la la la x', known).chars(0)).toEqual({ part: 'content', start: 0, end: 2 })
  })

  it('knows a text that was cut', () => {
    const alignment = align(['one', '\n', 'two', '\nST', 'OP', eos], 'one\ntwo\n')
    expect(charsOf(alignment, 6)).toEqual(['one', '\n', 'two', '\n', null, null])
    expect(alignment.part('content')).toMatchObject({ status: 'exact', cut: true, unplaced: 0 })
  })

  it('finds its way after missing tokens, and says where the gap is', () => {
    const alignment = align(['The', ' quick', ' brown', ' over', ' the', ' lazy', ' dog'], 'The quick brown fox jumps over the lazy dog')
    expect(alignment.part('content')).toMatchObject({
      status: 'partial',
      unplaced: 0,
      gaps: [{ start: 15, end: 25 }],
      firstMismatch: { offset: 15, token: 3 },
    })
    expect(alignment.part('content')!.coverage).toBeCloseTo(33 / 43, 12)
    expect(alignment.chars(3)).toEqual({ part: 'content', start: 25, end: 30 })
    expect(alignment.tokensOf('content', 16, 25)).toBeNull()
    expect(align(['a', 'b'], 'abc').part('content')).toMatchObject({
      status: 'partial',
      gaps: [{ start: 2, end: 3 }],
      firstMismatch: { offset: 2, token: null },
    })
  })

  it('finds several gaps, surplus tokens and both at once', () => {
    const text = 'Alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau'
    const words = text.match(/ ?\w+/g)!
    const pieces = [...words.slice(0, 4), ...words.slice(6, 9), ' surplus', ' words', ...words.slice(9, 13), ...words.slice(15)]
    const alignment = align(pieces, text)
    const chars = charsOf(alignment, pieces.length)
    expect(chars).toEqual(pieces.map((piece) => (piece === ' surplus' || piece === ' words' ? null : piece)))
    expect(alignment.part('content')).toMatchObject({ unplaced: 2, status: 'partial' })
    expect(alignment.part('content')!.gaps).toHaveLength(2)
  })

  it('takes a tool call’s arguments out of its tokens', () => {
    const pieces = [
      '<tool_call>',
      '\n',
      '{"',
      'name',
      '":',
      ' "',
      'get',
      '_weather',
      '",',
      ' "',
      'arguments',
      '":',
      ' {"',
      'location',
      '":',
      ' "',
      'Paris',
      '"}}',
      '\n',
      '</tool_call>',
      '<|im_end|>',
    ]
    const tokens = pieces.map((text) => token({ text, part: 'tool', partIndex: 0 }))
    const alignment = alignTokens({
      tokens,
      output: { text: '', toolCalls: [{ name: 'get_weather', arguments: '{"location": "Paris"}' }] },
    })
    expect(alignment.parts.map(({ key }) => key)).toEqual(['tool:0'])
    expect(alignment.part('tool:0')).toMatchObject({ status: 'exact', coverage: 1 })
    expect(alignment.tokensOf('tool:0', 14, 19)).toEqual([16, 17])
    expect(alignment.chars(2)).toBeNull()
    expect(alignment.chars(12)).toEqual({ part: 'tool:0', start: 0, end: 2 })
    const compact = alignTokens({ tokens, output: { text: '', toolCalls: [{ name: 'get_weather', arguments: '{"location":"Paris"}' }] } })
    expect(compact.part('tool:0')).toMatchObject({ status: 'partial', coverage: 1 })
    expect(compact.tokensOf('tool:0', 13, 18)).toEqual([16, 17])
  })

  it('is not led astray by syntax that looks like the arguments', () => {
    const call = ['{"', 'name', '": "', 'greet', '", "', 'arguments', '": {"', 'name', '": "', 'Bob', '"}', '}']
    const tokens = call.map((text) => token({ text, part: 'tool' }))
    const alignment = alignTokens({ tokens, output: { text: '', toolCalls: [{ name: 'greet', arguments: '{"name": "Bob"}' }] } })
    expect(alignment.part('tool:0')).toMatchObject({ coverage: 1, gaps: [] })
    expect(tokens.map((_, i) => alignment.bytes(i)?.start ?? null)).toEqual([null, null, null, null, null, null, 0, 2, 6, 10, 13, null])
  })

  it('keeps parts apart', () => {
    const alignment = alignTokens({
      tokens: [
        token({ text: 'think', part: 'reasoning' }),
        token({ text: 'ing', part: 'reasoning', partIndex: 1 }),
        token('Yes'),
        token({ text: '{}', part: 'tool', partIndex: 1 }),
      ],
      output: {
        text: 'Yes',
        reasoning: 'thinking',
        toolCalls: [
          { name: 'f', arguments: '{}' },
          { name: 'g', arguments: '{}' },
        ],
      },
    })
    expect(alignment.parts.map(({ key, status }) => [key, status])).toEqual([
      ['reasoning', 'exact'],
      ['content', 'exact'],
      ['tool:0', 'none'],
      ['tool:1', 'exact'],
    ])
    expect(alignment.tokensOf('reasoning', 0, 8)).toEqual([0, 2])
    expect(alignment.tokensOf('tool:1', 0, 1)).toEqual([3, 4])
    expect(alignment.charsOfTokens(0, 4)).toEqual({ part: 'reasoning', start: 0, end: 8, text: 'thinking' })
  })

  it('places nothing where text and tokens have nothing in common', () => {
    const alignment = align(['foo', 'bar', 'baz'], 'something else')
    expect(alignment.part('content')).toMatchObject({ status: 'none', coverage: 0, unplaced: 3 })
    expect(alignment.chars(0)).toBeNull()
    expect(alignment.charsOfTokens(0, 3)).toBeNull()
    expect(align(['', '', ''], 'ids only').part('content')).toMatchObject({ status: 'none', coverage: 0 })
    expect(align(['a'], '').part('content')).toMatchObject({ status: 'none', coverage: 1, unplaced: 1 })
    expect(align([eos], '').part('content')).toMatchObject({ status: 'exact', coverage: 1 })
    expect(align([], 'text').part('content')).toMatchObject({ status: 'none', coverage: 0, firstMismatch: { offset: 0, token: null } })
    expect(align([], '').parts).toEqual([])
  })

  it('answers queries outside of everything with null', () => {
    const alignment = align(['ab', 'c'], 'abc')
    expect(alignment.chars(-1)).toBeNull()
    expect(alignment.chars(2)).toBeNull()
    expect(alignment.chars(0.5)).toBeNull()
    expect(alignment.tokensOf('content', 1, 1)).toBeNull()
    expect(alignment.tokensOf('content', NaN, 2)).toBeNull()
    expect(alignment.tokensOf('content', 3, 99)).toBeNull()
    expect(alignment.tokensOf('content', -5, 99)).toEqual([0, 2])
    expect(alignment.tokensOf('refusal', 0, 1)).toBeNull()
    expect(alignment.charsOfTokens(2, 1)).toBeNull()
  })
})

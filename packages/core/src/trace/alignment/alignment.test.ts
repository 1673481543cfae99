import { describe, expect, it } from 'vitest'
import type { Token } from '../types.ts'
import { utf8Encode } from '../utf8.ts'
import { assignParts } from './assign-parts.ts'
import type { AlignmentInput } from './align-group.ts'
import { alignTokens } from './align-tokens.ts'
import type { Alignment } from './types.ts'

type Piece = string | number[] | Partial<Token>

/** A token from its text, its bytes alone (text as OpenAI escapes them), or fields. */
function token(piece: Piece): Token {
  const base = { text: '', logprob: -0.1, part: 'content' as const, alternatives: [] }
  if (typeof piece === 'string') return { ...base, text: piece }
  if (Array.isArray(piece)) return { ...base, text: piece.map((byte) => '\\x' + byte.toString(16)).join(''), bytes: piece }
  return { ...base, ...piece }
}

const lost: Partial<Token> = { text: '\uFFFD', bytes: [239, 191, 189] }
const eos: Partial<Token> = { text: '<|im_end|>', special: true }

function align(pieces: readonly Piece[], text: string, more: Partial<AlignmentInput> = {}): Alignment {
  return alignTokens({ tokens: pieces.map(token), output: { text }, ...more })
}

function charsOf(alignment: Alignment, count: number): (string | null)[] {
  return Array.from({ length: count }, (_, i) => {
    const range = alignment.chars(i)
    return range === null ? null : alignment.part(range.part)!.text.slice(range.start, range.end)
  })
}

/** Alignment and what each token spells. */
function spelled(pieces: readonly Piece[], text: string, more: Partial<AlignmentInput> = {}): [string, (string | null)[]] {
  const alignment = align(pieces, text, more)
  return [alignment.part('content')!.status, charsOf(alignment, pieces.length)]
}

describe('alignTokens where tokens spell the text', () => {
  it('gives each token its characters and each character its token', () => {
    const alignment = align(['The', ' capital', ' is', ' Paris', '.'], 'The capital is Paris.')
    expect(alignment.part('content')).toMatchObject({
      status: 'exact',
      coverage: 1,
      tokenCount: 5,
      unplaced: 0,
      gaps: [],
      firstMismatch: null,
      cut: false,
    })
    expect(alignment.chars(3)).toEqual({ part: 'content', start: 14, end: 20 })
    expect(alignment.tokensOf('content', 15, 20)).toEqual([3, 4])
    expect(alignment.tokensOf('content', 10, 16)).toEqual([1, 4])
    expect(alignment.tokensOf('content', 0, 21)).toEqual([0, 5])
    expect(alignment.charsOfTokens(1, 3)).toEqual({ part: 'content', start: 3, end: 14, text: ' capital is' })
  })

  it('counts a character for every token that holds a part of it', () => {
    // 離 = e9 9b a2 over three tokens, 日 = e6 97 a5 over two, the second of which goes on with の.
    const alignment = align(['a', [0xe9], [0x9b], [0xa2], [0xe6, 0x97], [0xa5, 0xe3, 0x81, 0xae], 'b'], 'a離日のb')
    expect(alignment.part('content')!.status).toBe('exact')
    expect(charsOf(alignment, 7)).toEqual(['a', '離', '離', '離', '日', '日の', 'b'])
    expect(alignment.bytes(2)).toEqual({ part: 'content', start: 2, end: 3 })
    expect(alignment.tokensOf('content', 1, 2)).toEqual([1, 4])
    expect(alignment.tokensOf('content', 2, 3)).toEqual([4, 6])
    expect(alignment.tokensOf('content', 3, 4)).toEqual([5, 6])
  })

  it('places Turkish, Japanese and emoji with joiners by bytes, in UTF-16 offsets', () => {
    const family = '👨‍👩‍👧'
    expect(spelled(["Ankara'", 'n', 'ın', ' nüf', 'usu', ' ', 'İ'], "Ankara'nın nüfusu İ")).toEqual([
      'exact',
      ["Ankara'", 'n', 'ın', ' nüf', 'usu', ' ', 'İ'],
    ])
    const bytes = [...utf8Encode(family)]
    const alignment = align(['x', bytes.slice(0, 3), bytes.slice(3, 5), bytes.slice(5, 12), bytes.slice(12), '!'], `x${family}!`)
    expect(alignment.part('content')!.status).toBe('exact')
    expect(charsOf(alignment, 6)).toEqual(['x', '👨', '👨\u200d', '\u200d👩\u200d', '\u200d👧', '!'])
    expect(alignment.tokensOf('content', 1, 1 + family.length)).toEqual([1, 5])
    expect(alignment.chars(5)).toEqual({ part: 'content', start: 9, end: 10 })
  })

  it('reads bytes out of escaped texts where the bytes themselves were dropped', () => {
    expect(spelled(['a', '\\xe9\\x9b', '\\xa2', ' \\xe7\\x90', '\\x83b'], 'a離 球b')).toEqual(['exact', ['a', '離', '離', ' 球', '球b']])
    expect(spelled(['a', 'bytes:\\xe2\\x80', 'bytes:\\x99', 's'], 'a’s')).toEqual(['exact', ['a', '’', '’', 's']])
    expect(spelled(['\\x', '41'], '\\x41')).toEqual(['exact', ['\\x', '41']])
  })

  it('reads vocabulary marks only where the text does not have them', () => {
    expect(spelled(['The', 'Ġend', 'Ċ', 'Ġ', 'CafÃ©'], 'The end\n Café')).toEqual(['exact', ['The', ' end', '\n', ' ', 'Café']])
    expect(spelled(['▁The', '▁end', '<0x0A>', '▁', 'x'], 'The end\n x')).toEqual(['exact', ['The', ' end', '\n', ' ', 'x']])
    expect(spelled(['<0xE6>', '<0x97>', '<0xA5>', '▁x'], '日 x')).toEqual(['exact', ['日', '日', '日', ' x']])
    expect(spelled(['▁', 'Ġ', '<0x0A>'], '▁Ġ<0x0A>')).toEqual(['exact', ['▁', 'Ġ', '<0x0A>']])
  })

  it('gives held-back tokens the characters of the token that brought them', () => {
    expect(spelled(['in', '', '', ' Marseilla', '.'], 'in Marseilla.')).toEqual([
      'exact',
      ['in', ' Marseilla', ' Marseilla', ' Marseilla', '.'],
    ])
    expect(spelled(['', '', '日', { text: '', bytes: [] }], '日')).toEqual(['exact', ['日', '日', '日', null]])
    expect(align(['in', '', '', ' Marseilla'], 'in Marseilla').tokensOf('content', 3, 12)).toEqual([1, 4])
  })
})

describe('alignTokens where bytes were lost', () => {
  it('takes U+FFFD for what the neighbours leave', () => {
    const alignment = align(['a', lost, lost, lost, 'b', ' ', { text: ' \uFFFD' }, { text: '\uFFFD!' }], 'a離b  離!')
    expect(alignment.part('content')).toMatchObject({ status: 'exact', coverage: 1 })
    expect(charsOf(alignment, 8)).toEqual(['a', '離', '離', '離', 'b', ' ', ' 離', '離!'])
    expect([1, 2, 3, 6, 7].map((i) => alignment.recoveredBytes(i))).toEqual([[0xe9], [0x9b], [0xa2], [0x20, 0xe9, 0x9b], [0xa2, 0x21]])
    expect(alignment.recoveredBytes(0)).toBeNull()
  })

  it('does not invent a division where several are possible', () => {
    // Four bytes in two tokens without any text: one, two or three bytes for the first.
    const alignment = align(['a', '', '', 'b'], 'a😀b')
    expect(charsOf(alignment, 4)).toEqual(['a', '😀', '😀', 'b'])
    expect(alignment.recoveredBytes(1)).toBeNull()
  })

  it('resynchronises on the next good token', () => {
    expect(spelled([lost, lost, 'です', lost, 'か', eos], '離です離か')).toEqual(['exact', ['離', '離', 'です', '離', 'か', null]])
    expect(spelled(['お', lost, lost, eos], 'お離')).toEqual(['exact', ['お', '離', '離', null]])
    expect(spelled(['お', lost, lost, lost, lost], 'お😀')).toEqual(['exact', ['お', '😀', '😀', '😀', '😀']])
  })

  it('knows a true U+FFFD of the text, and a lost character that the text lacks', () => {
    expect(spelled(['a', { text: '\uFFFD', bytes: [239, 191, 189] }, 'b'], 'a\uFFFDb')).toEqual(['exact', ['a', '\uFFFD', 'b']])
    const [status, chars] = spelled(['ab', lost, 'cd', 'ef'], 'abcdef')
    expect(chars).toEqual(['ab', null, 'cd', 'ef'])
    expect(status).toBe('partial')
  })

  it('takes one U+FFFD for more than one byte where nothing else fits', () => {
    expect(spelled([lost, lost, 'です', lost, 'か', { text: '', bytes: [] }], '離です離か')).toEqual([
      'exact',
      ['離', '離', 'です', '離', 'か', null],
    ])
  })

  it('goes by the text where tokens are numbers', () => {
    const id = (n: number, bytes?: number[]): Partial<Token> => ({ text: `token_id:${n}`, ...(bytes ? { bytes } : {}) })
    expect(spelled([id(5, [0x61]), id(6), id(7), id(8, [0x62]), id(2, [...utf8Encode('<|im_end|>')])], 'a😀b')).toEqual([
      'exact',
      ['a', '😀', '😀', 'b', null],
    ])
    expect(spelled(['see', ' token_id:', '5'], 'see token_id:5')[0]).toBe('exact')
  })

  it('joins halves of surrogate pairs', () => {
    expect(spelled(['a', '\uD83D', '\uDE00', 'b'], 'a😀b')).toEqual(['exact', ['a', '😀', '😀', 'b']])
  })
})

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

describe('words', () => {
  it('maps the words of a text to their tokens', () => {
    const alignment = align(['Ankara', "'n", 'ın', ' nüfusu', ' 5', '.', '6', ' mil', 'yon', '.'], "Ankara'nın nüfusu 5.6 milyon.")
    expect(alignment.words('content').map(({ text, tokens }) => [text, tokens])).toEqual([
      ["Ankara'nın", [0, 3]],
      ['nüfusu', [3, 4]],
      ['5.6', [4, 7]],
      ['milyon', [7, 9]],
    ])
    expect(alignment.words('refusal')).toEqual([])
  })
})

describe('assignParts', () => {
  const output = {
    text: 'Calling it.',
    reasoning: 'Hm, let me think',
    toolCalls: [{ name: 'get_weather', arguments: '{"city": "Ankara"}' }],
  }
  const pieces = [
    'Hm',
    ',',
    ' let',
    ' me',
    ' think',
    '</think>',
    '\n\n',
    'Calling',
    ' it',
    '.',
    '<tool_call>',
    '{"',
    'name',
    '": "',
    'get_weather',
    '", "arguments": ',
    '{"city',
    '": "',
    'Ankara',
    '"}',
    '}',
    '</tool_call>',
  ]

  it('finds reasoning, content and tool calls in one run', () => {
    const tokens = assignParts(pieces.map(token), output)
    expect(tokens.map(({ part }) => part)).toEqual([
      ...pieces.slice(0, 7).map(() => 'reasoning'),
      ...pieces.slice(7, 10).map(() => 'content'),
      ...pieces.slice(10).map(() => 'tool'),
    ])
    expect(tokens.at(-1)).toMatchObject({ part: 'tool', partIndex: 0, text: '</tool_call>' })
    const alignment = alignTokens({ tokens, output })
    expect(alignment.parts.map(({ key, status, coverage }) => [key, status, coverage])).toEqual([
      ['reasoning', 'exact', 1],
      ['content', 'exact', 1],
      ['tool:0', 'exact', 1],
    ])
  })

  it('leaves tokens alone where there is one text, or none that fits', () => {
    const tokens = ['a', 'b'].map(token)
    expect(assignParts(tokens, { text: 'ab' })).toBe(tokens)
    expect(assignParts(tokens, { text: 'xy', reasoning: 'z' })).toEqual(tokens)
    expect(assignParts([], output)).toEqual([])
  })

  it('puts tokens back that were told to be of another part', () => {
    const tokens = [token({ text: 'Hm, let me think', part: 'tool', partIndex: 3 }), token('Calling it.')]
    expect(assignParts(tokens, output)).toEqual([token({ text: 'Hm, let me think', part: 'reasoning' }), token('Calling it.')])
  })
})

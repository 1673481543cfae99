import { lostToken as lost } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { align, charsOf, spelled } from '../../../test/hand-aligned.ts'
import type { Token } from '../types.ts'
import { utf8Encode } from '../utf8.ts'

const eos: Partial<Token> = { text: '<|im_end|>', special: true }

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

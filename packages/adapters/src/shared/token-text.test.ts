import { describe, expect, it } from 'vitest'
import { prefixedBytes, readTokenText } from './token-text.ts'

const bytesOf = (text: string): number[] => [...new TextEncoder().encode(text)]

describe('readTokenText', () => {
  it.each([
    ['plain', 'a', [97], { text: 'a', bytes: [97], id: null, replaced: null, cut: false, invalid: false }],
    ['without bytes', 'a', null, { bytes: null, invalid: false }],
    ['with an empty list', '', [], { bytes: null, invalid: false }],
    ['a piece of a character', '\\xe9\\x9b', [233, 155], { text: '\\xe9\\x9b', bytes: [233, 155], cut: true }],
    ['the end of a character', '\\x9b', [155], { cut: true }],
    ['lost bytes', '\ufffd', [239, 191, 189], { bytes: null, replaced: [239, 191, 189] }],
    ['no bytes at all', 'a', 'aGk=', { bytes: null, invalid: true }],
    ['numbers that are none', 'a', [1.5], { bytes: null, invalid: true }],
    ['an id with its bytes', 'token_id:42', [72], { text: 'H', bytes: [72], id: 42 }],
    ['an id with the bytes of the words', 'token_id:42', bytesOf('token_id:42'), { text: 'token_id:42', bytes: null, id: 42 }],
    ['an id whose text was held back', 'token_id:42', [], { text: '', bytes: null, id: 42 }],
    ['an id alone', 'token_id:42', undefined, { text: 'token_id:42', bytes: null, id: 42 }],
    [
      'words that look like an id',
      'token_id: 42',
      bytesOf('token_id: 42'),
      { text: 'token_id: 42', bytes: bytesOf('token_id: 42'), id: null },
    ],
    ['no text', null, null, { text: '', bytes: null }],
  ])('reads a token %s', (_, token, bytes, expected) => {
    expect(readTokenText(token, bytes)).toMatchObject(expected)
  })
})

describe('prefixedBytes', () => {
  it('reads the notation of older completions and nothing else', () => {
    expect(prefixedBytes('bytes:\\xe2\\x80')).toEqual([0xe2, 0x80])
    expect(prefixedBytes('bytes: \\xE7é')).toEqual([0x20, 0xe7, 0xc3, 0xa9])
    expect(prefixedBytes('bytes:')).toBeNull()
    expect(prefixedBytes('bytes: of data')).toBeNull()
    expect(prefixedBytes('\\xe2')).toBeNull()
  })
})

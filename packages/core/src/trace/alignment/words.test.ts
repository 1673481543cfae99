import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wordsOf } from './words.ts'

const textsOf = (text: string): string[] => wordsOf(text).map(({ start, end }) => text.slice(start, end))

describe('wordsOf', () => {
  it.each([
    ['', []],
    [' .,!? ', []],
    ["Don't re-enter 3.14 or 1,000.", ["Don't", 're-enter', '3.14', 'or', '1,000']],
    ["Ankara'nın İstanbul’da ışık", ["Ankara'nın", 'İstanbul’da', 'ışık']],
    ["'quoted' snake_case a- b", ['quoted', 'snake_case', 'a', 'b']],
    ['e\u0301te\u0301', ['e\u0301te\u0301']],
    ['hi 👨‍👩‍👧!', ['hi', '👨‍👩‍👧']],
  ])('of %j', (text, words) => {
    expect(textsOf(text)).toEqual(words)
  })

  it('cuts unspaced scripts into pieces that join up', () => {
    expect(textsOf('東京タワー、行く').join('')).toBe('東京タワー行く')
    expect(wordsOf('東京タワーに行く').length).toBeGreaterThan(2)
    expect(textsOf('abc東京def')).toEqual(expect.arrayContaining(['abc', 'def']))
    expect(textsOf('漢'.repeat(10_000)).join('')).toBe('漢'.repeat(10_000))
  })

  it('gives rising ranges that hold no white space', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' })), (text) => {
        let from = 0
        for (const { start, end } of wordsOf(text)) {
          expect(start).toBeGreaterThanOrEqual(from)
          expect(end).toBeGreaterThan(start)
          expect(text.slice(start, end)).not.toMatch(/\s/)
          from = end
        }
        expect(from).toBeLessThanOrEqual(text.length)
      }),
    )
  })
})

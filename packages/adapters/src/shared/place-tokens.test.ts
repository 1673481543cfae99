import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DraftToken } from './draft-token.ts'
import { AFTER, BETWEEN, placeTokens, SPECIAL, STRAY, type PlaceableText } from './place-tokens.ts'

const token = (text: string): DraftToken => ({ text, logprob: -1, part: 'content', alternatives: [] })
const text = (bytes: string): PlaceableText => ({ part: 'content', partIndex: 0, bytes })
const places = (tokens: readonly string[], texts: readonly string[]): number[] => [
  ...placeTokens(tokens.map(token), [...tokens.keys()], texts.map(text)).text,
]

describe('placeTokens', () => {
  it.each([
    ['one text', ['a', 'b'], ['ab'], [0, 0]],
    ['two texts', ['a', 'b', 'c'], ['ab', 'c'], [0, 0, 1]],
    ['control tokens between', ['<a>', 'a', '</a>', 'b', '<|end|>'], ['a', 'b'], [SPECIAL, 0, SPECIAL, 1, SPECIAL]],
    [
      'white space that was trimmed',
      ['\n', 'a', '\n', '</a>', '\n\n', 'b', '\n'],
      ['a', 'b'],
      [BETWEEN, 0, BETWEEN, SPECIAL, BETWEEN, 1, BETWEEN],
    ],
    ['white space in the first token', ['\n\nab', 'c'], ['abc'], [0, 0]],
    ['a text that is cut inside a token', ['ab', 'cde', 'f'], ['abc'], [0, 0, AFTER]],
    ['a prefilled beginning', [' is', ' Paris', '.'], ['The capital of France is Paris.'], [0, 0, 0]],
    ['tokens that were left out of the text', ['we', '__tool__', ' go', ' home'], ['we go home'], [0, STRAY, 0, 0]],
    ['tokens that are missing', ['one two', ' six seven', ' eight'], ['one two three four five six seven eight'], [0, 0, 0]],
    ['a first text without tokens', ['yes', ' it', ' is'], ['long reasoning', 'yes it is'], [1, 1, 1]],
    ['lost bytes', ['a', '\ufffd', '', 'b'], ['a\xe6\x97\xa5b'], [0, 0, 0, 0]],
    ['a control token that the text holds', ['</think>', 'a'], ['</think>a'], [0, 0]],
    ['no text', ['a', '<|end|>'], [], [AFTER, SPECIAL]],
    ['no token', [], ['a'], []],
  ])('finds the places: %s', (_, tokens, texts, expected) => {
    expect(places(tokens, texts)).toEqual(expected)
  })

  it('places every token of texts that the tokens spell', () => {
    const piece = fc.string({ minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 40 }), fc.array(piece, { minLength: 1, maxLength: 40 }), (one, two) => {
        const found = placeTokens(
          [...one, ...two].map(token),
          [...Array(one.length + two.length).keys()],
          [text(one.map((part) => Buffer.from(part).toString('latin1')).join(''))].concat(
            text(two.map((part) => Buffer.from(part).toString('latin1')).join('')),
          ),
        )
        expect(found.complete).toBe(true)
      }),
    )
  })

  it('ends on long texts that nothing fits', () => {
    const found = placeTokens(
      Array.from({ length: 100_000 }, (_, i) => token(`q${i % 7}z`)),
      [...Array(100_000).keys()],
      [text('ab '.repeat(200_000))],
    )
    expect(found.complete).toBe(false)
  })
})

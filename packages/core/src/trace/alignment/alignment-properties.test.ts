import { handMadeToken as token, lostToken as lost, type TokenPiece as Piece } from '@logitscope/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Token } from '../types.ts'
import { utf8Encode } from '../utf8.ts'
import { alignTokens } from './align-tokens.ts'

/** Cuts a text's bytes into tokens at the given places; escapes as OpenAI does. */
function cutUp(text: string, cuts: readonly number[]): Token[] {
  const bytes = utf8Encode(text)
  const places = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b)
  return places.slice(1).map((end, i) => token([...bytes.subarray(places[i], end)]))
}

const someText = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.lorem({ maxCount: 30 }),
  fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'ğ', '日', '😀'), minLength: 1 }),
)

describe('properties', () => {
  it('any cutting of any text is exact, and its ranges join up', () => {
    fc.assert(
      fc.property(someText, fc.array(fc.nat(400)), (text, cuts) => {
        const tokens = cutUp(text, cuts)
        const alignment = alignTokens({ tokens, output: { text } })
        expect(alignment.part('content')).toMatchObject({ status: 'exact', coverage: 1, firstMismatch: null })
        let byte = 0
        tokens.forEach((_, i) => {
          const range = alignment.bytes(i)!
          expect(range.start).toBe(byte)
          byte = range.end
          const chars = alignment.chars(i)!
          const back = alignment.tokensOf('content', chars.start, chars.end)!
          expect(back[0]).toBeLessThanOrEqual(i)
          expect(back[1]).toBeGreaterThan(i)
        })
      }),
    )
  })

  it('every byte that a token gets is its own, whatever was left out or put in', () => {
    fc.assert(
      fc.property(
        someText,
        fc.array(fc.nat(400), { minLength: 3 }),
        fc.array(fc.nat(), { maxLength: 4 }),
        fc.array(fc.tuple(fc.nat(), fc.string()), { maxLength: 4 }),
        (text, cuts, drops, adds) => {
          const tokens = cutUp(text, cuts)
          for (const drop of drops) tokens.splice(drop % tokens.length, 1)
          for (const [at, extra] of adds) tokens.splice(at % (tokens.length + 1), 0, token(extra))
          const alignment = alignTokens({ tokens, output: { text } })
          const bytes = utf8Encode(text)
          let from = 0
          tokens.forEach((one, i) => {
            const range = alignment.bytes(i)
            if (range === null || one.text === '') return
            expect(range.start).toBeGreaterThanOrEqual(from)
            expect(range.end).toBeGreaterThan(range.start)
            from = range.end
            const own = one.bytes ?? [...utf8Encode(one.text)]
            const got = [...bytes.subarray(range.start, range.end)]
            expect(own.join(',') + ',').toContain(got.join(',') + ',')
          })
          const { coverage, status } = alignment.part('content')!
          expect(coverage).toBeGreaterThanOrEqual(0)
          expect(coverage).toBeLessThanOrEqual(1)
          if (status === 'exact') expect(coverage).toBe(1)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('lost pieces of characters are found again in ordinary text', () => {
    const words = fc.array(fc.constantFrom(' word', ' and', ' the', '離', '😀', 'ğ', '日本', ' 3'), { minLength: 2, maxLength: 40 })
    fc.assert(
      fc.property(words, (pieces) => {
        const text = pieces.join('')
        const tokens: Token[] = []
        for (const piece of pieces) {
          const bytes = [...utf8Encode(piece)]
          if (bytes[0]! < 0x80) tokens.push(token(piece))
          else if (piece === '日本') tokens.push(token({ text: '日\uFFFD' }), token(lost))
          else if (bytes.length === 4) tokens.push(token(lost), token(lost))
          else for (let i = 0; i < bytes.length; i++) tokens.push(token(lost))
        }
        const alignment = alignTokens({ tokens, output: { text } })
        expect(alignment.part('content')!.status).toBe('exact')
      }),
    )
  })
})

describe('cost', () => {
  it('ends for 100 000 tokens made to be hard', () => {
    const many = 100_000
    const cases: [string, readonly Piece[], string][] = [
      ['nothing in common', Array.from({ length: many }, () => 'a'), 'b'.repeat(many)],
      ['all specials, white text', Array.from({ length: many }, () => '<s>'), ' '.repeat(many)],
      ['all lost', Array.from({ length: many }, () => lost), '日'.repeat(many / 2)],
      ['all empty', Array.from({ length: many }, () => ''), 'ab'.repeat(many)],
      [
        'every other missing',
        Array.from({ length: many }, (_, i) => ` ${i * 2}`),
        Array.from({ length: many * 2 }, (_, i) => ` ${i}`).join(''),
      ],
      ['loop with a hole', Array.from({ length: many }, () => ' la'), `x${' la'.repeat(many / 2)}y${' la'.repeat(many)}`],
      [
        'lost and empty between',
        Array.from({ length: many }, (_, i) => (i % 3 === 0 ? lost : i % 3 === 1 ? '' : 'x')),
        '日x'.repeat(many / 3),
      ],
      ['white space of two kinds', Array.from({ length: many }, () => ' '), '\n'.repeat(many)],
      [
        'shuffled',
        Array.from({ length: many }, (_, i) => ` w${(i * 7919) % many}`),
        Array.from({ length: many }, (_, i) => ` w${i}`).join(''),
      ],
      ['control after control', Array.from({ length: many }, (_, i) => `<${i}>`), '<'.repeat(many)],
    ]
    for (const [name, pieces, text] of cases) {
      const tokens = pieces.map(token)
      // Quadratic work on any of these would run into the time-out.
      const { coverage } = alignTokens({ tokens, output: { text } }).parts[0]!
      expect(coverage, name).toBeGreaterThanOrEqual(0)
      expect(coverage, name).toBeLessThanOrEqual(1)
    }
  })
})

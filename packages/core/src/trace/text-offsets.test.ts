import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { textOffsets } from './text-offsets.ts'
import { utf8Length } from './utf8.ts'

describe('textOffsets', () => {
  it('goes both ways over Turkish, Japanese and emoji', () => {
    const offsets = textOffsets('ığ日😀a')
    expect(offsets.byteLength).toBe(12)
    expect([0, 1, 2, 3, 4, 5, 6].map((offset) => offsets.toByte(offset))).toEqual([0, 2, 4, 7, 7, 11, 12])
    expect(offsets.toByte(4, 'end')).toBe(11)
    expect([0, 1, 2, 5, 6, 7, 8, 11, 12].map((byte) => offsets.toOffset(byte))).toEqual([0, 0, 1, 2, 2, 3, 3, 5, 6])
    expect([0, 1, 2, 5, 6, 7, 8, 11, 12].map((byte) => offsets.toOffset(byte, 'end'))).toEqual([0, 1, 1, 3, 3, 3, 5, 5, 6])
  })

  it('moves positions outside the text to its ends', () => {
    for (const text of ['abc', 'ağ😀']) {
      const offsets = textOffsets(text)
      expect(offsets.toByte(-1)).toBe(0)
      expect(offsets.toByte(NaN)).toBe(0)
      expect(offsets.toByte(Infinity)).toBe(offsets.byteLength)
      expect(offsets.toOffset(99)).toBe(text.length)
      expect(offsets.toOffset(-5)).toBe(0)
    }
  })

  it('counts a lone surrogate as one character of three bytes', () => {
    const offsets = textOffsets('a\uD83Db')
    expect(offsets.byteLength).toBe(5)
    expect(offsets.toByte(2)).toBe(4)
    expect(offsets.toOffset(2)).toBe(1)
    expect(offsets.toOffset(2, 'end')).toBe(2)
  })

  it('agrees with the length of every prefix that ends between characters', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string()), (text) => {
        const offsets = textOffsets(text)
        let at = 0
        for (const character of text) {
          expect(offsets.toByte(at)).toBe(utf8Length(text, 0, at))
          expect(offsets.toOffset(offsets.toByte(at))).toBe(at)
          at += character.length
          expect(offsets.toByte(at, 'end')).toBe(utf8Length(text, 0, at))
        }
      }),
    )
  })
})

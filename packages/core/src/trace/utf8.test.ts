import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createUtf8Decoder, decodeBytes, encodeUnits, incompleteTail, utf8Decode, utf8Encode, utf8Length } from './utf8.ts'

const platform = new TextDecoder('utf-8', { ignoreBOM: true })
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
)
/** Bytes near the edges of the grammar, so that broken sequences are common. */
const anyBytes = fc.uint8Array({ maxLength: 40 }).map((bytes) => {
  const edges = [0x41, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xe0, 0xe9, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff]
  return bytes.map((byte) => (byte % 3 === 0 ? byte : edges[byte % edges.length]!))
})

describe('utf8Encode', () => {
  it.each([
    ['', []],
    ['A', [0x41]],
    ['ğ', [0xc4, 0x9f]],
    ['日', [0xe6, 0x97, 0xa5]],
    ['😀', [0xf0, 0x9f, 0x98, 0x80]],
    ['\uD83D', [0xef, 0xbf, 0xbd]],
    ['a\uDE00b', [0x61, 0xef, 0xbf, 0xbd, 0x62]],
    ['\uD83D\uD83D\uDE00', [0xef, 0xbf, 0xbd, 0xf0, 0x9f, 0x98, 0x80]],
    ['\0', [0]],
  ])('gives the bytes of %j', (text, bytes) => {
    expect([...utf8Encode(text)]).toEqual(bytes)
    expect(utf8Length(text)).toBe(bytes.length)
  })

  it('agrees with the platform on any string, short or long', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 40 }), (part, times) => {
        const text = part.repeat(times)
        expect(encodeUnits(text)).toEqual(new Uint8Array(new TextEncoder().encode(text)))
        expect(new Uint8Array(utf8Encode(text))).toEqual(encodeUnits(text))
        expect(utf8Length(text)).toBe(encodeUnits(text).length)
      }),
    )
  })
})

describe('utf8Decode', () => {
  it.each([
    [[0xe9, 0x9b], '\uFFFD'],
    [[0x80, 0x80], '\uFFFD\uFFFD'],
    [[0xf0, 0x9f, 0x98, 0x41], '\uFFFDA'],
    [[0xed, 0xa0, 0x80], '\uFFFD\uFFFD\uFFFD'],
    [[0xc0, 0xaf], '\uFFFD\uFFFD'],
    [[0xef, 0xbb, 0xbf, 0x41], '\uFEFFA'],
    [[0xf4, 0x90, 0x80, 0x80], '\uFFFD\uFFFD\uFFFD\uFFFD'],
  ])('reads %j as the standard says', (bytes, text) => {
    expect(utf8Decode(bytes)).toBe(text)
    expect(platform.decode(new Uint8Array(bytes))).toBe(text)
  })

  it('agrees with the platform on long ASCII that starts anywhere in memory, with other bytes anywhere in it', () => {
    const others = fc.array(fc.tuple(fc.nat(799), fc.constantFrom(0x80, 0xc4, 0xe2, 0xef, 0xf0, 0x9f, 0xff)), { maxLength: 400 })
    fc.assert(
      fc.property(fc.nat(9), fc.integer({ min: 96, max: 780 }), others, (from, length, changes) => {
        const memory = new Uint8Array(800).map((_, i) => i % 0x80)
        for (const [at, byte] of changes) memory[at] = byte
        const bytes = memory.subarray(from, from + length)
        expect(utf8Decode(bytes)).toBe(platform.decode(bytes))
        expect(utf8Decode(memory, from, from + length)).toBe(platform.decode(bytes))
      }),
      { numRuns: 2_000 },
    )
  })

  it('agrees with the platform on any bytes, short or long, array or typed array', () => {
    fc.assert(
      fc.property(anyBytes, fc.integer({ min: 1, max: 10 }), (part, times) => {
        const bytes = new Uint8Array(part.length * times)
        for (let i = 0; i < times; i++) bytes.set(part, i * part.length)
        const text = platform.decode(bytes)
        expect(utf8Decode(bytes)).toBe(text)
        expect(utf8Decode([...bytes])).toBe(text)
        expect(decodeBytes(bytes, 0, bytes.length)).toBe(text)
      }),
      { numRuns: 500 },
    )
  })

  it('reads a range', () => {
    expect(utf8Decode([0x41, 0xc4, 0x9f, 0x42], 1, 3)).toBe('ğ')
  })

  it('keeps long texts whole', () => {
    const text = 'ağ日😀'.repeat(5000)
    expect(decodeBytes(utf8Encode(text), 0, utf8Length(text))).toBe(text)
  })
})

describe('createUtf8Decoder', () => {
  it('gives the text of the whole for bytes cut anywhere', () => {
    fc.assert(
      fc.property(anyBytes, fc.array(fc.nat(40), { maxLength: 8 }), (bytes, cuts) => {
        const decoder = createUtf8Decoder()
        const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length]
        let text = ''
        for (let i = 1; i < places.length; i++) text += decoder.push(bytes.subarray(places[i - 1], places[i]))
        text += decoder.end()
        expect(text).toBe(platform.decode(bytes))
        expect(decoder.pending()).toBe(0)
      }),
      { numRuns: 500 },
    )
  })

  it('holds back a character until it is whole', () => {
    const decoder = createUtf8Decoder()
    expect(decoder.push([0xf0])).toBe('')
    expect(decoder.push([0x9f, 0x98])).toBe('')
    expect(decoder.pending()).toBe(3)
    expect(decoder.push([0x80, 0x41])).toBe('😀A')
    expect(decoder.push([0xe6, 0x97])).toBe('')
    expect(decoder.end()).toBe('\uFFFD')
    expect(decoder.end()).toBe('')
  })
})

describe('incompleteTail', () => {
  it.each([
    [[], 0],
    [[0x41], 0],
    [[0x41, 0xe6], 1],
    [[0xe6, 0x97], 2],
    [[0xf0, 0x9f, 0x98], 3],
    [[0xf0, 0x9f, 0x98, 0x80], 0],
    [[0xe0, 0x80], 0],
    [[0x80, 0x80], 0],
    [[0xff], 0],
  ])('of %j is %i', (bytes, tail) => {
    expect(incompleteTail(bytes)).toBe(tail)
  })
})

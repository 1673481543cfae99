import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMurmur3, digestMurmur3, murmur3, updateMurmur3 } from './murmur3.ts'

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))
const FOX = 'The quick brown fox jumps over the lazy dog'

/** The digest as the reference implementation lays it out in memory: four little-endian words. */
function littleEndian(hex: string): Uint8Array {
  const bytes = new Uint8Array(16)
  const view = new DataView(bytes.buffer)
  for (let word = 0; word < 4; word++) view.setUint32(4 * word, Number.parseInt(hex.slice(8 * word, 8 * word + 8), 16), true)
  return bytes
}

describe('murmur3', () => {
  // SMHasher's VerificationTest, whose published value for Murmur3C (x86, 128 bits) is 0xB3ECE62A.
  it('passes the reference suite’s verification test', () => {
    const digests = new Uint8Array(16 * 256)
    for (let length = 0; length < 256; length++) {
      const key = Uint8Array.from({ length }, (_, i) => i)
      digests.set(littleEndian(murmur3(key, 256 - length)), 16 * length)
    }
    expect(new DataView(littleEndian(murmur3(digests)).buffer).getUint32(0, true)).toBe(0xb3ece62a)
  })

  // Values that several independent implementations publish in their tests.
  it.each([
    ['', 0, '00000000000000000000000000000000'],
    ['', 1, '88c4adec54d201b954d201b954d201b9'],
    [FOX, 0, '2f1583c3ecee2c675d7bf66ce5e91d2c'],
    [FOX, 48, '1bf54ee955398641796d4d33f82cdbaa'],
    [FOX, 1223, '7d485923d325727ccaadcb738425e1e4'],
    ["I will not buy this tobacconist's, it is scratched.", 0, '9b5b7ba2ef3f7866889adeaf00f3f98e'],
    ['MurmurHash3 was written by Austin Appleby, and is placed in the public', 0, '6d3583489d9d1e5a898493af67e2ad10'],
  ])('agrees with the published value of %j with seed %i', (text, seed, digest) => {
    expect(murmur3(ascii(text), seed)).toBe(digest)
  })

  it('gives the same digest when the bytes are cut in two at every offset', () => {
    const bytes = Uint8Array.from({ length: 75 }, (_, i) => (i * 91 + 7) & 255)
    const whole = murmur3(bytes, 5)
    for (let cut = 0; cut <= bytes.length; cut++) {
      const state = createMurmur3(5)
      updateMurmur3(state, bytes.subarray(0, cut))
      updateMurmur3(state, bytes.subarray(cut))
      expect(digestMurmur3(state)).toBe(whole)
    }
  })

  it('gives the same digest for any cut into chunks, and reading a digest changes nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 }), (chunks) => {
        const state = createMurmur3()
        for (const chunk of chunks) {
          updateMurmur3(state, chunk)
          digestMurmur3(state)
        }
        expect(digestMurmur3(state)).toBe(murmur3(Uint8Array.from(chunks.flatMap((chunk) => [...chunk]))))
      }),
    )
  })

  it('tells apart inputs that differ in one bit, and runs of zeros of different length', () => {
    const seen = new Set<string>()
    for (let length = 0; length < 200; length++) seen.add(murmur3(new Uint8Array(length)))
    for (let bit = 0; bit < 8 * 64; bit++) {
      const bytes = new Uint8Array(64)
      bytes[bit >> 3] = 1 << (bit & 7)
      seen.add(murmur3(bytes))
    }
    expect(seen.size).toBe(200 + 512)
  })
})

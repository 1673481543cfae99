// Austin Appleby, MurmurHash3 (SMHasher, public domain): the x86 variant with 128 bits.
import { hex32 } from './hex.ts'

const C1 = 0x239b961b
const C2 = 0xab0e9789 | 0
const C3 = 0x38b34ae5
const C4 = 0xa1e38b93 | 0
const BLOCK = 16

/** A hash under way. Make it with `createMurmur3`; its fields are nobody else's business. */
export interface Murmur3State {
  readonly words: Int32Array
  /** The bytes that do not fill a block yet. */
  readonly pending: Uint8Array
  pendingLength: number
  byteLength: number
}

function fmix(hash: number): number {
  let h = hash
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

function scramble(word: number, first: number, rotation: number, second: number): number {
  const k = Math.imul(word, first)
  return Math.imul((k << rotation) | (k >>> (32 - rotation)), second)
}

function wordAt(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
}

/** Works the whole blocks of bytes[start, end) into the four words. */
function mixBlocks(words: Int32Array, bytes: Uint8Array, start: number, end: number): void {
  let h1 = words[0]!
  let h2 = words[1]!
  let h3 = words[2]!
  let h4 = words[3]!
  for (let at = start; at < end; at += BLOCK) {
    h1 ^= scramble(wordAt(bytes, at), C1, 15, C2)
    h1 = (Math.imul(((h1 << 19) | (h1 >>> 13)) + h2, 5) + 0x561ccd1b) | 0
    h2 ^= scramble(wordAt(bytes, at + 4), C2, 16, C3)
    h2 = (Math.imul(((h2 << 17) | (h2 >>> 15)) + h3, 5) + 0x0bcaa747) | 0
    h3 ^= scramble(wordAt(bytes, at + 8), C3, 17, C4)
    h3 = (Math.imul(((h3 << 15) | (h3 >>> 17)) + h4, 5) + 0x96cd1c35) | 0
    h4 ^= scramble(wordAt(bytes, at + 12), C4, 18, C1)
    h4 = (Math.imul(((h4 << 13) | (h4 >>> 19)) + h1, 5) + 0x32ac3b17) | 0
  }
  words[0] = h1
  words[1] = h2
  words[2] = h3
  words[3] = h4
}

/**
 * Starts a 128-bit MurmurHash3 that is fed chunk by chunk, such as a record as it is read from a stream.
 * `seed` is an unsigned 32-bit integer.
 */
export function createMurmur3(seed = 0): Murmur3State {
  return { words: new Int32Array(4).fill(seed), pending: new Uint8Array(BLOCK), pendingLength: 0, byteLength: 0 }
}

/** Feeds some bytes. However the same bytes are cut into chunks, the digest is the same. The chunk is not kept. */
export function updateMurmur3(state: Murmur3State, bytes: Uint8Array): void {
  const { words, pending } = state
  let from = 0
  if (state.pendingLength > 0) {
    from = Math.min(BLOCK - state.pendingLength, bytes.length)
    pending.set(bytes.subarray(0, from), state.pendingLength)
    state.pendingLength += from
    if (state.pendingLength === BLOCK) {
      mixBlocks(words, pending, 0, BLOCK)
      state.pendingLength = 0
    }
  }
  const end = from + Math.floor((bytes.length - from) / BLOCK) * BLOCK
  mixBlocks(words, bytes, from, end)
  if (end < bytes.length) {
    for (let i = end; i < bytes.length; i++) pending[i - end] = bytes[i]!
    state.pendingLength = bytes.length - end
  }
  state.byteLength += bytes.length
}

/** Reused by every digest: making an array costs more than the digest of a short record. */
const tail: Uint8Array = new Uint8Array(BLOCK)

/** The hash of what was fed so far, as 32 lower-case hexadecimal digits. The state is left as it was: more may be fed. */
export function digestMurmur3(state: Murmur3State): string {
  for (let i = 0; i < BLOCK; i++) tail[i] = i < state.pendingLength ? state.pending[i]! : 0
  const length = state.byteLength | 0
  let h1 = state.words[0]! ^ scramble(wordAt(tail, 0), C1, 15, C2) ^ length
  let h2 = state.words[1]! ^ scramble(wordAt(tail, 4), C2, 16, C3) ^ length
  let h3 = state.words[2]! ^ scramble(wordAt(tail, 8), C3, 17, C4) ^ length
  let h4 = state.words[3]! ^ scramble(wordAt(tail, 12), C4, 18, C1) ^ length
  h1 = (h1 + h2 + h3 + h4) | 0
  h2 = fmix((h2 + h1) | 0)
  h3 = fmix((h3 + h1) | 0)
  h4 = fmix((h4 + h1) | 0)
  h1 = (fmix(h1) + h2 + h3 + h4) | 0
  return hex32(h1) + hex32(h2 + h1) + hex32(h3 + h1) + hex32(h4 + h1)
}

/**
 * 128-bit MurmurHash3 (x86 variant) of some bytes, as 32 lower-case hexadecimal digits.
 *
 * Why: names a record by its bytes, several times faster than a cryptographic digest. Somebody who wants two records to collide can
 * make them: use `sha256` where that matters. Empty input gives 32 zeros with seed 0.
 *
 * @example
 * murmur3(new Uint8Array([48])) // '0ab2409ea5eb34f8a5eb34f8a5eb34f8'
 */
export function murmur3(bytes: Uint8Array, seed = 0): string {
  whole.words.fill(seed)
  whole.pendingLength = 0
  whole.byteLength = 0
  updateMurmur3(whole, bytes)
  return digestMurmur3(whole)
}

const whole: Murmur3State = createMurmur3()

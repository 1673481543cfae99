/** The tokens of one part, spelled out as one run of bytes. */
import type { Token } from '../types.ts'
import { bpeBytes, escapedBytes, isIdText, pieceBytes, unescapedText, type Notation } from './spellings.ts'
import { encodeInto, utf8Encode } from '../utf8.ts'

/** A template or end-of-sequence token, as the adapter says. */
export const SPECIAL = 1
/** Bytes were lost: the text holds U+FFFD or a lone surrogate, and no true bytes are there. */
export const LOSSY = 2

const NOTHING = new Uint8Array(0)

/** Row `i` is `tokens[index[i]]`; its bytes are `bytes[offset[i]] … bytes[offset[i + 1]]`. */
export interface Spelled {
  readonly tokens: readonly Token[]
  readonly index: readonly number[]
  readonly count: number
  readonly notation: Notation
  bytes: Uint8Array
  readonly offset: Int32Array
  readonly flags: Uint8Array
}

function room(spelled: Spelled, needed: number): void {
  if (spelled.bytes.length >= needed) return
  const grown = new Uint8Array(Math.max(needed, spelled.bytes.length * 2))
  grown.set(spelled.bytes)
  spelled.bytes = grown
}

/** Whether bytes `[from, to)` hold those of U+FFFD. */
function holdsReplacement(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i + 2 < to; i++) if (bytes[i] === 0xef && bytes[i + 1] === 0xbf && bytes[i + 2] === 0xbd) return true
  return false
}

/** Copies the token's bytes to `at`; returns their end, or −1 where there are none or they stand for lost ones (U+FFFD). */
function writeBytes(spelled: Spelled, given: readonly number[] | undefined, at: number): number {
  if (given === undefined || given.length === 0) return -1
  room(spelled, at + given.length)
  const { bytes } = spelled
  let mayBeLost = false
  for (let i = 0; i < given.length; i++) {
    const byte = given[i]!
    bytes[at + i] = byte
    if (byte === 0xef) mayBeLost = true
  }
  const end = at + given.length
  return mayBeLost && holdsReplacement(bytes, at, end) ? -1 : end
}

/** The bytes of a text in a vocabulary's notation; `null` where it is plain. */
function decodedBytes(text: string, notation: Notation): Uint8Array | null {
  if (notation === 'bpe') return bpeBytes(text)
  if (notation === 'piece') return pieceBytes(text)
  return notation === 'id' && isIdText(text) ? NOTHING : null
}

/** Spells the tokens `index` of a part: by their true bytes, else by their text in the given notation. Cost: linear. */
export function spell(tokens: readonly Token[], index: readonly number[], notation: Notation): Spelled {
  const count = index.length
  const offset = new Int32Array(count + 1)
  const spelled: Spelled = { tokens, index, count, notation, bytes: new Uint8Array(count * 8 + 16), offset, flags: new Uint8Array(count) }
  let at = 0
  for (let i = 0; i < count; i++) {
    const { text, bytes, special } = tokens[index[i]!]!
    let end = writeBytes(spelled, bytes, at)
    spelled.flags[i] = special === true ? SPECIAL : 0
    if (end < 0) {
      const decoded = decodedBytes(text, notation)
      room(spelled, at + text.length * 3)
      end = decoded === null ? encodeInto(text, spelled.bytes, at) : at + decoded.length
      if (decoded !== null) spelled.bytes.set(decoded, at)
      else if (end - at > text.length && holdsReplacement(spelled.bytes, at, end)) spelled.flags[i]! |= LOSSY
    }
    at = end
    offset[i + 1] = at
  }
  return spelled
}

/** What else a row may spell, where its first spelling does not fit. */
export function otherSpellings(spelled: Spelled, row: number): Uint8Array[] {
  const { text, bytes } = spelled.tokens[spelled.index[row]!]!
  if (text === '') return []
  const others: Uint8Array[] = []
  const escaped = escapedBytes(text)
  if (escaped !== null) others.push(escaped)
  const unescaped = unescapedText(text)
  if (unescaped !== null) others.push(utf8Encode(unescaped))
  if (bytes !== undefined && bytes.length > 0) others.push(utf8Encode(text))
  else if (spelled.notation !== 'plain') others.push(utf8Encode(text))
  if (spelled.notation !== 'bpe') {
    const decoded = /[\u0080-\u0143]/.test(text) ? bpeBytes(text) : null
    if (decoded !== null) others.push(decoded)
  }
  if (spelled.notation !== 'piece' && (text.includes('\u2581') || text.startsWith('<0x'))) others.push(pieceBytes(text))
  return others
}

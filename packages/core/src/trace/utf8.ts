/** UTF-8 without the platform's classes, by the WHATWG Encoding Standard (§4.5 "utf-8"); the platform's own are used for long inputs where it has them. */

const REPLACEMENT = 0xfffd
/** Below this many bytes or units a call into the platform costs more than it saves. */
const WORTH_A_CALL = 96
/** Units handed to `String.fromCharCode` at once: well below every engine's limit on arguments. */
const UNITS_AT_ONCE = 4096

interface Platform {
  readonly TextDecoder?: new (label: string, options: { ignoreBOM: boolean }) => { decode: (bytes: Uint8Array) => string }
  readonly TextEncoder?: new () => { encode: (text: string) => Uint8Array }
  readonly Buffer?: {
    from: (memory: ArrayBuffer, offset: number, length: number) => { toString: (encoding: 'latin1', start: number, end: number) => string }
  }
}

const platform = globalThis as Platform
const nativeDecoder = platform.TextDecoder === undefined ? null : new platform.TextDecoder('utf-8', { ignoreBOM: true })
const nativeEncoder = platform.TextEncoder === undefined ? null : new platform.TextEncoder()

/** Of a text with more stretches that are not ASCII all is decoded in one call. */
const MOST_STRETCHES = 128

/** The first byte from `at` on that is 0x80 or above, else the end; four are looked at at once where they lie on a boundary of four. */
function endOfAscii(bytes: Uint8Array, words: Uint32Array, firstWord: number, at: number): number {
  let i = at
  while (i < firstWord || ((i - firstWord) & 3) !== 0) {
    if (i >= bytes.length || bytes[i]! >= 0x80) return i
    i += 1
  }
  let word = (i - firstWord) >> 2
  while (word < words.length && (words[word]! & 0x80808080) === 0) word += 1
  i = firstWord + 4 * word
  while (i < bytes.length && bytes[i]! < 0x80) i += 1
  return i
}

/**
 * The text of bytes in the platform's memory. Bodies are ASCII but for a few characters: a Buffer copies what lies between these, where decoding
 * looks at each byte, and takes a tenth of the time. A character ends before an ASCII byte whatever it is, so that the stretches do not depend
 * on each other.
 */
function decodeNatively(decoder: { decode: (bytes: Uint8Array) => string }, bytes: Uint8Array<ArrayBuffer>): string {
  if (platform.Buffer === undefined) return decoder.decode(bytes)
  const { buffer, byteOffset, length } = bytes
  const firstWord = Math.min(length, -byteOffset & 3)
  const words = new Uint32Array(buffer, byteOffset + firstWord, (length - firstWord) >> 2)
  const copied = platform.Buffer.from(buffer, byteOffset, length)
  const ends: number[] = []
  for (let at = 0; at < length;) {
    if (ends.length > 2 * MOST_STRETCHES) return decoder.decode(bytes)
    const end = endOfAscii(bytes, words, firstWord, at)
    at = end
    while (at < length && bytes[at]! >= 0x80) at += 1
    ends.push(end, at)
  }
  let text = ''
  for (let i = 0, at = 0; i < ends.length; i += 2) {
    text += copied.toString('latin1', at, ends[i]!) + decodeBytes(bytes, ends[i]!, ends[i + 1]!)
    at = ends[i + 1]!
  }
  return text
}

/** Whether a code unit at `at` starts a surrogate pair that lies before `end`. */
function isPair(text: string, at: number, end: number): boolean {
  return at + 1 < end && (text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00
}

/**
 * Bytes that the UTF-16 range `[start, end)` of a text takes in UTF-8. A lone surrogate counts 3, as U+FFFD does.
 * Empty range: 0. Cost: linear.
 */
export function utf8Length(text: string, start = 0, end: number = text.length): number {
  let length = 0
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) length += 1
    else if (unit < 0x800) length += 2
    else if (isPair(text, i, end)) {
      length += 4
      i += 1
    } else length += 3
  }
  return length
}

/**
 * The UTF-8 bytes of a text. A lone surrogate becomes the bytes of U+FFFD (EF BF BD). Empty text: no bytes. Never throws.
 */
export function utf8Encode(text: string): Uint8Array {
  if (nativeEncoder !== null && text.length >= WORTH_A_CALL) return nativeEncoder.encode(text)
  return encodeUnits(text)
}

/** `utf8Encode` without the platform. */
export function encodeUnits(text: string): Uint8Array {
  const bytes = new Uint8Array(utf8Length(text))
  encodeInto(text, bytes, 0)
  return bytes
}

/** Writes the UTF-8 bytes of a text at `at` and returns where they end. Room for three bytes a unit is always enough. */
export function encodeInto(text: string, bytes: Uint8Array, at: number): number {
  for (let i = 0; i < text.length; i++) {
    let point = text.charCodeAt(i)
    if (point < 0x80) {
      bytes[at++] = point
      continue
    }
    if (point < 0x800) {
      bytes[at++] = 0xc0 | (point >> 6)
      bytes[at++] = 0x80 | (point & 0x3f)
      continue
    }
    if (isPair(text, i, text.length)) {
      point = 0x10000 + ((point & 0x3ff) << 10) + (text.charCodeAt(i + 1) & 0x3ff)
      i += 1
      bytes[at++] = 0xf0 | (point >> 18)
      bytes[at++] = 0x80 | ((point >> 12) & 0x3f)
    } else {
      if ((point & 0xf800) === 0xd800) point = REPLACEMENT
      bytes[at++] = 0xe0 | (point >> 12)
    }
    bytes[at++] = 0x80 | ((point >> 6) & 0x3f)
    bytes[at++] = 0x80 | (point & 0x3f)
  }
  return at
}

/** Bytes that a character takes by its first byte: 1 to 4, or 0 where no character starts with it. */
export function sequenceLength(first: number): number {
  if (first < 0x80) return 1
  if (first < 0xc2 || first > 0xf4) return 0
  return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
}

/** Whether `byte` may be the second byte after `first`: the surrogate range, overlong forms and beyond U+10FFFF are excluded. */
function maySecond(first: number, byte: number): boolean {
  if ((byte & 0xc0) !== 0x80) return false
  if (first === 0xe0) return byte >= 0xa0
  if (first === 0xed) return byte < 0xa0
  if (first === 0xf0) return byte >= 0x90
  if (first === 0xf4) return byte < 0x90
  return true
}

/**
 * Bytes from `at` on that make the start of one character: all of it, or the "maximal subpart" that stands for one U+FFFD.
 * 1 for a byte that cannot start a character.
 */
function subpartLength(bytes: ArrayLike<number>, at: number, end: number): number {
  const first = bytes[at]! & 0xff
  const length = sequenceLength(first)
  let have = 1
  while (have < length && at + have < end) {
    const byte = bytes[at + have]! & 0xff
    if (have === 1 ? !maySecond(first, byte) : (byte & 0xc0) !== 0x80) break
    have += 1
  }
  return have
}

/**
 * The text of UTF-8 bytes `[start, end)`, with U+FFFD for each maximal subpart of a broken character. A byte-order mark is kept.
 * Values are taken modulo 256. Empty range: "". Never throws.
 */
export function utf8Decode(bytes: ArrayLike<number>, start = 0, end: number = bytes.length): string {
  if (nativeDecoder !== null && end - start >= WORTH_A_CALL && bytes instanceof Uint8Array && bytes.buffer instanceof ArrayBuffer) {
    return decodeNatively(nativeDecoder, (bytes as Uint8Array<ArrayBuffer>).subarray(start, end))
  }
  return decodeBytes(bytes, start, end)
}

/** `utf8Decode` without the platform. */
export function decodeBytes(bytes: ArrayLike<number>, start: number, end: number): string {
  let text = ''
  let units: number[] = []
  for (let i = start; i < end;) {
    const first = bytes[i]! & 0xff
    if (first < 0x80) {
      units.push(first)
      i += 1
    } else {
      const length = sequenceLength(first)
      const have = subpartLength(bytes, i, end)
      if (length === 0 || have < length) units.push(REPLACEMENT)
      else if (length === 2) units.push(((first & 0x1f) << 6) | (bytes[i + 1]! & 0x3f))
      else if (length === 3) units.push(((first & 0x0f) << 12) | ((bytes[i + 1]! & 0x3f) << 6) | (bytes[i + 2]! & 0x3f))
      else {
        const point = ((first & 0x07) << 18) | ((bytes[i + 1]! & 0x3f) << 12) | ((bytes[i + 2]! & 0x3f) << 6) | (bytes[i + 3]! & 0x3f)
        units.push(0xd7c0 + (point >> 10), 0xdc00 | (point & 0x3ff))
      }
      i += have
    }
    if (units.length >= UNITS_AT_ONCE) {
      text += String.fromCharCode(...units)
      units = []
    }
  }
  return units.length === 0 ? text : text + String.fromCharCode(...units)
}

/** How many of the last bytes of `[start, end)` begin a character that more bytes could complete: 0 to 3. */
export function incompleteTail(bytes: ArrayLike<number>, start = 0, end: number = bytes.length): number {
  for (let back = 1; back <= 3 && end - back >= start; back++) {
    const byte = bytes[end - back]! & 0xff
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return sequenceLength(byte) > back && subpartLength(bytes, end - back, end) === back ? back : 0
  }
  return 0
}

/** Decodes bytes that come in pieces cut anywhere; the text of all pieces together is that of `utf8Decode` over all bytes. */
export interface Utf8Decoder {
  /** The text of what is complete so far; an unfinished character is held back. */
  push: (bytes: ArrayLike<number>) => string
  /** The rest: U+FFFD where a character was left unfinished, else "". The decoder is then as new. */
  end: () => string
  /** Bytes held back at this moment: 0 to 3. */
  pending: () => number
}

/** An incremental decoder. Memory: 3 bytes. */
export function createUtf8Decoder(): Utf8Decoder {
  let held: number[] = []
  return {
    push(bytes) {
      let text = ''
      let start = 0
      while (held.length > 0 && start < bytes.length) {
        const joined = [...held, bytes[start]!]
        if (incompleteTail(joined) === joined.length) {
          held = joined
          start += 1
          continue
        }
        const complete = subpartLength(joined, 0, joined.length) === joined.length
        text += complete ? utf8Decode(joined) : '\uFFFD'
        if (complete) start += 1
        held = []
      }
      const tail = incompleteTail(bytes, start)
      if (tail > 0) held = Array.from({ length: tail }, (_, i) => bytes[bytes.length - tail + i]!)
      return text + utf8Decode(bytes, start, bytes.length - tail)
    },
    end() {
      const left = held.length
      held = []
      return left > 0 ? '\uFFFD' : ''
    },
    pending: () => held.length,
  }
}

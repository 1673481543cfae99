/** Positions of one text in UTF-16 units and in UTF-8 bytes, one against the other. */
import { utf8Encode } from './utf8.ts'

/** Where a position inside a character goes: to the character's start, or to its end. */
export type Side = 'start' | 'end'

/** Maps positions of a text; positions outside are moved to its nearest end, `NaN` to its start. */
export interface TextOffsets {
  /** UTF-8 length. */
  readonly byteLength: number
  /** The UTF-8 bytes of the text. */
  readonly bytes: Uint8Array
  /** Byte position of a UTF-16 offset; inside a surrogate pair it goes to the pair's `side`. */
  toByte: (offset: number, side?: Side) => number
  /** UTF-16 offset of a byte position; inside a character it goes to the character's `side`. */
  toOffset: (byte: number, side?: Side) => number
}

function clamp(position: number, end: number): number {
  return position >= end ? end : position > 0 ? Math.trunc(position) : 0
}

interface Tables {
  readonly byteOf: Int32Array
  readonly offsetOf: Int32Array
}

function tablesOf(text: string, byteLength: number): Tables {
  const byteOf = new Int32Array(text.length + 1)
  const offsetOf = new Int32Array(byteLength + 1)
  let byte = 0
  for (let offset = 0; offset < text.length; offset++) {
    const unit = text.charCodeAt(offset)
    byteOf[offset] = byte
    let length = unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3
    const first = offset
    if ((unit & 0xfc00) === 0xd800 && (text.charCodeAt(offset + 1) & 0xfc00) === 0xdc00) {
      length = 4
      offset += 1
      byteOf[offset] = byte
    }
    for (const end = byte + length; byte < end; byte++) offsetOf[byte] = first
  }
  byteOf[text.length] = byteLength
  offsetOf[byteLength] = text.length
  return { byteOf, offsetOf }
}

/**
 * The two-way map of a text. A lone surrogate is a character of one unit and three bytes.
 * Cost: linear at the first query, then constant; a text that is all ASCII needs no tables.
 */
export function textOffsets(text: string): TextOffsets {
  const bytes = utf8Encode(text)
  const byteLength = bytes.length
  if (byteLength === text.length) {
    return { byteLength, bytes, toByte: (offset) => clamp(offset, byteLength), toOffset: (byte) => clamp(byte, byteLength) }
  }
  let tables: Tables | null = null
  return {
    byteLength,
    bytes,
    toByte(offset, side = 'start') {
      const { byteOf } = (tables ??= tablesOf(text, byteLength))
      let at = clamp(offset, text.length)
      if (side === 'end' && at > 0 && byteOf[at] === byteOf[at - 1]) at += 1
      return byteOf[at]!
    },
    toOffset(position, side = 'start') {
      const { offsetOf } = (tables ??= tablesOf(text, byteLength))
      let at = clamp(position, byteLength)
      if (side === 'end') while (at > 0 && at < byteLength && offsetOf[at] === offsetOf[at - 1]) at += 1
      return offsetOf[at]!
    },
  }
}

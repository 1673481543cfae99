import { readBytes, type ByteReader } from './byte-reader.ts'
import { reserve, type ByteWriter } from './byte-writer.ts'

/** Bits that a number below `limit` takes; 0 where there is only one. */
export function bitsFor(limit: number): number {
  return limit <= 1 ? 0 : 32 - Math.clz32(limit - 1)
}

/** Writes values[0, count), each in `width` bits (at most 24), least significant first. */
export function writeBits(writer: ByteWriter, values: ArrayLike<number>, count: number, width: number): void {
  if (width === 0) return
  reserve(writer, Math.ceil((count * width) / 8))
  const { bytes } = writer
  let at = writer.length
  let held = 0
  let bits = 0
  for (let i = 0; i < count; i++) {
    held |= values[i]! << bits
    bits += width
    while (bits >= 8) {
      bytes[at++] = held & 0xff
      held >>>= 8
      bits -= 8
    }
  }
  if (bits > 0) bytes[at++] = held & 0xff
  writer.length = at
}

export function readBits(reader: ByteReader, count: number, width: number): Uint32Array {
  const out = new Uint32Array(count)
  if (width === 0) return out
  const bytes = readBytes(reader, Math.ceil((count * width) / 8))
  const mask = 2 ** width - 1
  let at = 0
  let held = 0
  let bits = 0
  for (let i = 0; i < count; i++) {
    while (bits < width) {
      held |= bytes[at++]! << bits
      bits += 8
    }
    out[i] = held & mask
    held >>>= width
    bits -= width
  }
  return out
}

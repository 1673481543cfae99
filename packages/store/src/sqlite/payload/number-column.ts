import { DamagedPayloadError, readByte, readBytes, readFloat64, readVarint, type ByteReader } from './byte-reader.ts'
import { reserve, writeByte, writeBytes, writeFloat64, writeVarint, type ByteWriter } from './byte-writer.ts'

// Providers print logprobs either as a float32 widened to a double, or as a short decimal. Both are kept exactly in four bytes and a little; a
// value that is neither is kept as a double beside the column, and a column of such values is kept as doubles altogether.
const FLOAT32 = 1
const DECIMAL = 2
const FLOAT64 = 3

const POWERS = Array.from({ length: 16 }, (_, i) => 10 ** i)
/** Digits after the point that most decimals have are tried first. */
const LARGEST_MANTISSA = 2 ** 32 - 1

/** Digits after the point of a decimal −m/10^d that gives back the value exactly, m a whole number below 2^32; −1 where there is none. */
export function decimalDigits(value: number): number {
  if (!(value <= 0) || Object.is(value, -0)) return -1
  for (let digits = 0; digits < POWERS.length; digits++) {
    const power = POWERS[digits]!
    const mantissa = Math.round(-value * power)
    if (mantissa > LARGEST_MANTISSA) return -1
    if (-mantissa / power === value || (mantissa === 0 && value === 0)) return digits
  }
  return -1
}

let digitsOf = new Int8Array(1024)
const floats = new Float32Array(1)
const floatBits = new Uint32Array(floats.buffer)

interface Planes {
  /** Takes the upper byte of each value, which compresses. */
  readonly soft: ByteWriter
  /** Takes the lower three, which do not. */
  readonly hard: ByteWriter
}

function writePlanes({ soft, hard }: Planes, words: Uint32Array, count: number): void {
  reserve(soft, count)
  reserve(hard, 3 * count)
  const upper = soft.bytes
  const lower = hard.bytes
  const atUpper = soft.length
  let at = hard.length
  for (let i = 0; i < count; i++) {
    const word = words[i]!
    upper[atUpper + i] = word >>> 24
    lower[at++] = word >>> 16
    lower[at++] = word >>> 8
    lower[at++] = word
  }
  soft.length += count
  hard.length = at
}

let words = new Uint32Array(1024)

function writeExceptions(hard: ByteWriter, indices: readonly number[], values: Float64Array): void {
  writeVarint(hard, indices.length)
  let before = 0
  for (const index of indices) {
    writeVarint(hard, index - before)
    writeFloat64(hard, values[index]!)
    before = index
  }
}

/** Writes values[0, count) so that `readNumbers` gives every one back exactly, the sign of zero included. */
export function writeNumbers(planes: Planes, values: Float64Array, count: number): void {
  if (words.length < count) {
    words = new Uint32Array(2 * count)
    digitsOf = new Int8Array(2 * count)
  }
  const { soft, hard } = planes
  const exceptions: number[] = []
  for (let i = 0; i < count; i++) {
    const value = values[i]!
    floats[0] = value
    words[i] = floatBits[0]!
    if (floats[0] !== value) {
      words[i] = 0
      exceptions.push(i)
    }
  }
  if (8 * exceptions.length <= count) {
    writeByte(soft, FLOAT32)
    writePlanes(planes, words, count)
    writeExceptions(hard, exceptions, values)
    return
  }
  exceptions.length = 0
  for (let i = 0; i < count; i++) {
    const value = values[i]!
    const digits = decimalDigits(value)
    digitsOf[i] = digits < 0 ? 0 : digits
    words[i] = digits < 0 ? 0 : Math.round(-value * POWERS[digits]!)
    if (digits < 0) exceptions.push(i)
  }
  if (8 * exceptions.length <= count) {
    writeByte(soft, DECIMAL)
    writePlanes(planes, words, count)
    reserve(soft, count)
    for (let i = 0; i < count; i++) soft.bytes[soft.length++] = digitsOf[i]!
    writeExceptions(hard, exceptions, values)
    return
  }
  writeByte(soft, FLOAT64)
  writeBytes(hard, new Uint8Array(values.buffer, values.byteOffset, 8 * count))
}

function readWords(soft: ByteReader, hard: ByteReader, count: number): Uint32Array {
  const upper = readBytes(soft, count)
  const lower = readBytes(hard, 3 * count)
  const out = new Uint32Array(count)
  for (let i = 0; i < count; i++) {
    out[i] = ((upper[i]! << 24) | (lower[3 * i]! << 16) | (lower[3 * i + 1]! << 8) | lower[3 * i + 2]!) >>> 0
  }
  return out
}

function readExceptions(hard: ByteReader, into: Float64Array): void {
  const count = readVarint(hard)
  let index = 0
  for (let i = 0; i < count; i++) {
    index += readVarint(hard)
    into[index] = readFloat64(hard)
  }
}

/** The values that `writeNumbers` was given. */
export function readNumbers(soft: ByteReader, hard: ByteReader, count: number): Float64Array {
  const kind = readByte(soft)
  if (kind === FLOAT64) return new Float64Array(readBytes(hard, 8 * count).slice().buffer)
  const out = new Float64Array(count)
  const read = readWords(soft, hard, count)
  if (kind === FLOAT32) {
    out.set(new Float32Array(read.buffer))
  } else if (kind === DECIMAL) {
    const digits = readBytes(soft, count)
    // 0 − 0 is 0, where −0 is not.
    for (let i = 0; i < count; i++) out[i] = 0 - read[i]! / (POWERS[digits[i]!] ?? NaN)
  } else {
    throw new DamagedPayloadError(`the payload holds a column of unknown kind ${kind}`)
  }
  readExceptions(hard, out)
  return out
}

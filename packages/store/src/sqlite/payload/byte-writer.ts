/** Bytes under way: a buffer that grows. */
export interface ByteWriter {
  bytes: Uint8Array
  length: number
}

export function createByteWriter(capacity = 1024): ByteWriter {
  return { bytes: new Uint8Array(capacity), length: 0 }
}

/** Makes room for `count` more bytes. */
export function reserve(writer: ByteWriter, count: number): void {
  const wanted = writer.length + count
  if (wanted <= writer.bytes.length) return
  const grown = new Uint8Array(Math.max(wanted, 2 * writer.bytes.length))
  grown.set(writer.bytes.subarray(0, writer.length))
  writer.bytes = grown
}

export function writeByte(writer: ByteWriter, value: number): void {
  reserve(writer, 1)
  writer.bytes[writer.length++] = value
}

/** A whole number from 0 to 2^53, seven bits a byte, least significant first. */
export function writeVarint(writer: ByteWriter, value: number): void {
  reserve(writer, 8)
  let rest = value
  while (rest >= 0x80) {
    writer.bytes[writer.length++] = (rest % 0x80) | 0x80
    rest = Math.floor(rest / 0x80)
  }
  writer.bytes[writer.length++] = rest
}

export function writeBytes(writer: ByteWriter, bytes: Uint8Array): void {
  reserve(writer, bytes.length)
  writer.bytes.set(bytes, writer.length)
  writer.length += bytes.length
}

const scratch = new DataView(new ArrayBuffer(8))
const scratchBytes = new Uint8Array(scratch.buffer)

export function writeFloat64(writer: ByteWriter, value: number): void {
  scratch.setFloat64(0, value, true)
  writeBytes(writer, scratchBytes)
}

/** Writes a text of ASCII characters other than NUL, without its length; of any other text nothing, which `false` says. */
export function writeAscii(writer: ByteWriter, text: string): boolean {
  const { length } = text
  reserve(writer, length)
  const { bytes } = writer
  const from = writer.length
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i)
    if (unit === 0 || unit >= 0x80) return false
    bytes[from + i] = unit
  }
  writer.length = from + length
  return true
}

/** Texts up to this length, which takes one byte, are written unit by unit: faster than a call of the encoder. */
const SHORT_TEXT = 64

/** A string as UTF-8 with its length in bytes before it. Must be well-formed: a lone surrogate has no UTF-8. */
export function writeText(writer: ByteWriter, text: string): void {
  if (text.length <= SHORT_TEXT) {
    writeByte(writer, text.length)
    if (writeAscii(writer, text)) return
    writer.length -= 1
  }
  const encoded = Buffer.from(text, 'utf8')
  writeVarint(writer, encoded.length)
  writeBytes(writer, encoded)
}

/** The bytes written so far: a view, valid until the next write. */
export function written(writer: ByteWriter): Uint8Array {
  return writer.bytes.subarray(0, writer.length)
}

/** Bytes being read, from `at` on. */
export interface ByteReader {
  readonly bytes: Uint8Array
  at: number
}

export function createByteReader(bytes: Uint8Array): ByteReader {
  return { bytes, at: 0 }
}

/** Thrown where stored bytes end too early or say what no writer writes: the file is damaged. */
export class DamagedPayloadError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'DamagedPayloadError'
  }
}

export function readByte(reader: ByteReader): number {
  const value = reader.bytes[reader.at]
  if (value === undefined) throw new DamagedPayloadError(`the payload ends at byte ${reader.at}`)
  reader.at += 1
  return value
}

export function readVarint(reader: ByteReader): number {
  let value = 0
  let scale = 1
  for (;;) {
    const byte = readByte(reader)
    value += (byte & 0x7f) * scale
    if (byte < 0x80) return value
    scale *= 0x80
  }
}

/** A view of the next `count` bytes. */
export function readBytes(reader: ByteReader, count: number): Uint8Array {
  const end = reader.at + count
  if (end > reader.bytes.length) throw new DamagedPayloadError(`the payload ends before byte ${end}`)
  const bytes = reader.bytes.subarray(reader.at, end)
  reader.at = end
  return bytes
}

export function readFloat64(reader: ByteReader): number {
  const bytes = readBytes(reader, 8)
  return new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, true)
}

export function readText(reader: ByteReader): string {
  const bytes = readBytes(reader, readVarint(reader))
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
}

import { readByte, readBytes, type ByteReader } from './byte-reader.ts'
import { writeByte, writeBytes, type ByteWriter } from './byte-writer.ts'

/** Writes a column of bytes; one of a single value takes two bytes. */
export function writeByteColumn(writer: ByteWriter, values: Uint8Array): void {
  const first = values[0] ?? 0
  for (let i = 1; i < values.length; i++) {
    if (values[i] !== first) {
      writeByte(writer, 1)
      writeBytes(writer, values)
      return
    }
  }
  writeByte(writer, 0)
  writeByte(writer, first)
}

export function readByteColumn(reader: ByteReader, count: number): Uint8Array {
  if (readByte(reader) === 0) return new Uint8Array(count).fill(readByte(reader))
  return readBytes(reader, count)
}

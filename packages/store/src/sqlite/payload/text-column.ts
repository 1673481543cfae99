import { readByte, readText, type ByteReader } from './byte-reader.ts'
import { writeByte, writeBytes, writeText, writeVarint, type ByteWriter } from './byte-writer.ts'

const SEPARATED = 0
const JSON_LIST = 1
const LONE_SURROGATE = /\p{Surrogate}/u

/** Writes a list of texts as one, a NUL between them; as JSON where a text holds a NUL or a lone surrogate. */
export function writeTexts(writer: ByteWriter, texts: readonly string[]): void {
  const joined = texts.join('\0')
  const encoded = Buffer.from(joined, 'utf8')
  let separators = 0
  for (let i = 0; i < encoded.length; i++) if (encoded[i] === 0) separators += 1
  const isPlain = separators === Math.max(0, texts.length - 1) && (encoded.length === joined.length || !LONE_SURROGATE.test(joined))
  writeByte(writer, isPlain ? SEPARATED : JSON_LIST)
  if (!isPlain) {
    writeText(writer, JSON.stringify(texts))
    return
  }
  writeVarint(writer, encoded.length)
  writeBytes(writer, encoded)
}

/** The `count` texts that were written. */
export function readTexts(reader: ByteReader, count: number): readonly string[] {
  const kind = readByte(reader)
  const text = readText(reader)
  if (count === 0) return []
  return kind === SEPARATED ? text.split('\0') : (JSON.parse(text) as readonly string[])
}

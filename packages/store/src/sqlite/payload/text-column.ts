import { readByte, readText, type ByteReader } from './byte-reader.ts'
import { writeAscii, writeByte, writeBytes, writeText, writeVarint, type ByteWriter } from './byte-writer.ts'

const SEPARATED = 0
const JSON_LIST = 1
const LONE_SURROGATE = /\p{Surrogate}/u

/** Writes texts that are all plain ASCII, the commonest case, as they are; of others nothing, which `false` says. */
function writeAsciiTexts(writer: ByteWriter, texts: readonly string[]): boolean {
  const before = writer.length
  let length = Math.max(0, texts.length - 1)
  for (let i = 0; i < texts.length; i++) length += texts[i]!.length
  writeByte(writer, SEPARATED)
  writeVarint(writer, length)
  for (let i = 0; i < texts.length; i++) {
    if (i > 0) writeByte(writer, 0)
    if (writeAscii(writer, texts[i]!)) continue
    writer.length = before
    return false
  }
  return true
}

/** Writes a list of texts as one, a NUL between them; as JSON where a text holds a NUL or a lone surrogate. */
export function writeTexts(writer: ByteWriter, texts: readonly string[]): void {
  if (writeAsciiTexts(writer, texts)) return
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

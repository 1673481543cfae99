import type { Alternative, Token } from '@logitscope/core'
import { bitsFor, readBits, writeBits } from './bit-column.ts'
import { readByteColumn, writeByteColumn } from './byte-column.ts'
import { readBytes, readVarint, type ByteReader } from './byte-reader.ts'
import { writeBytes, writeVarint, type ByteWriter } from './byte-writer.ts'
import { readNumbers, writeNumbers } from './number-column.ts'
import { readTexts, writeTexts } from './text-column.ts'

type Written = Token | Alternative

const HAS_ID = 1
const BYTES_OF_TEXT = 2
const OTHER_BYTES = 4

function bytesAreText(text: string, bytes: readonly number[]): boolean {
  if (bytes.length < text.length) return false
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0x80) {
      const encoded = Buffer.from(text, 'utf8')
      return encoded.length === bytes.length && encoded.every((byte, at) => byte === bytes[at]) && encoded.toString('utf8') === text
    }
    if (bytes[i] !== unit) return false
  }
  return bytes.length === text.length
}

function sameBytes(a: readonly number[] | undefined, b: readonly number[] | undefined): boolean {
  if (a === b) return true
  if (a === undefined || b === undefined) return false
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** Whether two entries are spelled alike: text, bytes and id. */
export function isSpelledAlike(a: Written, b: Written): boolean {
  return a.text === b.text && a.id === b.id && sameBytes(a.bytes, b.bytes)
}

// Reused from answer to answer.
const byText = new Map<string, number>()
const spellings: Written[] = []
let references = new Uint32Array(4096)
let values = new Float64Array(4096)

/** Index of the spelling of an entry among those seen so far, which it joins where it is new. */
function spellingOf(entry: Written): number {
  const known = byText.get(entry.text)
  if (known === undefined) {
    byText.set(entry.text, spellings.length)
    return spellings.push(entry) - 1
  }
  if (isSpelledAlike(spellings[known]!, entry)) return known
  // One text with several ids or bytes: rare, so that they are found under a longer key.
  const key = `${entry.text}\0${entry.id ?? ''}\0${entry.bytes?.join() ?? ''}`
  const other = byText.get(key)
  if (other !== undefined && isSpelledAlike(spellings[other]!, entry)) return other
  byText.set(key, spellings.length)
  return spellings.push(entry) - 1
}

function writeSpellings(soft: ByteWriter, hard: ByteWriter): void {
  const count = spellings.length
  const flags = new Uint8Array(count)
  const texts = new Array<string>(count)
  for (let i = 0; i < count; i++) {
    const { text, bytes, id } = spellings[i]!
    texts[i] = text
    let flag = id === undefined ? 0 : HAS_ID
    if (bytes !== undefined) flag |= bytesAreText(text, bytes) ? BYTES_OF_TEXT : OTHER_BYTES
    flags[i] = flag
  }
  writeVarint(soft, count)
  writeByteColumn(soft, flags)
  writeTexts(soft, texts)
  for (let i = 0; i < count; i++) {
    const { id, bytes } = spellings[i]!
    if (id !== undefined) writeVarint(hard, id)
    if ((flags[i]! & OTHER_BYTES) !== 0) {
      writeVarint(soft, bytes!.length)
      writeBytes(soft, Uint8Array.from(bytes!))
    }
  }
}

/**
 * Writes entries: each distinct spelling (text, bytes, id) once, which of them each entry is, and the logprobs as a column; `null` is written as 0.
 * `soft` is compressed afterwards, `hard` is not.
 */
export function writeEntries(soft: ByteWriter, hard: ByteWriter, entries: readonly Written[]): void {
  const count = entries.length
  if (references.length < count) {
    references = new Uint32Array(2 * count)
    values = new Float64Array(2 * count)
  }
  byText.clear()
  spellings.length = 0
  for (let i = 0; i < count; i++) {
    const entry = entries[i]!
    values[i] = entry.logprob ?? 0
    references[i] = spellingOf(entry)
  }
  writeSpellings(soft, hard)
  writeBits(hard, references, count, bitsFor(spellings.length))
  writeNumbers({ soft, hard }, values, count)
  byText.clear()
  spellings.length = 0
}

type Spelling = Pick<Alternative, 'text' | 'bytes' | 'id'>

function readSpellings(soft: ByteReader, hard: ByteReader): readonly Spelling[] {
  const count = readVarint(soft)
  const flags = readByteColumn(soft, count)
  const texts = readTexts(soft, count)
  return texts.map((text, i) => {
    const flag = flags[i]!
    const id = (flag & HAS_ID) === 0 ? {} : { id: readVarint(hard) }
    if ((flag & OTHER_BYTES) !== 0) return { text, bytes: Array.from(readBytes(soft, readVarint(soft))), ...id }
    return (flag & BYTES_OF_TEXT) === 0 ? { text, ...id } : { text, bytes: Array.from(Buffer.from(text, 'utf8')), ...id }
  })
}

/** The entries that were written. Those of one spelling share their bytes. */
export function readEntries(soft: ByteReader, hard: ByteReader, count: number): readonly Alternative[] {
  const read = readSpellings(soft, hard)
  const which = readBits(hard, count, bitsFor(read.length))
  const logprobs = readNumbers(soft, hard, count)
  return Array.from({ length: count }, (_, i) => ({ ...read[which[i]!]!, logprob: logprobs[i]! }))
}

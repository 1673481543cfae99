import type { Alternative, Token } from '@logitscope/core'
import { readByteColumn, writeByteColumn } from './byte-column.ts'
import { readBytes, readVarint, type ByteReader } from './byte-reader.ts'
import { writeBytes, writeVarint, type ByteWriter } from './byte-writer.ts'
import { readNumbers, writeNumbers } from './number-column.ts'
import { readTexts, writeTexts } from './text-column.ts'

type Written = Token | Alternative

const HAS_ID = 1
/** The id is that of the entry of the same text before it. */
const ID_IS_KNOWN = 2
const BYTES_OF_TEXT = 4
const OTHER_BYTES = 8

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
let flags = new Uint8Array(4096)
let values = new Float64Array(4096)
const texts: string[] = []

/** Writes entries: texts, bytes, ids and logprobs (`null` as 0), each as a column. `soft` is compressed afterwards, `hard` is not. */
export function writeEntries(soft: ByteWriter, hard: ByteWriter, entries: readonly Written[]): void {
  const count = entries.length
  if (flags.length < count) {
    flags = new Uint8Array(2 * count)
    values = new Float64Array(2 * count)
  }
  texts.length = count
  let known: Map<string, number> | null = null
  let others: (readonly number[])[] | null = null
  for (let i = 0; i < count; i++) {
    const { text, bytes, id, logprob } = entries[i]!
    texts[i] = text
    values[i] = logprob ?? 0
    let flag = 0
    if (bytes !== undefined) {
      if (bytesAreText(text, bytes)) flag = BYTES_OF_TEXT
      else {
        flag = OTHER_BYTES
        ;(others ??= []).push(bytes)
      }
    }
    if (id !== undefined) {
      known ??= new Map()
      flag |= HAS_ID
      if (known.get(text) === id) flag |= ID_IS_KNOWN
      else {
        writeVarint(hard, id)
        known.set(text, id)
      }
    }
    flags[i] = flag
  }
  writeByteColumn(soft, flags.subarray(0, count))
  writeTexts(soft, texts)
  for (const bytes of others ?? []) {
    writeVarint(soft, bytes.length)
    writeBytes(soft, Uint8Array.from(bytes))
  }
  writeNumbers({ soft, hard }, values, count)
  texts.length = 0
}

function readIds(hard: ByteReader, texts: readonly string[], flags: Uint8Array): readonly (number | undefined)[] {
  const known = new Map<string, number>()
  return texts.map((text, i) => {
    if ((flags[i]! & HAS_ID) === 0) return undefined
    if ((flags[i]! & ID_IS_KNOWN) !== 0) return known.get(text)
    const id = readVarint(hard)
    known.set(text, id)
    return id
  })
}

/** The entries that were written. */
export function readEntries(soft: ByteReader, hard: ByteReader, count: number): readonly Alternative[] {
  const flags = readByteColumn(soft, count)
  const texts = readTexts(soft, count)
  const ids = readIds(hard, texts, flags)
  const bytes = texts.map((text, i) => {
    if ((flags[i]! & OTHER_BYTES) !== 0) return Array.from(readBytes(soft, readVarint(soft)))
    return (flags[i]! & BYTES_OF_TEXT) === 0 ? undefined : Array.from(Buffer.from(text, 'utf8'))
  })
  const logprobs = readNumbers(soft, hard, count)
  return texts.map((text, i) => ({
    text,
    ...(bytes[i] === undefined ? {} : { bytes: bytes[i] }),
    ...(ids[i] === undefined ? {} : { id: ids[i] }),
    logprob: logprobs[i]!,
  }))
}

import type { Alternative, Part, Token } from '@logitscope/core'
import { readByteColumn, writeByteColumn } from './byte-column.ts'
import { readFloat64, readVarint, type ByteReader } from './byte-reader.ts'
import { writeFloat64, writeVarint, type ByteWriter } from './byte-writer.ts'
import { isSpelledAlike, readEntries, writeEntries } from './entries.ts'

const PARTS: readonly Part[] = ['content', 'refusal', 'reasoning', 'tool']
const PART_BITS = 3
const SPECIAL = 4
/** The token is the entry of its own list at `place`: nothing of it is written twice. */
const LISTED = 8
const NO_LOGPROB = 16
const HAS_CEILING = 32
const HAS_PART_INDEX = 64
const MOST_PLACES = 255

function placeOf(token: Token): number {
  const { alternatives } = token
  const most = Math.min(alternatives.length, MOST_PLACES)
  for (let i = 0; i < most; i++) {
    const other = alternatives[i]!
    if (other.text === token.text && Object.is(other.logprob, token.logprob) && isSpelledAlike(other, token)) return i
  }
  return -1
}

/** Writes tokens with their alternatives so that `readTokens` gives equal ones. `soft` is compressed afterwards, `hard` is not. */
export function writeTokens(soft: ByteWriter, hard: ByteWriter, tokens: readonly Token[]): void {
  const count = tokens.length
  const flags = new Uint8Array(count)
  const places = new Uint8Array(count)
  const listLengths = new Uint8Array(count)
  const listLengthsUpper = new Uint8Array(count)
  const entries: (Token | Alternative)[] = []
  for (let i = 0; i < count; i++) {
    const token = tokens[i]!
    const place = placeOf(token)
    let flag = PARTS.indexOf(token.part)
    if (token.special === true) flag |= SPECIAL
    if (token.logprob === null) flag |= NO_LOGPROB
    if (token.ceiling !== undefined) flag |= HAS_CEILING
    if (token.partIndex !== undefined) flag |= HAS_PART_INDEX
    if (place >= 0) {
      flag |= LISTED
      places[i] = place
    } else entries.push(token)
    flags[i] = flag
    const { length } = token.alternatives
    listLengths[i] = length & 0xff
    listLengthsUpper[i] = Math.min(length >>> 8, 0xff)
    for (const other of token.alternatives) entries.push(other)
  }
  writeVarint(soft, count)
  writeVarint(soft, entries.length)
  writeByteColumn(soft, flags)
  writeByteColumn(soft, places)
  writeByteColumn(soft, listLengths)
  writeByteColumn(soft, listLengthsUpper)
  for (const token of tokens) {
    if (token.partIndex !== undefined) writeVarint(soft, token.partIndex)
    if (token.ceiling !== undefined) writeFloat64(hard, token.ceiling)
    if (token.alternatives.length > 0xffff) throw new RangeError('a token may have at most 65 535 alternatives')
  }
  writeEntries(soft, hard, entries)
}

/** The tokens that were written. */
export function readTokens(soft: ByteReader, hard: ByteReader): readonly Token[] {
  const count = readVarint(soft)
  const entryCount = readVarint(soft)
  const flags = readByteColumn(soft, count)
  const places = readByteColumn(soft, count)
  const listLengths = readByteColumn(soft, count)
  const listLengthsUpper = readByteColumn(soft, count)
  const partIndices = new Array<number | undefined>(count)
  const ceilings = new Array<number | undefined>(count)
  for (let i = 0; i < count; i++) {
    if ((flags[i]! & HAS_PART_INDEX) !== 0) partIndices[i] = readVarint(soft)
    if ((flags[i]! & HAS_CEILING) !== 0) ceilings[i] = readFloat64(hard)
  }
  const entries = readEntries(soft, hard, entryCount)
  const tokens = new Array<Token>(count)
  let next = 0
  for (let i = 0; i < count; i++) {
    const flag = flags[i]!
    const isListed = (flag & LISTED) !== 0
    const own = isListed ? null : entries[next++]!
    const length = listLengths[i]! | (listLengthsUpper[i]! << 8)
    const alternatives = entries.slice(next, next + length)
    next += length
    const { logprob, ...chosen } = own ?? alternatives[places[i]!]!
    tokens[i] = {
      ...chosen,
      logprob: (flag & NO_LOGPROB) === 0 ? logprob : null,
      ...(ceilings[i] === undefined ? {} : { ceiling: ceilings[i]! }),
      part: PARTS[flag & PART_BITS]!,
      ...(partIndices[i] === undefined ? {} : { partIndex: partIndices[i]! }),
      ...((flag & SPECIAL) === 0 ? {} : { special: true as const }),
      alternatives,
    }
  }
  return tokens
}

/** What the steps of aligning one part share. Rows are the part's tokens in order; positions are bytes of its text. */
import { LOSSY, SPECIAL, otherSpellings, type Spelled } from './spelled.ts'
import { LONGEST_CONTROL, looksLikeControl } from './spellings.ts'
import { utf8Decode } from '../utf8.ts'

/** Bytes that must follow in place before a guess about white space or lost bytes is believed. */
const TO_CONFIRM = 4
/** Rows looked at for that. */
const ROWS_TO_CONFIRM = 16

export interface Work {
  readonly spelled: Spelled
  readonly text: Uint8Array
  /** First and last byte of each row, −1 where it has no place. */
  readonly start: Int32Array
  readonly end: Int32Array
  /** Bits: what is not plain about a row's place. */
  readonly notes: Uint8Array
}

/** The place is the hull of several possible ones, or shared with other rows. */
export const SHARED = 1
/** White space of the row is not in the text. */
export const TRIMMED = 2

export function createWork(spelled: Spelled, text: Uint8Array): Work {
  return {
    spelled,
    text,
    start: new Int32Array(spelled.count).fill(-1),
    end: new Int32Array(spelled.count).fill(-1),
    notes: new Uint8Array(spelled.count),
  }
}

export function place(work: Work, row: number, start: number, end: number, notes = 0): void {
  work.start[row] = start
  work.end[row] = end
  work.notes[row] = notes
}

export function unplace(work: Work, row: number): void {
  place(work, row, -1, -1)
}

export function lengthOf({ spelled: { offset } }: Work, row: number): number {
  return offset[row + 1]! - offset[row]!
}

export function isLossy({ spelled }: Work, row: number): boolean {
  return (spelled.flags[row]! & LOSSY) !== 0
}

export function isEmpty(work: Work, row: number): boolean {
  return lengthOf(work, row) === 0
}

/** Most white space taken up at once. */
export const MOST_WHITE = 256

export function isWhite(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)
}

/** Bytes of white space that a row begins with. */
export function leadingWhite({ spelled: { bytes, offset } }: Work, row: number): number {
  let at = offset[row]!
  const end = offset[row + 1]!
  while (at < end && isWhite(bytes[at]!)) at += 1
  return at - offset[row]!
}

/** Whether a row may be left out of the text: a special token, one that looks like a control token, or only white space. */
export function mayBeAbsent(work: Work, row: number): boolean {
  if ((work.spelled.flags[row]! & SPECIAL) !== 0) return true
  return leadingWhite(work, row) === lengthOf(work, row) || isControl(work, row)
}

/** Whether a row spells something like a control token. */
export function isControl(work: Work, row: number): boolean {
  const { bytes, offset } = work.spelled
  const first = bytes[offset[row]!]
  if ((first !== 0x3c && first !== 0x5b) || lengthOf(work, row) > LONGEST_CONTROL) return false
  return looksLikeControl(utf8Decode(bytes, offset[row], offset[row + 1]))
}

/** Whether bytes `[from, to)` of `piece` stand in the text at `at`, before `limit`. */
export function standsAt(text: Uint8Array, at: number, limit: number, piece: Uint8Array, from: number, to: number): boolean {
  if (at < 0 || at + (to - from) > limit) return false
  for (let i = from; i < to; i++) if (text[at + i - from] !== piece[i]) return false
  return true
}

/** Where a row ends when it starts at `at`: by its first spelling, else by another one; −1 where none stands there. */
export function endAt(work: Work, row: number, at: number, limit: number): number {
  const { bytes, offset } = work.spelled
  const from = offset[row]!
  const to = offset[row + 1]!
  if (standsAt(work.text, at, limit, bytes, from, to)) return at + to - from
  for (const other of otherSpellings(work.spelled, row)) {
    if (other.length > 0 && standsAt(work.text, at, limit, other, 0, other.length)) return at + other.length
  }
  return -1
}

/** Where a row starts when it ends at `at`; −1 where none of its spellings stands there. */
export function startAt(work: Work, row: number, at: number, floor: number): number {
  const { bytes, offset } = work.spelled
  const from = offset[row]!
  const to = offset[row + 1]!
  if (at - (to - from) >= floor && standsAt(work.text, at - (to - from), at, bytes, from, to)) return at - (to - from)
  for (const other of otherSpellings(work.spelled, row)) {
    const start = at - other.length
    if (other.length > 0 && start >= floor && standsAt(work.text, start, at, other, 0, other.length)) return start
  }
  return -1
}

/** Whether the rows from `row` on go on at `at`: by a few bytes of them, or to the end of the text. */
export function goesOn(work: Work, row: number, at: number, rowEnd: number, limit: number): boolean {
  const { text, spelled } = work
  let matched = 0
  let sawEmpty = false
  for (let looked = 0; row < rowEnd && at < limit && matched < TO_CONFIRM && looked < ROWS_TO_CONFIRM; looked++) {
    if (isLossy(work, row)) return matched > 0
    if (isEmpty(work, row)) sawEmpty = true
    const end = isEmpty(work, row) ? at : endAt(work, row, at, limit)
    if (end < 0) {
      if (sawEmpty && matched > 0) return true
      const from = spelled.offset[row]!
      if (limit === text.length && limit - at < lengthOf(work, row) && standsAt(text, at, limit, spelled.bytes, from, from + limit - at))
        return true
      if (!mayBeAbsent(work, row)) return false
    } else {
      matched += end - at
      at = end
    }
    row += 1
  }
  return at >= limit || matched >= TO_CONFIRM || (row >= rowEnd && matched > 0)
}

/** Whether the rows before `row` go on backwards from `at`. */
export function goesBack(work: Work, row: number, at: number, rowStart: number, floor: number): boolean {
  let matched = 0
  for (let looked = 0; row > rowStart && at > floor && matched < TO_CONFIRM && looked < ROWS_TO_CONFIRM; looked++) {
    row -= 1
    if (isLossy(work, row)) return matched > 0
    const start = isEmpty(work, row) ? at : startAt(work, row, at, floor)
    if (start >= 0) {
      matched += at - start
      at = start
    } else if (!mayBeAbsent(work, row)) return false
  }
  return at <= floor || matched >= TO_CONFIRM || (row <= rowStart && matched > 0)
}

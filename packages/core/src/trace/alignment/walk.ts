/** Laying rows on the text one after another, forwards and backwards, as far as they go. */
import { layLostRun } from './lay-lost-run.ts'
import {
  endAt,
  goesBack,
  goesOn,
  isEmpty,
  isLossy,
  isWhite,
  leadingWhite,
  lengthOf,
  mayBeAbsent,
  MOST_WHITE,
  place,
  TRIMMED,
  standsAt,
  startAt,
  type Work,
} from './work.ts'

/** A place between rows and between bytes. */
export interface Front {
  row: number
  at: number
}

/** Takes up white space that only the row or only the text has, where what follows confirms it. Returns where the row ended, or −1. */
function layAcrossWhite(work: Work, row: number, at: number, rowEnd: number, limit: number): number {
  const { text, spelled } = work
  const white = leadingWhite(work, row)
  const length = lengthOf(work, row)
  let textWhite = 0
  while (textWhite < MOST_WHITE && at + textWhite < limit && isWhite(text[at + textWhite]!)) textWhite += 1
  const from = spelled.offset[row]!
  if (white === length) {
    let common = 0
    while (common < white && common < textWhite && text[at + common] === spelled.bytes[from + common]) common += 1
    if (!goesOnAcross(work, row + 1, at + common, rowEnd, limit)) return -1
    if (common > 0) place(work, row, at, at + common, common < white ? TRIMMED : 0)
    return at + common
  }
  if (white === 0 && textWhite === 0) return -1
  const to = spelled.offset[row + 1]!
  const start = at + textWhite
  if (!standsAt(text, start, limit, spelled.bytes, from + white, to)) return -1
  const end = start + length - white
  if (end - start < 4 && !goesOn(work, row + 1, end, rowEnd, limit)) return -1
  let common = 0
  while (common < white && common < textWhite && text[start - common - 1] === spelled.bytes[from + white - common - 1]) common += 1
  place(work, row, start - common, end, common < white ? TRIMMED : 0)
  return end
}

function goesOnAcross(work: Work, row: number, at: number, rowEnd: number, limit: number): boolean {
  if (row >= rowEnd || at >= limit || goesOn(work, row, at, rowEnd, limit)) return true
  let next = at
  while (next < limit && next - at < MOST_WHITE && isWhite(work.text[next]!)) next += 1
  return next > at && goesOn(work, row, next, rowEnd, limit)
}

/** Lays rows from a front on until one does not fit; moves the front behind the last row that was laid. */
export function walkForward(work: Work, front: Front, rowEnd: number, limit: number): void {
  const { text, spelled } = work
  const { bytes, offset } = spelled
  let { row, at } = front
  let lost = -1
  while (row < rowEnd && at < limit) {
    const from = offset[row]!
    const to = offset[row + 1]!
    const isLost = from === to || isLossy(work, row)
    if (isLost) {
      if (lost < 0) lost = row
      if (row + 1 < rowEnd) {
        row += 1
        continue
      }
    }
    const hasLost = lost >= 0 && hasLossy(work, lost, row + 1)
    let end = -1
    if (!isLost && !hasLost && standsAt(text, at, limit, bytes, from, to)) end = at + to - from
    else if (lost >= 0) {
      const laid = layLostRun(work, lost, isLost ? rowEnd : row, at, rowEnd, limit)
      if (laid >= 0) {
        front.row = row = isLost ? rowEnd : row
        front.at = at = laid
        lost = -1
        continue
      }
      if (isLost || (hasLost && !goesOn(work, row, at, rowEnd, limit))) break
    }
    lost = -1
    if (end < 0) end = endAt(work, row, at, limit)
    if (end >= 0) place(work, row, at, end)
    else if (limit === text.length && limit - at < to - from && standsAt(text, at, limit, bytes, from, from + limit - at)) {
      end = limit
      place(work, row, at, end)
    } else {
      end = layAcrossWhite(work, row, at, rowEnd, limit)
      if (end < 0 && !mayBeAbsent(work, row)) break
    }
    row += 1
    if (end < 0) continue
    front.row = row
    front.at = at = end
  }
}

function hasLossy(work: Work, from: number, to: number): boolean {
  for (let row = from; row < to; row++) if (isLossy(work, row)) return true
  return false
}

/** A row that runs beyond the end of the text: the longest beginning of it that the text ends with. */
function startOfCut(work: Work, row: number, floor: number): number {
  const { text, spelled } = work
  const from = spelled.offset[row]!
  for (let length = Math.min(lengthOf(work, row) - 1, text.length - floor, 64); length > 0; length--) {
    if (standsAt(text, text.length - length, text.length, spelled.bytes, from, from + length)) return text.length - length
  }
  return -1
}

/** Whether a row begins before the text and ends with all of it up to `at`. */
function standsBefore(work: Work, row: number, at: number): boolean {
  const { text, spelled } = work
  const to = spelled.offset[row + 1]!
  return at < lengthOf(work, row) && standsAt(text, 0, at, spelled.bytes, to - at, to)
}

/**
 * Lays rows backwards from a front until one does not fit; moves the front before the last row that was laid. Stops at rows whose bytes were
 * lost. `put` gets the places.
 */
export function walkBackward(
  work: Work,
  front: Front,
  rowStart: number,
  floor: number,
  put: (row: number, start: number, end: number, notes: number) => void,
): void {
  const textEnd = work.text.length
  let { row, at } = front
  while (row > rowStart && at > floor) {
    row -= 1
    if (isEmpty(work, row)) continue
    if (isLossy(work, row)) break
    let start = startAt(work, row, at, floor)
    let end = at
    let notes = 0
    if (start < 0) {
      ;[start, end] = backAcrossWhite(work, row, at, rowStart, floor)
      if (end - start < lengthOf(work, row)) notes = TRIMMED
      if (start < 0 && at === textEnd) {
        start = startOfCut(work, row, floor)
        end = at
        notes = 0
        if (start >= 0 && !goesBack(work, row, start, rowStart, floor)) start = -1
      }
    }
    if (start < 0 && floor === 0 && standsBefore(work, row, at)) [start, end] = [0, at]
    if (start < 0) {
      if (!mayBeAbsent(work, row)) break
      continue
    }
    put(row, start, end, notes)
    front.row = row
    front.at = at = start
  }
}

function backAcrossWhite(work: Work, row: number, at: number, rowStart: number, floor: number): [number, number] {
  const { text, spelled } = work
  const white = leadingWhite(work, row)
  const from = spelled.offset[row]! + white
  const to = spelled.offset[row + 1]!
  if (from === to) return [-1, -1]
  let end = at
  for (;;) {
    const start = end - (to - from)
    if (start >= floor && standsAt(text, start, end, spelled.bytes, from, to)) {
      if (end === at && white === 0) return [-1, -1]
      let whole = start
      while (whole > floor && start - whole < white && text[whole - 1] === spelled.bytes[from - (start - whole) - 1]) whole -= 1
      return to - from >= 4 || goesBack(work, row, whole, rowStart, floor) ? [whole, end] : [-1, -1]
    }
    if (end <= floor || at - end >= MOST_WHITE || !isWhite(text[end - 1]!)) return [-1, -1]
    end -= 1
  }
}

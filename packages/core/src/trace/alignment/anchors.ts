/** Places where text and tokens meet again: byte sequences that stand once in the text and once at the start of a token (after patience diff). */
import { isLossy, type Work } from './work.ts'

/** Slots looked at before a sequence is given up: bounds the cost of texts made to collide. */
const MOST_PROBES = 24
const MULTIPLIER = 0x01000193

const EMPTY = -1
const REPEATED = -2

export interface Anchor {
  readonly row: number
  readonly at: number
}

function hashAt(bytes: Uint8Array, at: number, length: number): number {
  let hash = 0
  for (let i = 0; i < length; i++) hash = (Math.imul(hash, MULTIPLIER) + bytes[at + i]! + 1) | 0
  return hash
}

function slotOf(hash: number, mask: number): number {
  return (Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 7) & mask
}

function same(a: Uint8Array, at: number, b: Uint8Array, bt: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (a[at + i] !== b[bt + i]) return false
  return true
}

/**
 * Rows of `[from, to)` whose next `length` bytes stand exactly once in the bytes `[start, end)` of the text, and at the start of no other row,
 * with that place. A row's bytes may go on in the rows after it. Cost: linear in rows and bytes, times `length`.
 */
export function findAnchors(work: Work, from: number, to: number, start: number, end: number, length: number): Anchor[] {
  const { text, spelled } = work
  const { bytes, offset } = spelled
  const grams = end - start - length + 1
  if (grams <= 0 || offset[to]! - offset[from]! < length) return []
  let size = 16
  while (size < grams * 2) size *= 2
  const mask = size - 1
  const placeOf = new Int32Array(size).fill(EMPTY)
  const counted = new Uint8Array(size)
  let top = 1
  for (let i = 1; i < length; i++) top = Math.imul(top, MULTIPLIER)
  let hash = hashAt(text, start, length)
  for (let at = start; ; at++) {
    let slot = slotOf(hash, mask)
    for (let probe = 0; probe < MOST_PROBES; probe++, slot = (slot + 1) & mask) {
      const place = placeOf[slot]!
      if (place === EMPTY) {
        placeOf[slot] = at
        break
      }
      if (same(text, place, text, at, length)) {
        counted[slot] = 1
        break
      }
    }
    if (at + length >= end) break
    hash = (Math.imul((hash - Math.imul(top, text[at]! + 1)) | 0, MULTIPLIER) + text[at + length]! + 1) | 0
  }
  const rowOf = new Int32Array(size).fill(EMPTY)
  const slots = new Int32Array(to - from).fill(EMPTY)
  let nextLossy = to
  for (let row = to - 1; row >= from; row--) {
    if (isLossy(work, row)) nextLossy = row
    const begin = offset[row]!
    if (offset[row + 1] === begin || begin + length > offset[nextLossy]!) continue
    let slot = slotOf(hashAt(bytes, begin, length), mask)
    for (let probe = 0; probe < MOST_PROBES && placeOf[slot] !== EMPTY; probe++, slot = (slot + 1) & mask) {
      if (!same(text, placeOf[slot]!, bytes, begin, length)) continue
      if (counted[slot] === 0) {
        rowOf[slot] = rowOf[slot] === EMPTY ? row : REPEATED
        slots[row - from] = slot
      }
      break
    }
  }
  const anchors: Anchor[] = []
  for (let row = from; row < to; row++) {
    const slot = slots[row - from]!
    if (slot !== EMPTY && rowOf[slot] === row) anchors.push({ row, at: placeOf[slot]! })
  }
  return anchors
}

/** Bytes that a sequence needs so that it does not stand in an unrelated text of this size by chance, at two bits a byte. */
export function tellingLength(rows: number, bytes: number): number {
  return Math.min(16, Math.max(3, Math.ceil(Math.log2(rows * bytes + 1) / 2)))
}

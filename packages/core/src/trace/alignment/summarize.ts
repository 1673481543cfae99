/** What became of the alignment of one part. */
import type { Part } from '../types.ts'
import type { TextOffsets } from '../text-offsets.ts'
import { SPECIAL } from './spelled.ts'
import type { AlignmentStatus, PartAlignment, PartKey, TextGap } from './types.ts'
import { isControl, isEmpty, leadingWhite, lengthOf, mayBeAbsent, TRIMMED, type Work } from './work.ts'

/** Walks the rows in order beside the bytes covered so far. */
export function summarize(key: PartKey, part: Part, text: string, work: Work, offsets: TextOffsets): PartAlignment {
  const { spelled, start, end } = work
  const { count, index } = spelled
  const byteLength = work.text.length
  const [first, last] = ends(work)
  const gaps: TextGap[] = []
  const mismatches: { offset: number; token: number | null }[] = []
  let covered = 0
  let coveredBytes = 0
  let tokenCount = 0
  let unplaced = 0
  let surplus = 0
  const differ = (row: number): void => {
    if (mismatches.length === 0) mismatches.push({ offset: offsets.toOffset(covered), token: row < count ? index[row]! : null })
  }
  const skip = (until: number, row: number): void => {
    if (until <= covered) return
    gaps.push({ start: offsets.toOffset(covered), end: offsets.toOffset(until, 'end') })
    differ(row)
  }
  for (let row = 0; row < count; row++) {
    const special = (spelled.flags[row]! & SPECIAL) !== 0
    const empty = isEmpty(work, row)
    if (!special && !empty) tokenCount += 1
    if (end[row]! >= 0) {
      skip(start[row]!, row)
      if ((work.notes[row]! & TRIMMED) !== 0 && row !== first && row !== last) differ(row)
      if (row === last && end[row] === byteLength && reachesOn(work, row)) surplus += 1
      coveredBytes += Math.max(0, end[row]! - Math.max(start[row]!, covered))
      covered = Math.max(covered, end[row]!)
    } else if (!special && !empty && !isTolerated(work, row, first, last, part)) {
      if (row > last && covered === byteLength && byteLength > 0) surplus += 1
      else {
        unplaced += 1
        differ(row)
      }
    }
  }
  skip(byteLength, count)
  const nothing = coveredBytes === 0 && (byteLength > 0 || unplaced > 0)
  const status: AlignmentStatus = nothing ? 'none' : mismatches.length > 0 ? 'partial' : 'exact'
  const coverage = byteLength === 0 ? 1 : coveredBytes / byteLength
  return { key, part, text, status, coverage, tokenCount, unplaced, gaps, firstMismatch: mismatches[0] ?? null, cut: surplus > 0, surplus }
}

/** The first and the last row that have a place. */
function ends({ spelled, end }: Work): [number, number] {
  let first = 0
  let last = spelled.count - 1
  while (first <= last && end[first]! < 0) first += 1
  while (last >= first && end[last]! < 0) last -= 1
  return [first, last]
}

/** Whether the row that ends with the text has more than white space left beyond it. */
function reachesOn(work: Work, row: number): boolean {
  const { bytes, offset } = work.spelled
  const used = work.end[row]! - work.start[row]!
  if (used >= lengthOf(work, row)) return false
  const from = offset[row]!
  for (let i = 0; i < used; i++) if (bytes[from + i] !== work.text[work.start[row]! + i]) return false
  for (let i = from + used; i < offset[row + 1]!; i++) if (bytes[i] !== 0x20 && (bytes[i]! < 0x09 || bytes[i]! > 0x0d)) return true
  return false
}

/** Whether a row without a place is no sign of a mismatch: a control token, white space at the ends, the name and syntax of a tool call. */
function isTolerated(work: Work, row: number, first: number, last: number, part: Part): boolean {
  const atAnEnd = row < first || row > last
  if (atAnEnd) return part === 'tool' || mayBeAbsent(work, row)
  return leadingWhite(work, row) < lengthOf(work, row) && isControl(work, row)
}

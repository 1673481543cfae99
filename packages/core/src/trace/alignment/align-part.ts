/** Aligns the tokens of one part with its text. */
import { findAnchors, tellingLength } from './anchors.ts'
import { layLostRun, walkBackward, walkForward, type Front } from './walk.ts'
import { isEmpty, isLossy, place, SHARED, unplace, type Work } from './work.ts'

const LONG_SEQUENCE = 16
const DEEPEST = 4

/** A stretch of rows and of text that is not aligned yet. */
interface Gap {
  readonly from: number
  readonly to: number
  readonly start: number
  readonly end: number
}

/**
 * Walks from both ends of a gap. Where the two walks claim the same rows or the same text, the one that explains a whole side wins, else
 * the longer one; the other keeps what is left to it. Returns what remains between them.
 */
function walkBothEnds(work: Work, gap: Gap): Gap {
  const forward: Front = { row: gap.from, at: gap.start }
  walkForward(work, forward, gap.to, gap.end)
  if (forward.row >= gap.to || forward.at >= gap.end) return { from: forward.row, to: gap.to, start: forward.at, end: gap.end }
  const backward: Front = { row: gap.to, at: gap.end }
  const rows: number[] = []
  const starts: number[] = []
  const ends: number[] = []
  const notes: number[] = []
  walkBackward(work, backward, gap.from, gap.start, (row, start, end, note) => {
    rows.push(row)
    starts.push(start)
    ends.push(end)
    notes.push(note)
  })
  const contested = backward.row < forward.row || backward.at < forward.at
  const wins = backward.row <= gap.from || backward.at <= gap.start || gap.end - backward.at > forward.at - gap.start
  if (contested && wins) {
    for (let row = forward.row - 1; row >= gap.from; row--) {
      if (row >= backward.row || work.end[row]! > backward.at) unplace(work, row)
      else if (work.end[row]! >= 0) break
    }
    let row = Math.min(forward.row, backward.row)
    while (row > gap.from && work.end[row - 1]! < 0) row -= 1
    forward.row = row
    forward.at = row > gap.from ? work.end[row - 1]! : gap.start
  }
  let { to, end } = gap
  for (let i = 0; i < rows.length; i++) {
    if (rows[i]! < forward.row || starts[i]! < forward.at) break
    place(work, rows[i]!, starts[i]!, ends[i]!, notes[i])
    to = rows[i]!
    end = starts[i]!
  }
  return { from: forward.row, to, start: forward.at, end }
}

/** Where all rows of a gap lost their bytes and their neighbours have places, they lie between these. */
function layLostGap(work: Work, gap: Gap): void {
  for (let row = gap.from; row < gap.to; row++) if (!isEmpty(work, row) && !isLossy(work, row)) return
  if (gap.from < gap.to && gap.start < gap.end) layLostRun(work, gap.from, gap.to, gap.start, gap.to, gap.end)
}

/**
 * Aligns a gap: from both ends, then between anchors, each of the smaller gaps again with shorter sequences.
 * Each level costs no more than the rows and bytes that are still open, and there are few levels.
 */
export function alignGap(work: Work, whole: Gap, level = 0): void {
  const gap = walkBothEnds(work, whole)
  if (gap.from >= gap.to || gap.start >= gap.end || level >= DEEPEST) return
  const telling = tellingLength(gap.to - gap.from, gap.end - gap.start)
  let anchors = level === 0 ? findAnchors(work, gap.from, gap.to, gap.start, gap.end, LONG_SEQUENCE) : []
  if (anchors.length === 0 && telling < LONG_SEQUENCE) anchors = findAnchors(work, gap.from, gap.to, gap.start, gap.end, telling)
  if (anchors.length === 0) {
    layLostGap(work, gap)
    return
  }
  const front: Front = { row: gap.from, at: gap.start }
  for (const anchor of anchors) {
    if (anchor.row < front.row || anchor.at < front.at) continue
    const before: Gap = { from: front.row, to: anchor.row, start: front.at, end: anchor.at }
    front.row = anchor.row
    front.at = anchor.at
    walkForward(work, front, gap.to, gap.end)
    if (before.from < before.to && before.start < before.end) alignGap(work, before, level + 1)
  }
  if (front.row < gap.to && front.at < gap.end) alignGap(work, { from: front.row, to: gap.to, start: front.at, end: gap.end }, level + 1)
}

/** Rows without a text get the place of the row that spells theirs too: the next one, where only such rows lie between. */
export function layHeldBack(work: Work): void {
  let next = -1
  for (let row = work.spelled.count - 1; row >= 0; row--) {
    if (work.end[row]! >= 0) next = row
    else if (!isEmpty(work, row) || work.spelled.flags[row] !== 0) next = -1
    else if (next >= 0) {
      place(work, row, work.start[next]!, work.end[next]!, SHARED)
    }
  }
}

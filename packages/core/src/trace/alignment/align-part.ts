/** Aligns the tokens of one part with its text. */
import { tellingLength } from './anchors.ts'
import { layLostRun } from './lay-lost-run.ts'
import { findRuns, type Run } from './runs.ts'
import { walkBackward, walkForward, type Front } from './walk.ts'
import { isEmpty, isLossy, lengthOf, place, SHARED, unplace, type Work } from './work.ts'

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
 * the longer one; the other keeps what is left to it. At the beginning of a part, tokens that are not in the text are taken to come first.
 * Returns what remains between them.
 */
function walkBothEnds(work: Work, gap: Gap): Gap {
  const forward: Front = { row: gap.from, at: gap.start }
  walkForward(work, forward, gap.to, gap.end)
  const surplusFirst = gap.from === 0 && gap.start === 0 && gap.to < work.spelled.count
  const closed = forward.row >= gap.to || forward.at >= gap.end
  if (closed && !(surplusFirst && forward.row < gap.to)) return { ...gap, from: forward.row, start: forward.at }
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
  const wins = backward.row <= gap.from || backward.at <= gap.start || (!closed && gap.end - backward.at > forward.at - gap.start)
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
 * Aligns a gap: from both ends where that closes it, else by runs that stand only once on either side, and each of the smaller gaps between them
 * again, with shorter sequences. Each level costs no more than the rows and bytes that are still open, and there are few levels.
 */
export function alignGap(work: Work, gap: Gap, level = 0): void {
  const open = walkBothEnds(work, gap)
  if (open.from >= open.to || open.start >= open.end) return
  const runs = level < DEEPEST ? runsIn(work, gap, level) : []
  if (runs.length === 0) {
    layLostGap(work, open)
    return
  }
  // What the walks laid before they stuck may have met by chance: the runs decide.
  for (let row = gap.from; row < gap.to; row++) unplace(work, row)
  let { from, start } = gap
  for (const run of runs) {
    for (let row = run.from, at = run.at; row < run.to; row++) {
      const length = lengthOf(work, row)
      if (length > 0) place(work, row, at, at + length)
      at += length
    }
    if (from < run.from && start < run.at) alignGap(work, { from, to: run.from, start, end: run.at }, level + 1)
    from = run.to
    start = run.at + run.length
  }
  if (from < gap.to && start < gap.end) alignGap(work, { from, to: gap.to, start, end: gap.end }, level + 1)
}

function runsIn(work: Work, { from, to, start, end }: Gap, level: number): Run[] {
  const telling = tellingLength(to - from, end - start)
  const runs = level === 0 ? findRuns(work, from, to, start, end, LONG_SEQUENCE) : []
  return runs.length > 0 || telling >= LONG_SEQUENCE ? runs : findRuns(work, from, to, start, end, telling)
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

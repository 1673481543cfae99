/** Laying tokens whose bytes were lost: between what stands before them and the next token that stands for certain. */
import { LONGEST_RUN, looseEnds, lossyEnds, runBoundaries, settleRun } from './lossy-run.ts'
import { isIdText } from './spellings.ts'
import { endAt, goesOn, isEmpty, mayBeAbsent, place, SHARED, type Work } from './work.ts'

function textsOf({ spelled }: Work, from: number, to: number): string[] {
  const texts: string[] = []
  for (let row = from; row < to; row++) {
    const { text } = spelled.tokens[spelled.index[row]!]!
    const { notation } = spelled
    texts.push(notation === 'piece' ? text.replaceAll('\u2581', ' ') : notation === 'id' && isIdText(text) ? '' : text)
  }
  return texts
}

/** Rows after a lost run that may be passed over in search of one that fixes its end. */
const ROWS_TO_PASS = 8

/** Where a lost run may end: at the first place where the row after it stands, or at the end of the text where no row is left. */
function endOfRun(work: Work, ends: readonly number[], next: number, rowEnd: number, limit: number): number {
  for (let row = next; row - next <= ROWS_TO_PASS; row++) {
    if (row >= rowEnd) return ends.includes(limit) ? limit : -1
    const found = ends.find(
      (end) => end < limit && !isEmpty(work, row) && endAt(work, row, end, limit) >= 0 && goesOn(work, row, end, rowEnd, limit),
    )
    if (found !== undefined) return found
    if (!mayBeAbsent(work, row)) return ends.includes(limit) && limit === work.text.length ? limit : -1
  }
  return -1
}

/**
 * Lays a run of rows whose bytes were lost from `at` on, so that the row after it stands where the run ends. Returns where it ended, or −1.
 * A row that holds nothing in every way of cutting gets no place.
 */
export function layLostRun(work: Work, from: number, to: number, at: number, rowEnd: number, limit: number): number {
  if (to - from > LONGEST_RUN) return -1
  const texts = textsOf(work, from, to)
  for (const endsOf of [lossyEnds, looseEnds]) {
    const boundaries = runBoundaries(texts, work.text, at, limit, endsOf)
    if (boundaries === null) continue
    const ends = [...boundaries[boundaries.length - 1]!].sort((a, b) => a - b)
    const target = endOfRun(work, ends, to, rowEnd, limit)
    if (target < 0) continue
    const settled = settleRun(texts, work.text, limit, boundaries, target, endsOf)
    for (let row = from; row < to; row++) {
      const [start, startLatest] = settled[row - from]!
      const [endEarliest, end] = settled[row - from + 1]!
      if (start === end) continue
      place(work, row, start, end, start === startLatest && endEarliest === end ? 0 : SHARED)
    }
    return target
  }
  return -1
}

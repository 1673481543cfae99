/** A text cut into words. */
import { foldCase } from '../../language/fold-case.ts'
import { boundaryBefore } from './sentence-boundary.ts'
import { isCapital, type Join, type Shape, type Word } from './word.ts'

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu
const UPPER = /^[\p{Lu}\p{Lt}]/u
const LOWER = /^\p{Ll}/u
const DIGIT = /^\p{N}/u
const COMMA = /^ ?,/
const ANY_UPPER = /[\p{Lu}\p{Lt}]/u
const ANY_LOWER = /\p{Ll}/u

/** The shape of a word; a word without a letter or digit at its start is `uncased`. */
export function shapeOf(text: string): Shape {
  if (DIGIT.test(text)) return 'number'
  if (UPPER.test(text)) {
    if (!ANY_LOWER.test(text)) return 'upper'
    return ANY_UPPER.test(text.slice(text.codePointAt(0)! > 0xffff ? 2 : 1)) ? 'mixed' : 'initial'
  }
  if (LOWER.test(text)) return ANY_UPPER.test(text) ? 'camel' : 'lower'
  return 'uncased'
}

function joinOf(gap: string): Join {
  switch (gap) {
    case ' ':
    case '\u00a0':
    case '  ':
      return 'space'
    case '-':
    case '\u2010':
    case '\u2011':
      return 'hyphen'
    case "'":
    case '’':
    case 'ʼ':
    case '＇':
      return 'apostrophe'
    case '.':
      return 'dot'
    case '. ':
    case '.\u00a0':
      return 'dot-space'
    case '&':
    case ' & ':
      return 'ampersand'
    default:
      return 'other'
  }
}

/** "1. Open the file": the number of a list at the start of a line, not an ordinal. */
function isNumbering(previous: Word, gap: string, startsLine: boolean): boolean {
  return startsLine && previous.shape === 'number' && /^[.)]\s/.test(gap)
}

/**
 * The words of a text in order. `inHeading(offset)` says whether an offset lies in a heading; it is called with rising offsets.
 * A word is a run of letters, marks and digits; apostrophes, hyphens and full stops stand between words.
 * Offsets are UTF-16, half-open. Cost: linear. Never throws; a lone surrogate is no part of a word.
 */
export function wordsOf(text: string, inHeading: (offset: number) => boolean): Word[] {
  const words: Word[] = []
  const hasLines = text.includes('\n')
  let previousEnd = 0
  let previous: Word | null = null
  let lineStart = 0
  let startsLine = hasLines
  for (const match of text.matchAll(WORD)) {
    const start = match.index
    const end = start + match[0].length
    const gap = text.slice(previousEnd, start)
    const key = foldCase(match[0])
    const heading = inHeading(start)
    const opens =
      previous === null ||
      heading ||
      isNumbering(previous, gap, startsLine) ||
      boundaryBefore(previous, gap, previousEnd + gap.indexOf('\n') - lineStart, key)
    const newline = gap.lastIndexOf('\n')
    if (newline >= 0) lineStart = previousEnd + newline + 1
    startsLine = hasLines && (newline >= 0 || previous === null)
    const word: Word = {
      start,
      end,
      text: match[0],
      key,
      shape: shapeOf(match[0]),
      join: previous === null ? 'other' : joinOf(gap),
      opens,
      inHeading: heading,
      beforeComma: COMMA.test(text.slice(end, end + 2)),
      afterCapital: previous !== null && gap === ' ' && isCapital(previous),
    }
    words.push(word)
    previous = word
    previousEnd = end
  }
  return words
}

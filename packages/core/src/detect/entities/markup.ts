/** Parts of a text that are not prose: code, addresses, headings. */

/** UTF-16 offsets, half-open. */
export interface Range {
  readonly start: number
  readonly end: number
}

const FENCE = /^[ \t]{0,8}(```+|~~~+)/
const INLINE =
  /(`+)[^`\n]{1,400}\1(?!`)|\b(?:https?|ftp):\/\/[^\s<>"'”’»)\]]{1,2000}|\bwww\.[^\s<>"'”’»)\]]{1,2000}|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g
const HASH_HEADING = /^[ \t]{0,3}#{1,6}[ \t]/
const BOLD_LINE = /^[ \t]*(?:\*\*|__)[^*_\n]{1,200}(?:\*\*|__):?[ \t]*\r?$/
const BOLD_LABEL = /^[ \t]*(?:(?:[-*+•]|\p{Nd}{1,3}[.)])[ \t]+)?(?:\*\*|__)[^*_\n]{1,120}(?::(?:\*\*|__)|(?:\*\*|__)[ \t]?[:：])/u
const LONG_CAPITALS = /^[^\p{Ll}\n]*(?:\p{Lu}{2,}[^\p{L}\n]+){3}[^\p{Ll}\n]*$/u
/** Longer lines are no headings. */
const LONGEST_HEADING = 300

/** Code (fenced, in backticks) and addresses of a text, in order. A fence that is never closed runs to the end. Cost: linear. */
export function codeRangesOf(text: string): Range[] {
  const ranges: Range[] = []
  let fence: { mark: string; start: number } | null = null
  for (const line of linesOf(text)) {
    const mark = FENCE.exec(text.slice(line.start, Math.min(line.end, line.start + 40)))?.[1]
    if (fence !== null) {
      if (mark?.startsWith(fence.mark) === true) {
        ranges.push({ start: fence.start, end: line.end })
        fence = null
      }
      continue
    }
    if (mark !== undefined) {
      fence = { mark, start: line.start }
      continue
    }
    const content = text.slice(line.start, line.end)
    if (!/[`@:.]/.test(content)) continue
    for (const match of content.matchAll(INLINE))
      ranges.push({ start: line.start + match.index, end: line.start + match.index + match[0].length })
  }
  if (fence !== null) ranges.push({ start: fence.start, end: text.length })
  return ranges
}

/**
 * Headings of a text, in order: Markdown headings, lines and labels in bold, lines of four or more words in capitals.
 * A text of one line in bold or capitals has no heading. Cost: linear.
 */
export function headingRangesOf(text: string): Range[] {
  const ranges: Range[] = []
  for (const line of linesOf(text)) {
    const content = text.slice(line.start, Math.min(line.end, line.start + LONGEST_HEADING + 1))
    if (
      content.length <= LONGEST_HEADING &&
      (HASH_HEADING.test(content) || LONG_CAPITALS.test(content) || (BOLD_LINE.test(content) && line.end - line.start < text.length))
    ) {
      ranges.push(line)
      continue
    }
    const label = BOLD_LABEL.exec(content)
    if (label !== null) ranges.push({ start: line.start, end: line.start + label[0].length })
  }
  return ranges
}

function* linesOf(text: string): Generator<Range> {
  let start = 0
  while (start < text.length) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    yield { start, end }
    start = end + 1
  }
}

/** A test whether an offset lies in one of the ranges, for offsets asked in rising order. */
export function risingTest(ranges: readonly Range[]): (offset: number) => boolean {
  let index = 0
  let last = -1
  return (offset) => {
    if (offset < last) index = 0
    last = offset
    while (index < ranges.length && ranges[index]!.end <= offset) index += 1
    return index < ranges.length && ranges[index]!.start <= offset
  }
}

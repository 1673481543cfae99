/** Quoted strings. */

export interface QuoteSpan {
  /** Between the quotation marks, trimmed; UTF-16 offsets, half-open. */
  readonly start: number
  readonly end: number
}

/** A quotation longer than this (UTF-16 units) is taken for a stray mark. */
const LONGEST = 400

const PAIRS: ReadonlyMap<string, string> = new Map([
  ['“', '”“'],
  ['„', '“”'],
  ['«', '»'],
  ['»', '«'],
  ['‹', '›'],
  ['「', '」'],
  ['『', '』'],
  ['〈', '〉'],
  ['《', '》'],
  ['‘', '’'],
  ['"', '"'],
  ["'", "'"],
  ['＂', '＂'],
])
const MARK = /["“”„«»‹›「」『』〈〉《》‘’'＂\n]/g
/** "rock 'n' roll" */
const SHORT = /^'\p{L}$/u
const LETTER = /[\p{L}\p{N}]/u
const BEFORE_OPENING = /^[\s([{—–\-/:,;*_]?$/

interface OpenMark {
  readonly at: number
  readonly mark: string
  /** The marks that close it. */
  readonly close: string
}

/**
 * The quoted strings of a text, in order, not overlapping, without their marks: English, German, French, Turkish, Japanese and plain marks, on one line.
 * A plain mark opens after white space or a bracket and closes after anything else; one with white space on both sides opens and closes in turn.
 * An opening mark that meets another before a closing one is stray. A single plain mark or ’ inside a word is an apostrophe.
 * Empty quotations, and those of more than 400 units, are left out. Cost: linear.
 */
export function quotesOf(text: string): QuoteSpan[] {
  const quotes: QuoteSpan[] = []
  let open: OpenMark | null = null
  for (const match of text.matchAll(MARK)) {
    const at = match.index
    const mark = match[0]
    if (mark === '\n' || (open !== null && at - open.at > LONGEST)) open = null
    if (mark === '\n') continue
    if (open !== null && open.close.includes(mark) && closes(text, at, mark)) {
      const span = trimmed(text, open.at + 1, at)
      if (span !== null) quotes.push(span)
      open = null
      continue
    }
    const pair = PAIRS.get(mark)
    if (pair === undefined || !opens(text, at, mark)) continue
    if (open === null || open.mark === mark || (isSingle(open.mark) && !isSingle(mark))) open = { at, close: pair, mark }
  }
  return quotes
}

function isSingle(mark: string): boolean {
  return mark === "'" || mark === '‘'
}

function opens(text: string, at: number, mark: string): boolean {
  if (!/["'‘»“]/.test(mark)) return true
  const before = at === 0 ? '' : text[at - 1]!
  const after = text[at + 1] ?? ''
  if (!BEFORE_OPENING.test(before)) return false
  return mark === '"' ? after !== '' : /\S/.test(after)
}

function closes(text: string, at: number, mark: string): boolean {
  if (!/["'’]/.test(mark)) return true
  const before = text[at - 1] ?? ''
  const after = text[at + 1] ?? ''
  if (mark === '"') return !/[\s([{]/.test(before) || after === '' || /[\s.,;:!?)\]'’]/.test(after)
  return !/\s/.test(before) && !LETTER.test(after) && (mark !== "'" || !SHORT.test(text.slice(Math.max(0, at - 2), at)))
}

function trimmed(text: string, from: number, to: number): QuoteSpan | null {
  let start = from
  let end = to
  while (start < end && /\s/.test(text[start]!)) start += 1
  while (end > start && /[\s,]/.test(text[end - 1]!)) end -= 1
  return LETTER.test(text.slice(start, end)) ? { start, end } : null
}

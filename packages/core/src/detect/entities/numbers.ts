/** Dates, quantities and numbers of a text, in digits and in words. */
import type { EntityKind } from '../../model/entity-finder.ts'
import { dateAtDigit, dateAtMonth } from './dates.ts'
import {
  ENGLISH_BEFORE_MONTH,
  ENGLISH_CALENDAR,
  ENGLISH_CALENDAR_DOUBTFUL,
  ENGLISH_UNITS,
  MONTHS,
  TURKISH_CALENDAR,
} from './lexicon/dates-and-units.ts'
import type { Family } from './name-rules.ts'
import { numberWordsEnd } from './number-words.ts'
import { isTurkishUnit, quantityAt } from './quantities.ts'
import { isTurkishSuffix } from './turkish-suffix.ts'
import { isCapital, type Word } from './word.ts'
import { foldCase } from '../../language/fold-case.ts'

/** UTF-16 offsets, half-open. */
export interface NumberSpan {
  readonly kind: EntityKind
  readonly start: number
  readonly end: number
}

const DIGIT = /\p{Nd}/gu
const CASED_BEFORE = /[\p{Lu}\p{Ll}\p{Lt}\p{M}_]$/u
const NAME_BEFORE = /[\p{Lu}\p{Lt}\p{Nd}][\p{L}\p{M}\p{Nd}]{0,20}[-–]$/u
const LETTERS_AFTER = /[\p{Lu}\p{Ll}\p{Lt}_][\p{L}\p{M}\p{Nd}]{0,30}/uy
const REST_OF_WORD = /(?:[.-]?[\p{L}\p{M}\p{Nd}_])*/uy
const ROMAN = /^[IVX]{1,6}$/
const CENTURY = /^(?:century|centuries|yüzyil.{0,8}|asir|siècle|siglo|secolo|século)$/
const LIST_MARKER = /^[.)](?:\s|$)/
const CITATION = /\[\p{Nd}{1,3}(?:[,–-]\s?\p{Nd}{1,3})*\]/uy

/** Dates, quantities and numbers in order, not overlapping. Numbering of lists and references in brackets do not count. Cost: linear. */
export function numbersOf(text: string, words: readonly Word[], family: Family, isCode: (offset: number) => boolean): NumberSpan[] {
  const months = monthsFirst(text, words)
  const spans = digitSpans(text, months, isCode)
  const worded = wordSpans(words, family, merged(spans, months))
  return merged(merged(spans, months), worded)
}

function monthsFirst(text: string, words: readonly Word[]): NumberSpan[] {
  const spans: NumberSpan[] = []
  let end = 0
  for (let i = 0; i + 1 < words.length; i++) {
    const word = words[i]!
    if (word.start < end || words[i + 1]!.shape !== 'number' || !MONTHS.has(word.key)) continue
    const date = dateAtMonth(text, word.start)
    if (date === null || isDay(words[i - 1], word)) continue
    spans.push({ kind: 'date', ...date })
    end = date.end
  }
  return spans
}

/** "12 March": the number before is the day. */
function isDay(before: Word | undefined, month: Word): boolean {
  return before?.shape === 'number' && before.text.length <= 4 && (month.join === 'space' || month.join === 'dot-space')
}

function digitSpans(text: string, months: readonly NumberSpan[], isCode: (offset: number) => boolean): NumberSpan[] {
  const spans: NumberSpan[] = []
  let month = 0
  let at = 0
  for (;;) {
    DIGIT.lastIndex = at
    const found = DIGIT.exec(text)
    if (found === null) return spans
    const digit = found.index
    while (month < months.length && months[month]!.end <= digit) month += 1
    const inMonth = months[month]
    if (inMonth !== undefined && inMonth.start <= digit) {
      at = inMonth.end
      continue
    }
    at = digit + found[0].length
    if (isCode(digit)) continue
    const before = text.slice(Math.max(0, digit - 24), digit)
    if (before.endsWith('[') && after(CITATION, text, digit - 1) > digit) {
      at = after(CITATION, text, digit - 1)
      continue
    }
    if (CASED_BEFORE.test(before) || NAME_BEFORE.test(before)) {
      at = after(REST_OF_WORD, text, at)
      continue
    }
    const span = spanAt(text, digit)
    if (span === null) {
      at = after(REST_OF_WORD, text, at)
      continue
    }
    const floor = spans.at(-1)?.end ?? 0
    spans.push(span.start < floor ? { ...span, start: Math.min(digit, Math.max(floor, span.start)) } : span)
    at = span.end
  }
}

function after(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}

function spanAt(text: string, digit: number): NumberSpan | null {
  const date = dateAtDigit(text, digit)
  const span: NumberSpan = date === null ? quantityAt(text, digit) : { kind: 'date', ...date }
  if (span.kind === 'number' && isListMarker(text, digit, span.end)) return null
  LETTERS_AFTER.lastIndex = span.end
  const letters = LETTERS_AFTER.exec(text)?.[0]
  if (letters !== undefined && !isTurkishSuffix(foldCase(letters))) return null
  return span
}

function isListMarker(text: string, start: number, end: number): boolean {
  if (end - start > 3 || !LIST_MARKER.test(text.slice(end, end + 2))) return false
  const lineStart = text.lastIndexOf('\n', start - 1) + 1
  return start - lineStart <= 12 && /^[ \t>(*_#-]*$/.test(text.slice(lineStart, start)) && text.slice(end + 1, end + 3).trim() !== ''
}

/** Numbers in words, and months and weekdays that stand alone, outside the spans already found. */
function wordSpans(words: readonly Word[], family: Family, taken: readonly NumberSpan[]): NumberSpan[] {
  const spans: NumberSpan[] = []
  let next = 0
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    while (next < taken.length && taken[next]!.end <= word.start) next += 1
    if (next < taken.length && taken[next]!.start < word.end) continue
    const century = words[i + 1]
    if (
      ROMAN.test(word.text) &&
      century !== undefined &&
      CENTURY.test(century.key) &&
      (century.join === 'dot-space' || century.join === 'space')
    ) {
      spans.push({ kind: 'date', start: word.start, end: century.end })
      i += 1
      continue
    }
    if (isCalendarWord(words, i, family)) {
      spans.push({ kind: 'date', start: word.start, end: word.end })
      continue
    }
    const to = numberWordsEnd(words, i, family)
    if (to === i || inName(words, i, to)) continue
    const unit = words[to]
    const isQuantity =
      unit?.join === 'space' && (family === 'turkish' ? isTurkishUnit(unit.key) : ENGLISH_UNITS.has(unit.key) && unit.key !== 'second')
    const percent = family === 'turkish' && words[i - 1]?.key === 'yüzde'
    const end = isQuantity ? unit.end : words[to - 1]!.end
    spans.push({ kind: isQuantity || percent ? 'quantity' : 'number', start: percent ? words[i - 1]!.start : word.start, end })
    i = isQuantity ? to : to - 1
  }
  return spans
}

/** "Seven Samurai": a capitalised number word beside a capitalised word belongs to a name. */
function inName(words: readonly Word[], from: number, to: number): boolean {
  const next = words[to]
  return isCapital(words[from]!) && ((next?.join === 'space' && isCapital(next)) || !words[from]!.opens)
}

function isCalendarWord(words: readonly Word[], index: number, family: Family): boolean {
  const word = words[index]!
  if (word.shape !== 'initial' && word.shape !== 'upper') return false
  const before = words[index - 1]
  const next = words[index + 1]
  if (next?.join === 'space' && isCapital(next) && !ENGLISH_CALENDAR.has(next.key) && !TURKISH_CALENDAR.has(next.key)) return false
  if (family === 'turkish') return TURKISH_CALENDAR.has(word.key) && !(word.opens && word.key === 'pazar')
  if (word.shape !== 'initial') return false
  if (ENGLISH_CALENDAR.has(word.key)) return before?.join !== 'space' || !isCapital(before) || before.opens
  return (
    family === 'english' &&
    ENGLISH_CALENDAR_DOUBTFUL.has(word.key) &&
    word.join === 'space' &&
    before !== undefined &&
    ENGLISH_BEFORE_MONTH.has(before.key)
  )
}

/** Two ordered lists made one; of two that overlap, the one of the second list goes. */
function merged(first: readonly NumberSpan[], second: readonly NumberSpan[]): NumberSpan[] {
  const all: NumberSpan[] = []
  let i = 0
  for (const span of second) {
    while (i < first.length && first[i]!.end <= span.start) all.push(first[i++]!)
    if (i < first.length && first[i]!.start < span.end) continue
    if (all.length > 0 && all.at(-1)!.end > span.start) continue
    all.push(span)
  }
  while (i < first.length) all.push(first[i++]!)
  return all
}

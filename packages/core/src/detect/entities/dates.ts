/** Dates, times, years, decades and centuries that begin at a digit or at the name of a month. */
import { foldCase } from '../../language/fold-case.ts'
import { MONTHS } from './lexicon/dates-and-units.ts'

const D = '\\p{Nd}'
const MONTH = '(\\p{L}{3,12})\\.?'
const ORDINAL = '(?:st|nd|rd|th|er|º|ª|\\.)?'
const END = `(?!${D}|[.,]${D})`

/** Each is tried at a digit, in order; the first that matches wins. */
const SHAPES: readonly RegExp[] = [
  `${D}{4}-${D}{2}-${D}{2}(?:[T ]${D}{2}:${D}{2}(?::${D}{2}(?:[.,]${D}{1,9})?)?(?:Z|[+-]${D}{2}:?${D}{2})?)?`,
  `${D}{1,4}\\s?年(?:\\s?${D}{1,2}\\s?月(?:\\s?${D}{1,2}\\s?日)?)?`,
  `${D}{1,2}\\s?月\\s?${D}{1,2}\\s?日`,
  `${D}{1,4}년(?:\\s?${D}{1,2}월(?:\\s?${D}{1,2}일)?)?`,
  `${D}{1,2}월\\s?${D}{1,2}일`,
  `${D}{1,2}([./-])${D}{1,2}\\1(?:${D}{4}|${D}{2})`,
  `${D}{4}([./])${D}{1,2}\\1${D}{1,2}`,
  `${D}{1,2}:${D}{2}(?::${D}{2})?(?:\\s?(?:am|pm|a\\.m\\.|p\\.m\\.|AM|PM)(?!\\p{L}))?`,
  `${D}{1,2}\\s?(?:am|pm|a\\.m\\.|p\\.m\\.|AM|PM)(?!\\p{L})`,
].map((source) => new RegExp(source + END, 'uy'))

const DAY_MONTH = new RegExp(
  `${D}{1,2}${ORDINAL}(?:\\s?[-–—]\\s?${D}{1,2}${ORDINAL})?\\s+(?:of\\s+|de\\s+|d[i']\\s?)?${MONTH}(?!\\p{L})(?:,?\\s+(?:de\\s+|del\\s+)?(${D}{4})${END})?`,
  'uy',
)
const MONTH_FIRST = new RegExp(
  `${MONTH}\\s+${D}{1,2}(?:st|nd|rd|th)?(?!${D}|:|[.,]${D})(?:\\s?[-–]\\s?${D}{1,2}(?:st|nd|rd|th)?(?!${D}))?(?:,?\\s+${D}{4}${END})?`,
  'uy',
)
const MONTH_YEAR = new RegExp(`${MONTH},?\\s+(?:de\\s+|of\\s+)?${D}{4}${END}`, 'uy')

/** Names of months that are words too, or short for one: dates only with a capital ("5 may be"). */
const NEEDS_CAPITAL: ReadonlySet<string> = new Set(
  'may march mar jan feb apr jun jul aug sep sept oct nov dec ara kas eki nis tem haz oca mai ago set dez okt'.split(' '),
)

const ERA_AFTER = '(?:\\s?(?:BCE|BC|CE|AD|B\\.C\\.E\\.|B\\.C\\.|C\\.E\\.|A\\.D\\.)(?!\\p{L}))'
const CENTURY = new RegExp(
  `${D}{1,2}(?:st|nd|rd|th|\\.|e|ème|º)?[\\s-](?:century|centuries|yüzyıl\\p{L}{0,8}|yy\\.?|asır|asr\\p{L}{0,4}|Jahrhunderts?|siècle|siglo|secolo|século)(?!\\p{L})${ERA_AFTER}?`,
  'uy',
)
const DECADE = /(?:1[0-9]|20)?[0-9]0['’]?s(?!\p{L})/uy
const YEAR = new RegExp(
  `(?:1[0-9]{3}|20[0-9]{2})(?:\\s?[-–—/]\\s?(?:(?:1[0-9]{3}|20[0-9]{2})|[0-9]{2})(?![0-9]))?${ERA_AFTER}?(?![\\p{L}\\p{N}]|[.,]\\p{Nd}|\\s?[%°$€£])`,
  'uy',
)
const YEAR_OF_ERA = new RegExp(`${D}{1,4}${ERA_AFTER}`, 'uy')
const ERA_BEFORE = /(?:^|[^\p{L}])((?:AD|A\.D\.|BC|MÖ|M\.Ö\.|MS|M\.S\.|İÖ|İ\.Ö\.|İS|İ\.S\.)\s?)$/u
const ERA_YEAR = new RegExp(`${D}{1,4}(?:\\.?\\s(?:yüzyıl|yy)\\p{L}{0,8})?(?![\\p{L}\\p{N}])`, 'uy')

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : -1
}

function monthEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  const match = pattern.exec(text)
  if (match === null) return -1
  const month = match[1]!
  const key = foldCase(month)
  if (!MONTHS.has(key) || (NEEDS_CAPITAL.has(key) && /^\p{Ll}/u.test(month))) return -1
  return pattern.lastIndex
}

/** A date found in a text: UTF-16 offsets, half-open. */
export interface DateSpan {
  readonly start: number
  readonly end: number
}

/** The date, time, year, decade or century that begins at the digit at `at` (or at the era before it), or `null`. Cost: bounded. */
export function dateAtDigit(text: string, at: number): DateSpan | null {
  const withMonth = monthEnd(DAY_MONTH, text, at)
  if (withMonth >= 0) return { start: at, end: withoutDot(text, withMonth) }
  for (const shape of SHAPES) {
    const end = endOf(shape, text, at)
    if (end >= 0) return { start: at, end }
  }
  const era = ERA_BEFORE.exec(text.slice(Math.max(0, at - 8), at))
  if (era !== null) {
    const end = endOf(ERA_YEAR, text, at)
    if (end >= 0) return { start: at - era[1]!.length, end }
  }
  for (const pattern of [CENTURY, DECADE, YEAR_OF_ERA, YEAR]) {
    const end = endOf(pattern, text, at)
    if (end >= 0) return { start: at, end }
  }
  return null
}

/** The date that begins with the name of a month at `at` ("March 12, 1881", "Mart 1881"), or `null`. Cost: bounded. */
export function dateAtMonth(text: string, at: number): DateSpan | null {
  for (const pattern of [MONTH_YEAR, MONTH_FIRST]) {
    const end = monthEnd(pattern, text, at)
    if (end >= 0) return { start: at, end }
  }
  return null
}

/** A full stop after a short month at the end ("12 Mar.") may end the sentence: it is left out. */
function withoutDot(text: string, end: number): number {
  return text[end - 1] === '.' ? end - 1 : end
}

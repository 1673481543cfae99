/** Cuts a run of capitalised words into names: titles and forms of address out, an organisation apart from the place after it. */
import { ENGLISH_ORGANISATION_ENDS, ENGLISH_TITLES } from './lexicon/english-words.ts'
import { PLACES, TURKISH_COUNTRIES } from './lexicon/places.ts'
import {
  TURKISH_DIRECTIONS,
  TURKISH_HONORIFICS,
  TURKISH_OFFICE_WORDS,
  TURKISH_ORGANISATION_ENDS,
  TURKISH_PLACE_ENDS,
  TURKISH_TITLES,
} from './lexicon/turkish-titles.ts'
import type { Evidence } from './name-evidence.ts'
import { isCommonOpener, isFunctionWord, type Family } from './name-rules.ts'
import { isGivenName, isPeople } from './known-names.ts'
import { hasTurkishStem } from './turkish-suffix.ts'
import type { NameSpan } from './name-runs.ts'
import { isCapital, type Word } from './word.ts'

/** The names within the run `[from, to)`, in order. */
export function piecesOf(words: readonly Word[], from: number, to: number, family: Family, evidence: Evidence): NameSpan[] {
  const pieces = family === 'turkish' ? turkishPieces(words, from, to) : [withoutTitles(words, from, to)]
  const names: NameSpan[] = []
  for (const piece of pieces) {
    const trimmed = trim(words, piece, family, evidence)
    if (trimmed !== null) names.push(trimmed)
  }
  return names
}

function turkishPieces(words: readonly Word[], from: number, to: number): NameSpan[] {
  const drop = turkishTitles(words, from, to)
  const pieces: NameSpan[] = []
  let start = from
  for (let i = from; i < to; i++) {
    if (drop.has(i)) {
      if (start < i) pieces.push({ from: start, to: i })
      start = i + 1
    } else if (i + 1 < to && (endsName(words, i, to, drop) || partsAfter(words, start, i, to))) {
      pieces.push({ from: start, to: i + 1 })
      start = i + 1
    }
  }
  if (start < to) pieces.push({ from: start, to })
  return pieces
}

const MINISTER: ReadonlySet<string> = new Set(['bakani', 'bakanlari'])

/** Titles in the run, with the words of office before them, and forms of address after a name. */
function turkishTitles(words: readonly Word[], from: number, to: number): ReadonlySet<number> {
  const drop = new Set<number>()
  for (let i = from; i < to; i++) {
    const { key } = words[i]!
    if (hasTurkishStem(key, TURKISH_TITLES)) {
      drop.add(i)
      const minister = MINISTER.has(key)
      for (let j = i - 1; j >= from; j--) {
        const before = words[j]!
        const belongs =
          TURKISH_OFFICE_WORDS.has(before.key) || (minister && before.shape === 'initial' && !PLACES.has(before.key) && !drop.has(j))
        if (!belongs || !isCapital(before)) break
        drop.add(j)
      }
    } else if (TURKISH_HONORIFICS.has(key) && i > from) drop.add(i)
  }
  return drop
}

/** Whether the name ends with the word: it closes an organisation or place, and no wider one follows in the run. */
function endsName(words: readonly Word[], index: number, to: number, drop: ReadonlySet<number>): boolean {
  if (!closesName(words[index]!.key)) return false
  for (let i = index + 1; i < to && !drop.has(i); i++) {
    const next = words[i]!.key
    if (PLACES.has(next) || isGivenName(next)) return true
    if (closesName(next)) return false
  }
  return true
}

/** Whether the folded word is a kind word that closes the name of a Turkish organisation or place. */
export function closesName(key: string): boolean {
  return TURKISH_ORGANISATION_ENDS.has(key) || TURKISH_PLACE_ENDS.has(key)
}

/** Whether two names meet after the word: a country ends the run ("Frank Wormuth İtalya'ya"), or a surname in capitals was the end ("Can TÜZÜNER Microsoft"). */
function partsAfter(words: readonly Word[], start: number, index: number, to: number): boolean {
  const word = words[index]!
  const next = words[index + 1]!
  if (next.join !== 'space') return false
  if (index + 2 === to) {
    if (TURKISH_COUNTRIES.has(next.key)) return !TURKISH_DIRECTIONS.has(word.key) && isCapital(word) && !(word.opens && index === start)
    if (TURKISH_COUNTRIES.has(word.key) && next.shape === 'upper') return next.text.length > 1
  }
  const surname = word.shape === 'upper' && next.shape === 'initial' && index > start && words[index - 1]!.shape === 'initial'
  return surname && (word.text.length > 3 || isGivenName(words[index - 1]!.key))
}

function withoutTitles(words: readonly Word[], from: number, to: number): NameSpan {
  if (ENGLISH_ORGANISATION_ENDS.has(words[to - 1]!.key)) return { from, to }
  let start = from
  while (start < to - 1 && ENGLISH_TITLES.has(words[start]!.key) && isCapital(words[start + 1]!)) start += 1
  return { from: start, to }
}

/** Takes off what is no part of the name at its two ends; `null` where nothing is left. */
function trim(words: readonly Word[], piece: NameSpan, family: Family, evidence: Evidence): NameSpan | null {
  let { from, to } = piece
  while (to > from && !isCapital(words[to - 1]!) && words[to - 1]!.shape !== 'number') to -= 1
  while (from < to && (!isCapital(words[from]!) || (to - from > 1 && dropsAtStart(words, from, to, family, evidence)))) from += 1
  return to > from ? { from, to } : null
}

function endsAsOrganisation(key: string): boolean {
  return closesName(key) || ENGLISH_ORGANISATION_ENDS.has(key)
}

/** Whether the first word of a piece of several is no part of the name. */
function dropsAtStart(words: readonly Word[], from: number, to: number, family: Family, evidence: Evidence): boolean {
  const word = words[from]!
  const next = words[from + 1]!
  if (next.join === 'hyphen') return false
  const closed = endsAsOrganisation(words[to - 1]!.key)
  if (family === 'turkish' && TURKISH_DIRECTIONS.has(word.key) && PLACES.has(next.key)) return false
  if (isPeople(word.key, family) && !closed && isCapital(next))
    return isGivenName(next.key) || (family === 'turkish' && word.key !== 'türk')
  if (family === 'turkish' && isFunctionWord(word.key, family)) return true
  if (!word.opens || word.inHeading) return false
  if (isFunctionWord(word.key, family)) return true
  if (PLACES.has(word.key) || isGivenName(word.key) || evidence.isName(word.key)) return false
  if (
    family === 'turkish' &&
    isCapital(next) &&
    (TURKISH_DIRECTIONS.has(word.key) ? next.shape !== 'upper' : closed && isOfOffice(word.key))
  )
    return false
  return isCommonOpener(word.key, family) || evidence.isCommon(word.key)
}

const NOT_OF_OFFICE: ReadonlySet<string> = new Set(['eski', 'yeni', 'birinci', 'ikinci'])

function isOfOffice(key: string): boolean {
  return TURKISH_OFFICE_WORDS.has(key) && !NOT_OF_OFFICE.has(key)
}

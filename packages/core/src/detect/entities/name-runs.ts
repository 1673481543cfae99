import { NAME_CONNECTORS } from './lexicon/english-words.ts'
import { TURKISH_OFFICE_WORDS, TURKISH_ORGANISATION_ENDS, TURKISH_PLACE_ENDS } from './lexicon/turkish-titles.ts'
import { isKnownName } from './known-names.ts'
import { PLACES } from './lexicon/places.ts'
import type { Family } from './name-rules.ts'
import { keepsFullStop } from './sentence-boundary.ts'
import { isTurkishSuffix } from './turkish-suffix.ts'
import { isCapital, type Word } from './word.ts'

/** Connectors that mean something else in Turkish ("de", "da": too). */
const NOT_IN_TURKISH: ReadonlySet<string> = new Set(['de', 'da', 'e', 'y', 'i', 'den', 'der', 'ter', 'ben', 'al', 'el', 'le', 'do', 'av'])
/** Most small words between two capitalised ones of a name. */
const LONGEST_LINK = 3

export interface NameSpan {
  /** Indices of words, half-open. */
  readonly from: number
  readonly to: number
}

/** Index after the last word of the run of capitalised words that begins at `from`. */
export function runEnd(words: readonly Word[], from: number, family: Family, isTaken: (index: number) => boolean): number {
  let last = from
  for (;;) {
    const next = words[last + 1]
    if (next === undefined || isTaken(last + 1)) break
    if (continues(words[last]!, next, family)) {
      last += 1
      continue
    }
    const linked = linkedTo(words, last, family, isTaken)
    if (linked < 0) break
    last = linked
  }
  return last + 1
}

/** Whether the next word belongs to the run by the way it is joined. */
function continues(word: Word, next: Word, family: Family): boolean {
  if (next.shape === 'number') return next.join === 'hyphen' && word.shape !== 'number'
  if (!isCapital(next)) return false
  switch (next.join) {
    case 'space':
    case 'hyphen':
    case 'ampersand':
      return true
    case 'apostrophe':
      if (word.text.length === 1) return true
      if (next.shape === 'upper' && next.key === 's') return false
      return !(family === 'turkish' && isTurkishSuffix(next.key))
    case 'dot':
      return word.text.length <= 2
    case 'dot-space':
      return keepsFullStop(word) && (!next.opens || next.inHeading)
    case 'other':
      return false
  }
}

/** Index of the capitalised word that small connecting words link to the run's last word, or −1. */
function linkedTo(words: readonly Word[], last: number, family: Family, isTaken: (index: number) => boolean): number {
  const first = words[last + 1]
  if (first?.join !== 'space') return -1
  if (family === 'german' && !isKnownName(words[last]!.key)) return -1
  if (family === 'other' && words[last]!.opens && !isKnownName(words[last]!.key)) return -1
  if (first.key === 've' && family === 'turkish') return linkedByAnd(words, last, family, isTaken)
  if (first.key === 'and' && family === 'english') return linkedByAnd(words, last, family, isTaken)
  for (let i = last + 1; i <= last + LONGEST_LINK; i++) {
    const word = words[i]
    if (word?.join !== 'space' || isTaken(i)) return -1
    if (isCapital(word)) return i > last + 1 ? i : -1
    const hyphened = words[i + 1]
    if (ARTICLES.test(word.key) && hyphened?.join === 'hyphen' && isCapital(hyphened)) return i + 1
    if (word.shape !== 'lower') return -1
    const connects = NAME_CONNECTORS.has(word.key) || (word.key === 'the' && words[i - 1]!.key === 'of')
    if (!connects || (family === 'turkish' && NOT_IN_TURKISH.has(word.key))) return -1
  }
  return -1
}

/** The Arabic article before a hyphen: "ibn Musa al-Khwarizmi". */
const ARTICLES = /^(?:al|el|ad|as|an|ar|ash|at|az)$/

const ENGLISH_ENDS =
  /^(?:services|institute|museum|company|university|department|ministry|agency|council|commission|committee|organi[sz]ation|association|affairs|sciences|society)$/

/** "and" joins two halves of one name only where the second half ends as an organisation does and the first is not a name of its own. */
function linkedByAnd(words: readonly Word[], last: number, family: Family, isTaken: (index: number) => boolean): number {
  const next = words[last + 2]
  if (next?.join !== 'space' || !isCapital(next) || isTaken(last + 2)) return -1
  const before = words[last]!
  if (family === 'turkish' && !TURKISH_OFFICE_WORDS.has(next.key)) return -1
  if (PLACES.has(before.key) || before.shape === 'upper' || TURKISH_ORGANISATION_ENDS.has(before.key)) return -1
  let end = last + 2
  for (let step = 0; step < 4; step++) {
    const key = words[end]!.key
    if (family === 'turkish' ? TURKISH_ORGANISATION_ENDS.has(key) || TURKISH_PLACE_ENDS.has(key) : ENGLISH_ENDS.test(key))
      return end > last + 2 ? last + 2 : -1
    const after = words[end + 1]
    if (after === undefined || isTaken(end + 1) || !continues(words[end]!, after, family)) return -1
    end += 1
  }
  return -1
}

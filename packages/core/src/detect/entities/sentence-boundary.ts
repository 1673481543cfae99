import { ENGLISH_FUNCTION_WORDS } from './lexicon/english-words.ts'
import { TURKISH_FUNCTION_WORDS } from './lexicon/turkish-words.ts'
import type { Word } from './word.ts'

/** Lines at least this long that end without punctuation are taken as wrapped, not as ended. */
const WRAPPED_LINE = 50

/** Abbreviations whose full stop does not end a sentence, folded. */
const ABBREVIATIONS: ReadonlySet<string> = new Set(
  (
    'mr mrs ms dr prof st jr sr vs etc no vol fig gen col lt sgt capt cmdr adm rev hon gov sen rep pres inc ltd co corp eg ie ca approx dept univ ' +
    'doc doç av sn yrd öğr gör arş uzm op müh mim alb yzb bnb tğm ütğm org korg tümg tuğg bkz örn vb vs yy sok cad mah apt blv no tel hz hst ' +
    'sra srta mme mlle hr frau fr bd'
  )
    .replaceAll('ı', 'i')
    .split(' '),
)

/** "Plan B. The …": after a small word a sentence has begun. */
function isSmallWord(key: string): boolean {
  return key.length > 1 && (ENGLISH_FUNCTION_WORDS.has(key) || TURKISH_FUNCTION_WORDS.has(key))
}

const ROMAN = /^[IVXLC]{1,6}$/
const OPENING = /(?:[\s([{,:=]|^)["']$|[“„«‹「『‘]\s?$/
/** A gap longer than this is judged by its two ends. */
const LONG_GAP = 64

/**
 * Whether a full stop after the word belongs to an initial, an abbreviation or an ordinal ("3. Ordu", "II. Abdülhamid") rather than to the end of a sentence.
 * A roman numeral after a name ("John Paul II.") is no ordinal.
 */
export function keepsFullStop(word: Word): boolean {
  if (word.shape === 'number') return word.text.length <= 2
  if (word.shape === 'upper' && word.text.length === 1) return word.join !== 'ampersand'
  if (ROMAN.test(word.text)) return !word.afterCapital
  return ABBREVIATIONS.has(word.key)
}

/**
 * Whether a sentence, line, list item or quotation begins after `gap`, the text between `previous` and the next word.
 * `nextKey` is the next word, folded; `lineLength` is the length of the line that the gap ends, where the gap holds a line break. A line break within running text that was wrapped does not count.
 */
export function boundaryBefore(previous: Word, gap: string, lineLength: number, nextKey: string): boolean {
  if (gap === ' ' || gap === '-' || gap === "'") return false
  if (gap.length > LONG_GAP)
    return gap.includes('\n') || boundaryBefore(previous, gap.slice(0, LONG_GAP / 2) + gap.slice(-LONG_GAP / 2), lineLength, nextKey)
  const line = gap.indexOf('\n')
  if (line >= 0) {
    const wrapped = line === 0 && lineLength >= WRAPPED_LINE && /^\r?\n[ \t]*$/.test(gap)
    return !wrapped
  }
  if (/[。！？؟।…•·]/.test(gap)) return true
  if (/\s\/\s/.test(gap)) return true
  if (/[!?][)\]"'”’»*_]*\s/.test(gap)) return true
  if (gap === '. ') return !keepsFullStop(previous) || (previous.shape !== 'number' && isSmallWord(nextKey))
  if (/\.[)\]"'”’»*_]*\s/.test(gap)) return true
  if (/[:：][*_]*(?:\s|["“„«])/.test(gap)) return true
  return OPENING.test(gap)
}

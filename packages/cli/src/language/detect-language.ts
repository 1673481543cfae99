import type { DetectedLanguage, LanguageDetector } from '@logitscope/core'
import { readGramTable, type GramTable } from './gram-table.ts'
import { scaledScore, scoreLanguages } from './score-languages.ts'

/** Longer texts do not get surer, only slower. */
const MOST_CHARACTERS = 240
const FEWEST_LETTERS = 16
const FEWEST_WORDS = 4
/** Of the score of a usual text in the language; below it, texts are too short, or of something else. */
const SURE = 0.75
/** By how much the best language must be ahead. */
const AHEAD = 0.01
const FEWEST_GRAMS = 3

const letters = (text: string): number => text.match(/\p{L}/gu)?.length ?? 0

function halves(text: string): readonly [string, string] | null {
  const words = text.split(/\s+/).filter((word) => word !== '')
  if (words.length >= FEWEST_WORDS) {
    const middle = words.length >> 1
    return [words.slice(0, middle).join(' '), words.slice(middle).join(' ')]
  }
  // Scripts without spaces between words.
  const characters = text.match(/\p{Lo}/gu) ?? []
  if (characters.length < 8) return null
  const middle = characters.length >> 1
  return [characters.slice(0, middle).join(''), characters.slice(middle).join('')]
}

interface Best extends DetectedLanguage {
  /** It scores like a usual text of its language, and ahead of all others. */
  readonly isSure: boolean
}

/** Azerbaijani is close to Turkish, and has one letter that Turkish has not. */
const AZERBAIJANI = /[əƏ]/

/** The language of the highest score. `mayBe`: languages that others rule out are left out. */
function best(table: GramTable, text: string, mayBe: (tag: string) => boolean): Best | null {
  const { sums, grams } = scoreLanguages(table, text)
  let first = -1
  let second = 0
  for (let i = 0; i < sums.length; i++) {
    if (!mayBe(table.languages[i]!)) continue
    if (first < 0 || sums[i]! > sums[first]!) {
      second = first < 0 ? 0 : sums[first]!
      first = i
    } else if (sums[i]! > second) second = sums[i]!
  }
  if (first < 0 || sums[first] === 0) return null
  const confidence = scaledScore(sums[first]!, grams)
  const isSure = grams >= FEWEST_GRAMS && confidence >= SURE * table.averages[first]! && confidence - scaledScore(second, grams) >= AHEAD
  return { tag: table.languages[first]!, confidence, isSure }
}

function guess(text: string, table: GramTable): DetectedLanguage | null {
  const start = text.slice(0, MOST_CHARACTERS)
  // Names are no evidence, and neither is the hundredth copy of a word: JSON keys and loops say little about the language.
  const plain = [...new Set(start.split(/\s+/).filter((word) => /^[^\p{L}]*[\p{Ll}\p{Lo}]/u.test(word)))].join(' ')
  if (letters(plain) < FEWEST_LETTERS) return null
  const ruledOut = AZERBAIJANI.test(text) ? 'tr' : 'az'
  const top = (part: string): Best | null => best(table, part, (tag) => tag !== ruledOut)
  const parts = halves(plain)
  if (parts !== null) {
    const [first, second] = [top(parts[0]), top(parts[1])]
    if (first !== null && first.tag === second?.tag) return { tag: first.tag, confidence: Math.min(first.confidence, second.confidence) }
  }
  const found = top(plain)
  const whole = top(start)
  return found !== null && whole?.tag === found.tag && whole.isSure && found.isSure
    ? { tag: found.tag, confidence: found.confidence }
    : null
}

/**
 * A finder of languages over the table of eld, which is misled by names and short texts like any other: its guess counts only where both halves of
 * the text give the same, capitalised words left out, or where it is sure and agrees with itself without those words. The table is read when it is
 * asked for.
 */
export async function loadLanguageDetector(): Promise<LanguageDetector> {
  const table = await readGramTable()
  return { detect: (text) => guess(text, table) }
}

// The algorithm of eld 2.1 (Nito T.M., Apache-2.0, https://github.com/nitotm/efficient-language-detector-js): each word gives grams of four UTF-8
// bytes, three apart, with a space where it begins or ends; each gram counts once, and the scores of all that the table knows are added up.
import { findGram, type GramTable } from './gram-table.ts'

/** Everything between words; an apostrophe at its end belongs to a word. */
const SEPARATORS = /[^\p{L}]+(?<!['`’])/gu
const SPACE = 0x20
const GRAM = 4
const STRIDE = 3
/** No more than this of a word, in bytes. */
const LONGEST_WORD = 70
/** A text ends with the first word behind these bytes, and anyhow a little later. */
const ENOUGH_BYTES = 350
const MOST_BYTES = 380
/** What each pair of the table is short of: its scores are stored smaller. */
const BASE_SCORE = 53
/** Makes the mean score of a gram a number from 0 to 1. */
const SCALE = 25

const encoder = new TextEncoder()
const bytes = new Uint8Array(4 * (MOST_BYTES + 4))

/** What languages score for a text. */
export interface LanguageScores {
  /** In the order of the table. */
  readonly sums: Float64Array
  /** Distinct grams of the text, known or not. */
  readonly grams: number
}

/** Adds the key of a gram: the bytes `[from, to)`, with a space before or behind where a word begins or ends. */
function addKey(keys: Set<number>, from: number, to: number, isFirst: boolean, isLast: boolean): void {
  let key = isFirst ? SPACE : 0
  for (let i = from; i < to; i++) key = key * 256 + bytes[i]!
  keys.add(isLast ? key * 256 + SPACE : key)
}

function addWord(keys: Set<number>, from: number, to: number): void {
  const end = Math.min(to, from + LONGEST_WORD)
  let at = from
  for (; at + GRAM < end; at += STRIDE) addKey(keys, at, at + GRAM, at === from, false)
  addKey(keys, Math.max(from, end - GRAM), end, at === from, true)
}

/** The distinct grams of a text. */
function gramsOf(text: string): ReadonlySet<number> {
  const keys = new Set<number>()
  const plain = text.slice(0, MOST_BYTES).replace(SEPARATORS, ' ').trim().toLowerCase()
  const { written } = encoder.encodeInto(plain, bytes)
  let from = 0
  for (let i = 0; i <= written; i++) {
    if (i < written && bytes[i] !== SPACE) continue
    if (i > from) addWord(keys, from, i)
    from = i + 1
    if (i > ENOUGH_BYTES) break
  }
  return keys
}

/** Scores the languages of the table for a text; all zero where it has no letter. Cost: some µs a hundred characters. */
export function scoreLanguages(table: GramTable, text: string): LanguageScores {
  const keys = gramsOf(text)
  const sums = new Float64Array(table.languages.length)
  for (const key of keys) {
    const gram = findGram(table, key)
    if (gram < 0) continue
    const end = table.starts[gram + 1]!
    for (let i = table.starts[gram]!; i < end; i++) sums[table.pairLanguages[i]!]! += table.pairScores[i]! + BASE_SCORE
  }
  return { sums, grams: keys.size }
}

/** A sum as a number from 0 to 1 that texts of any length share. */
export function scaledScore(sum: number, grams: number): number {
  return sum / (sum + SCALE * grams)
}

/** What surrounds a run of copies. */
import type { Piece } from '../piece-text.ts'

export interface UnitContext {
  /** The tokens before the run, nearest first from 1 on; `null` where none is known any more. */
  readonly before: (back: number) => Piece | null
  /** Whether white space was seen among the tokens: if not, words cannot be told from pieces of words, nor lines from each other. */
  readonly spaced: boolean
}

const LETTER = /\p{L}/u
const MARKUP =
  /[{}[\]<>=|\\_#~^`@*+\u2500-\u259f]|\(\s*\)|\)\s*;|\(\s*["']|["']\s*\)|[A-Za-z0-9_]\(|\.\s?\p{Ll}[\p{L}\p{N}_]*\s?\(|\/\s*\/|%\s?[\d.]*[a-z](?!\p{L})|;\s*(?:\n|$)/u
/** Figures of a dump: numbers in base 16, and pairs of its digits. */
const FIGURE = /^(?:0x)?[\da-f]*\d[\da-f]*$|^[\da-f]{2}$/i
const DUMP = /^(?:0x)?[\da-f]{2,8}$|^:$/i
/** A line is a sentence where at least this many of its pieces hold letters for each one that holds none. */
const WORDS_PER_MARK = 2
/** Tokens before a run that are looked at. */
export const TOKENS_BEFORE = 1024

/** Whether a text holds what programs, markup and tables are made of and sentences are not. */
export function hasMarkup(text: string): boolean {
  return MARKUP.test(text)
}

/** A token's text as people read it: vocabulary signs for white space (`Ġ`, `▁`, `Ċ`, `ĉ`) become white space. */
export function readable(text: string): string {
  return /[Ġ▁Ċĉ]/.test(text) ? text.replace(/[Ġ▁]/g, ' ').replaceAll('Ċ', '\n').replaceAll('ĉ', '\t') : text
}

/** How many pieces of words (at most `needed`) stand before the run on its line; 0 where they make no sentence: markup, or too many marks. */
export function sentenceWords({ before }: UnitContext, needed: number): number {
  let words = 0
  let marks = 0
  for (let back = 1; back <= TOKENS_BEFORE; back++) {
    const token = before(back)
    if (token === null) break
    const whole = readable(token.text)
    const lineEnd = whole.lastIndexOf('\n')
    const piece = lineEnd < 0 ? whole : whole.slice(lineEnd + 1)
    if (hasMarkup(piece)) return 0
    if (LETTER.test(piece)) words += 1
    else if (piece.trim() !== '') marks += 1
    if (lineEnd >= 0 || words >= needed) break
  }
  return words >= marks * WORDS_PER_MARK ? words : 0
}

/** Whether a bracket was opened before the run and not closed again. A blank line ends the search. */
export function isInBrackets({ before }: UnitContext): boolean {
  let closed = 0
  for (let back = 1; back <= TOKENS_BEFORE; back++) {
    const token = before(back)
    if (token === null) return false
    const { text } = token
    if (text.includes('\n\n')) return false
    for (let i = text.length - 1; i >= 0; i--) {
      const character = text[i]!
      if (character === ')' || character === ']' || character === '}') closed += 1
      else if (character === '(' || character === '[' || character === '{') {
        if (closed === 0) return true
        closed -= 1
      }
    }
  }
  return false
}

/** Whether the words are figures of a dump: numbers in base 16, with another such number or an address just before. */
export function areFigures(words: ReadonlySet<string>, { before }: UnitContext): boolean {
  for (const word of words) if (!FIGURE.test(word)) return false
  return [1, 2, 3, 4].some((back) => DUMP.test(before(back)?.text.trim() ?? ''))
}

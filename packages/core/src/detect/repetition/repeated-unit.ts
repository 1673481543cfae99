/** What kind of text repeats: something that was said, or what tables, code and lists repeat by design. */
import type { Thresholds } from '../../profile/types.ts'
import { textOfPieces, type Piece } from '../piece-text.ts'

/**
 * `content`: the copies say something, again and again: a loop from the third copy on.
 * `marks`: figures and punctuation within a sentence, or what may be a list of one word: a loop a little later.
 * `structure`: scaffolding (rules, empty cells, closing tags, arrays of one value): a loop only when it is very long.
 * `blank`: white space.
 */
export type RepeatedKind = 'content' | 'marks' | 'structure' | 'blank'

export type UnitOptions = Pick<Thresholds, 'repetitionContentWords' | 'repetitionWordShare' | 'repetitionParagraphWords'>

/** What surrounds a run of copies. */
export interface UnitContext {
  /** The tokens before the run, nearest first from 1 on; `null` where none is known any more. */
  readonly before: (back: number) => Piece | null
  /** Whether white space was seen among the tokens: if not, words cannot be told from pieces of words, nor lines from each other. */
  readonly spaced: boolean
}

const LETTER = /\p{L}/u
const LETTERS = /[\p{L}\p{M}]/gu
const WORD_SIGNS = /^[\p{L}\p{M}\p{N}_]*$/u
/** Scripts whose words have no spaces between them, for use within a character class. */
export const UNSPACED_SCRIPTS =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}\\p{Script=Tibetan}'
const WRITTEN_WITHOUT_SPACES = new RegExp(`[${UNSPACED_SCRIPTS}]`, 'u')
const WORD = new RegExp(`[${UNSPACED_SCRIPTS}]|[\\p{L}\\p{M}\\p{N}]*\\p{L}[\\p{L}\\p{M}\\p{N}]*`, 'gu')
/** What programs, markup and tables are made of and sentences are not. */
const MARKUP = /[{}[\]<>=|\\_#~^`@*+\u2500-\u259f]|\(\s*\)|\)\s*;|\(\s*["']|["']\s*\)|\/\s*\/|%[\d.]*[a-z]|;\s*(?:\n|$)/u
/** Figures, the marks of sentences, and pictures: the only letterless pieces that a sentence has. */
const SENTENCE_MARKS = /^[\p{N}\p{Extended_Pictographic}\p{Emoji_Component}\s,.;:!?'"“”‘’„«»…()、。，！？；：·–—%$€£₺]*$/u
const LEADERS = /^[\s.…·]*$/u
const SEPARATOR = /[,;\t\n]/u
/** A line is a sentence where at least this many of its pieces hold letters for each one that holds none. */
const WORDS_PER_MARK = 2
/** Tokens before a run that are looked at. */
export const TOKENS_BEFORE = 1024

/** A token's text as people read it: vocabulary signs for white space (`Ġ`, `▁`, `Ċ`, `ĉ`) become white space. */
function readable(text: string): string {
  return /[Ġ▁Ċĉ]/.test(text) ? text.replace(/[Ġ▁]/g, ' ').replaceAll('Ċ', '\n').replaceAll('ĉ', '\t') : text
}

/** How many pieces of words stand before the run on its line; 0 where the line is no sentence: markup in it, or too few words for its marks. */
function sentenceWords({ before }: UnitContext, needed: number): number {
  let words = 0
  let marks = 0
  for (let back = 1; back <= TOKENS_BEFORE; back++) {
    const token = before(back)
    if (token === null) break
    const whole = readable(token.text)
    const lineEnd = whole.lastIndexOf('\n')
    const piece = lineEnd < 0 ? whole : whole.slice(lineEnd + 1)
    if (MARKUP.test(piece)) return 0
    if (LETTER.test(piece)) words += 1
    else if (piece.trim() !== '') marks += 1
    if (lineEnd >= 0 || (words >= needed && words >= marks * WORDS_PER_MARK)) break
  }
  return words >= marks * WORDS_PER_MARK ? words : 0
}

/** Whether a bracket was opened before the run and not closed again. A blank line ends the search. */
function isInBrackets({ before }: UnitContext): boolean {
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

/** Whether the unit, repeated, is a list of single words or values: nothing with a space in it between two separators. */
function isListOfValues(unit: string): boolean {
  const items = `${unit}${unit}`.split(SEPARATOR).slice(1, -1)
  return items.length > 0 && items.every((item) => !/\s/.test(item.trim()))
}

/**
 * The kind of a repeated unit, from the texts of its tokens and what stands before the first copy. The first that holds:
 *
 * 1. only white space: `blank`;
 * 2. `repetitionContentWords` different words: `content`, whatever stands between them;
 * 3. words without markup, with `repetitionParagraphWords` words before them on their line, no list in brackets: `content`;
 * 4. no letter: `marks` where figures and punctuation stand in a sentence (half as many words before them, leaders all of them), else `structure`;
 * 5. markup around few letters (their share of the visible characters below `repetitionWordShare`), or cells between bars: `structure`;
 * 6. not a word, and no white space anywhere in it where the answer else has some: `structure`;
 * 7. single values in brackets, or one a line: `structure`;
 * 8. one word and its punctuation where the tokens carry no white space, so that the layout is not known: `marks`;
 * 9. `content`.
 */
export function kindOfUnit(pieces: readonly Piece[], context: UnitContext, options: UnitOptions): RepeatedKind {
  const unit = context.spaced ? readable(textOfPieces(pieces)) : pieces.map(({ text }) => text).join(' ')
  const visible = unit.replace(/[\s\uFFFD]+/gu, '')
  if (visible === '') return unit.trim() === '' && pieces.some(({ text }) => text !== '') ? 'blank' : 'content'
  const words = new Set(unit.match(WORD)).size
  if (words >= options.repetitionContentWords) return 'content'
  const letters = unit.match(LETTERS)?.length ?? 0
  const hasMarkup = MARKUP.test(unit)
  const isList = isListOfValues(unit)
  const needed = options.repetitionParagraphWords
  const isBracketed = isList && isInBrackets(context)
  const isSaid = !hasMarkup && !isBracketed && (letters > 0 || SENTENCE_MARKS.test(unit))
  const wordsBefore = isSaid ? sentenceWords(context, needed) : 0
  if (letters === 0) return isSaid && wordsBefore >= (LEADERS.test(unit) ? needed : needed / 2) ? 'marks' : 'structure'
  if (isSaid && wordsBefore >= needed) return 'content'
  const isWord = WORD_SIGNS.test(visible)
  if (hasMarkup && !isWord && (unit.includes('|') || letters < options.repetitionWordShare * Array.from(visible).length)) return 'structure'
  if (context.spaced && !isWord && !/\s/.test(unit) && !WRITTEN_WITHOUT_SPACES.test(unit)) return 'structure'
  if (isBracketed || (isList && /[\n\t]/.test(unit))) return 'structure'
  return !context.spaced && words <= 1 && !isWord ? 'marks' : 'content'
}

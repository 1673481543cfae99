/** What kind of text repeats: something that was said, or what tables, code and lists repeat by design. */
import type { Thresholds } from '../../profile/types.ts'
import { textOfPieces, type Piece } from '../piece-text.ts'
import { areFigures, hasMarkup, isInBrackets, readable, sentenceWords, type UnitContext } from './unit-context.ts'
import { areFields, FIELD_WORDS, isListOfValues, isWrittenWithoutSpaces, wordsIn } from './unit-shape.ts'

/**
 * `content`: the copies say something, again and again: a loop from the third copy on.
 * `marks`: figures and punctuation within a sentence: a loop a little later.
 * `structure`: scaffolding (rules, empty cells, closing tags, arrays of one value): a loop only when it is very long.
 * `blank`: white space.
 */
export type RepeatedKind = 'content' | 'marks' | 'structure' | 'blank'

export type UnitOptions = Pick<Thresholds, 'repetitionContentWords' | 'repetitionWordShare' | 'repetitionParagraphWords'>

const LETTERS = /[\p{L}\p{M}]/gu
const WORD_SIGNS = /^[\p{L}\p{M}\p{N}_]*$/u
/** Figures, the marks of sentences, and pictures: the only letterless pieces that a sentence has. */
const SENTENCE_MARKS = /^[\p{N}\p{Extended_Pictographic}\p{Emoji_Component}\s,.;:!?'"“”‘’„«»…()、。，！？；：·–—%$€£₺]*$/u
const LEADERS = /^[\s.…·]*$/u
/** Markdown's signs around words: they make no markup of a sentence. */
const EMPHASIS = /(?<=[\p{L}\p{N}.,:;!?])(?:\*\*|`)|(?:\*\*|`)(?=[\p{L}\p{N}])/gu

/**
 * The kind of a repeated unit, from the texts of its tokens and what stands before the first copy. The first that holds:
 *
 * 1. only white space: `blank`;
 * 2. `repetitionContentWords` different words: `content`, whatever stands between them;
 * 3. words without markup, with `repetitionParagraphWords` words before them on their line, no list in brackets: `content`;
 * 4. no letter (figures in base 16 included): `marks` where figures and punctuation stand in a sentence (half as many words before them;
 *    dots: all of them), else `structure`;
 * 5. markup around few letters (their share of the visible characters below `repetitionWordShare`), or cells between bars: `structure`;
 * 6. not a word, and no white space anywhere in it where the answer else has some: `structure`;
 * 7. single values in brackets, one a line, or fields without any space at their separators: `structure`;
 * 8. a few words and punctuation where the tokens carry no white space, so that the layout is not known: `structure`;
 * 9. `content`.
 */
export function kindOfUnit(pieces: readonly Piece[], context: UnitContext, options: UnitOptions): RepeatedKind {
  const unit = (context.spaced ? readable(textOfPieces(pieces)) : pieces.map(({ text }) => text).join(' ')).replace(EMPHASIS, '')
  const visible = unit.replace(/[\s\uFFFD]+/gu, '')
  if (visible === '') return unit.trim() === '' && pieces.some(({ text }) => text !== '') ? 'blank' : 'content'
  const words = wordsIn(unit)
  if (words.size >= options.repetitionContentWords) return 'content'
  const letters = areFigures(words, context) ? 0 : (unit.match(LETTERS)?.length ?? 0)
  const isMarkedUp = hasMarkup(`${unit}${context.spaced ? '' : ' '}${unit}`)
  const isList = isListOfValues(unit)
  const needed = options.repetitionParagraphWords
  const isBracketed = isList && isInBrackets(context)
  const isSaid = !isMarkedUp && !isBracketed && !unit.includes('\t') && (letters > 0 || SENTENCE_MARKS.test(unit))
  const wordsBefore = isSaid ? sentenceWords(context, needed) : 0
  if (letters === 0) {
    const isMarks = isSaid && context.spaced && wordsBefore >= (LEADERS.test(unit) ? needed : needed / 2)
    return isMarks ? 'marks' : 'structure'
  }
  if (isSaid && wordsBefore >= needed) return 'content'
  const isWord = WORD_SIGNS.test(visible)
  if (isMarkedUp && !isWord && (unit.includes('|') || letters < options.repetitionWordShare * Array.from(visible).length))
    return 'structure'
  if (context.spaced && !isWord && !/\s/.test(unit) && !isWrittenWithoutSpaces(unit)) return 'structure'
  if (isBracketed || (isList && /[\n\t]/.test(unit)) || (context.spaced && areFields(unit))) return 'structure'
  const mayBeField = words.size === 1 || pieces.length <= FIELD_WORDS + 1
  return !context.spaced && !isWord && mayBeField ? 'structure' : 'content'
}

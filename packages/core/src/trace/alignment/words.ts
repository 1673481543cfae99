/** Words of a text. */

export interface Word {
  /** UTF-16 offsets, half-open. */
  readonly start: number
  readonly end: number
}

/**
 * Letters, marks and digits, joined across one apostrophe, hyphen, dot or comma that stands between them: `don't`, `Ankara'nın`, `3.14`,
 * `e-mail`; or a run of emoji with their joiners and modifiers.
 */
const WORD =
  /[\p{L}\p{M}\p{N}\p{Pc}]+(?:['’ʼ\-.,·:][\p{L}\p{M}\p{N}\p{Pc}]+)*|\p{Extended_Pictographic}(?:[\u{FE0F}\u{200D}\p{Emoji_Modifier}]|\p{Extended_Pictographic})*/gu
/** Scripts that write no space between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー々〆]+/gu

interface Segmenter {
  segment: (text: string) => Iterable<{ segment: string; index: number }>
}

let segmenter: Segmenter | null | undefined

/** The platform's dictionary-based segmenter, where there is one. */
function dictionary(): Segmenter | null {
  if (segmenter === undefined) {
    const { Segmenter: Platform } = Intl as { Segmenter?: new (locale: undefined, options: { granularity: 'word' }) => Segmenter }
    segmenter = Platform === undefined ? null : new Platform(undefined, { granularity: 'word' })
  }
  return segmenter
}

/** Adds the words of a run without spaces: by the dictionary, else character by character. */
function addUnspaced(run: string, at: number, words: Word[]): void {
  const found = dictionary()
  let start = at
  for (const piece of found === null ? run : found.segment(run)) {
    const length = typeof piece === 'string' ? piece.length : piece.segment.length
    words.push({ start, end: start + length })
    start += length
  }
}

/** Longest run handed to the platform's dictionary at once. */
const LONGEST_RUN = 4096

/**
 * The words of a text in order: runs of letters and digits, joined across an inner apostrophe, hyphen, dot or comma; Chinese, Japanese, Thai
 * and their like by the platform's dictionary where it has one, else by characters. Punctuation and white space belong to no word.
 * Empty text: none. Cost: linear.
 */
export function wordsOf(text: string): readonly Word[] {
  const words: Word[] = []
  for (const match of text.matchAll(WORD)) {
    const [found] = match
    let from = 0
    for (const { 0: run, index } of found.matchAll(UNSPACED)) {
      if (index > from) words.push({ start: match.index + from, end: match.index + index })
      for (let piece = 0; piece < run.length; piece += LONGEST_RUN)
        addUnspaced(run.slice(piece, piece + LONGEST_RUN), match.index + index + piece, words)
      from = index + run.length
    }
    if (found.length > from) words.push({ start: match.index + from, end: match.index + found.length })
  }
  return words
}

/** A word of a text, with what the rules of the entity finder ask about it. */

/** `initial`: Ankara; `upper`: TBMM, A; `mixed`: McDonald; `camel`: getName; `number`: starts with a digit; `uncased`: a script without capitals. */
export type Shape = 'lower' | 'initial' | 'upper' | 'mixed' | 'camel' | 'number' | 'uncased'

/** What stands between a word and the one before it. */
export type Join = 'space' | 'hyphen' | 'apostrophe' | 'dot' | 'dot-space' | 'ampersand' | 'other'

export interface Word {
  readonly start: number
  readonly end: number
  readonly text: string
  /** Folded for look-ups, see `foldCase`. */
  readonly key: string
  readonly shape: Shape
  readonly join: Join
  /** Where a capital says nothing: first in the text, a sentence, a line, a quotation, or anywhere in a heading. */
  readonly opens: boolean
  /** In a heading or a line in capitals, where every word may have a capital. */
  readonly inHeading: boolean
  /** A comma follows. */
  readonly beforeComma: boolean
  /** A capitalised word stands before it, with a space. */
  readonly afterCapital: boolean
}

/** Whether the word begins with a capital. */
export function isCapital(word: Word): boolean {
  return word.shape === 'initial' || word.shape === 'upper' || word.shape === 'mixed'
}

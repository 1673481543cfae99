/** The text alignment: where in the texts of an output each token lies. Tokens index `trace.tokens`; ranges are half-open. */
import type { OpenString, Part } from '../types.ts'

/** Which text of an output: reasoning is one text, each tool call's arguments are one (`tool:0`, `tool:1`, …). */
export type PartKey = OpenString<'content' | 'refusal' | 'reasoning' | 'tool:0'>

/**
 * How far the tokens spell the text of a part.
 * `exact`: every byte of it, without a break; only special tokens and white space at the ends are left over (and, for a tool call, the
 * tokens of its name and syntax). `partial`: some of it. `none`: no token could be placed, or there is no token.
 */
export type AlignmentStatus = 'exact' | 'partial' | 'none'

/** A range of a part's text, in UTF-16 offsets. */
export interface TextRange {
  readonly part: PartKey
  readonly start: number
  readonly end: number
}

/** A range of a part's text with the text itself. */
export interface TextSpan extends TextRange {
  readonly text: string
}

/** A range of tokens. */
export type TokenRange = readonly [start: number, end: number]

/** A word of a part's text and the tokens that spell it; `null` where none does. */
export interface AlignedWord {
  readonly start: number
  readonly end: number
  readonly text: string
  readonly tokens: TokenRange | null
}

/** A stretch of the text that no token spells, in UTF-16 offsets. */
export interface TextGap {
  readonly start: number
  readonly end: number
}

export interface PartAlignment {
  readonly key: PartKey
  readonly part: Part
  readonly text: string
  readonly status: AlignmentStatus
  /** Share of the text's bytes that tokens spell, 0 to 1; 1 for an empty text. */
  readonly coverage: number
  /** Tokens of the part that carry text and are not special. */
  readonly tokenCount: number
  /** Those of them that could not be placed; white space at the ends not counted, nor tokens after the end of a text that was cut. */
  readonly unplaced: number
  /** Stretches of the text that no token spells, in order. */
  readonly gaps: readonly TextGap[]
  /** The first place where text and tokens part: the offset in the text and the token there (`null` after the last); `null` where they never do. */
  readonly firstMismatch: { readonly offset: number; readonly token: number | null } | null
  /** Tokens go on after the end of the text: it was cut, at a stop string or by trimming. */
  readonly cut: boolean
  /** How many do, those that reach beyond the end included; special tokens and white space not counted. */
  readonly surplus: number
}

export interface Alignment {
  /** The parts that have a text or tokens: content, refusal, reasoning, tool calls in order. */
  readonly parts: readonly PartAlignment[]
  readonly part: (key: PartKey) => PartAlignment | null
  /**
   * The characters that a token spells, whole or in part: a token that ends inside a character counts that character as its own.
   * Tokens whose text was held back until a later one get the range of that one. `null` where the token could not be placed.
   */
  readonly chars: (token: number) => TextRange | null
  /** The same in UTF-8 bytes of the part's text, exact. */
  readonly bytes: (token: number) => TextRange | null
  /** The true bytes of a token whose own were lost (U+FFFD), where its neighbours leave only one possibility; else `null`. */
  readonly recoveredBytes: (token: number) => readonly number[] | null
  /** The tokens that spell any of the characters of a range, first to last; `null` where none does or the range is empty. */
  readonly tokensOf: (part: PartKey, start: number, end: number) => TokenRange | null
  /** The characters that a range of tokens spells; where they lie in several parts, those in the part of the first. `null` where none could be placed. */
  readonly charsOfTokens: (start: number, end: number) => TextSpan | null
  /** The words of a part's text with their tokens. */
  readonly words: (part: PartKey) => readonly AlignedWord[]
}

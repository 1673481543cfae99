/** Tokens that were decoded one by one by a SentencePiece tokenizer, which drops the space that each word begins with. */
import { utf8Encode } from '@logitscope/core'
import type { DraftToken } from '../../shared/draft-token.ts'

const SPACE = /\s/

/**
 * Gives tokens the white space before them in the text as a part of their bytes, where all tokens stand in the text one after another and
 * nothing but white space lies between them; else leaves all as they are. Returns the index of the first such token, and how many there were.
 * The text may go on behind the last token.
 */
export function restoreSpaces(tokens: DraftToken[], text: string): { readonly first: number; readonly count: number } | null {
  const gaps: { readonly index: number; readonly start: number; readonly end: number }[] = []
  let at = 0
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    if (token.special === true || token.text === '') continue
    if (token.bytes !== undefined) return null
    const start = at
    while (!text.startsWith(token.text, at) && at < text.length && SPACE.test(text[at]!)) at += 1
    if (!text.startsWith(token.text, at)) return null
    at += token.text.length
    if (at - start > token.text.length) gaps.push({ index: i, start, end: at })
  }
  const [first] = gaps
  if (first === undefined) return null
  for (const { index, start, end } of gaps) tokens[index]!.bytes = Array.from(utf8Encode(text.slice(start, end)))
  return { first: first.index, count: gaps.length }
}

/** Tokens written down by hand, in few words. */
import type { Alternative, Token } from '@logitscope/core'

/**
 * One token a value: texts `t0`, `t1`, … of the content; `lists[i]` holds the alternatives of the i-th as [text, logprob] pairs. `more` goes over
 * every token.
 */
export function handMadeTokens(
  values: readonly (number | null)[],
  lists: readonly (readonly (readonly [text: string, logprob: number])[])[] = [],
  more: Partial<Token> = {},
): Token[] {
  return values.map((logprob, i) => ({
    text: `t${i}`,
    logprob,
    part: 'content',
    alternatives: (lists[i] ?? []).map(([text, value]): Alternative => ({ text, logprob: value })),
    ...more,
  }))
}

/** A token's text, its bytes alone (the text is then as OpenAI escapes them), or any of its fields. */
export type TokenPiece = string | readonly number[] | Partial<Token>

/** A token of the content from what matters of it; logprob −0.1 and no alternatives unless said. */
export function handMadeToken(piece: TokenPiece): Token {
  const base: Token = { text: '', logprob: -0.1, part: 'content', alternatives: [] }
  if (typeof piece === 'string') return { ...base, text: piece }
  if (!Array.isArray(piece)) return { ...base, ...(piece as Partial<Token>) }
  const bytes = piece as readonly number[]
  return { ...base, text: bytes.map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join(''), bytes }
}

/** A token whose bytes the provider lost. */
export const lostToken: Partial<Token> = { text: '\uFFFD', bytes: [239, 191, 189] }

import type { Alignment, TokenRange } from '../../trace/alignment/index.ts'
import { bytesAreReplaced } from '../../trace/token-identity.ts'
import type { Token } from '../../trace/types.ts'
import { partOfToken } from '../to-detection.ts'

export interface LostCharacter {
  readonly tokens: TokenRange
  readonly text: string
}

/** Replacement characters, and halves of surrogate pairs without the other half. */
const MAY_BE_LOST = /[\uFFFD\uD800-\uDFFF]/
const LOST = /(?:\uFFFD|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF])+/g

/**
 * Whether the tokens may be parts of whole characters that only their reporting lost: two or more neighbours, each with a U+FFFD of its own
 * and no true bytes, in a text that was put together from them.
 */
function mayBeParts(tokens: readonly Token[], [start, end]: TokenRange): boolean {
  if (end - start < 2) return false
  for (let i = start; i < end; i++) {
    const { text, bytes } = tokens[i]!
    if (!text.includes('\uFFFD') || (bytes !== undefined && bytes.length > 0 && !bytesAreReplaced(bytes))) return false
  }
  return true
}

/** The tokens of a part that lie between two places of its text without having a place themselves; `null` where there are none. */
function unplacedBetween(tokens: readonly Token[], alignment: Alignment, part: string, start: number, stop: number): TokenRange | null {
  const first =
    start === 0 ? tokens.findIndex((token) => partOfToken(token) === part) : (alignment.tokensOf(part, start - 1, start)?.[1] ?? -1)
  const end = alignment.tokensOf(part, stop, stop + 1)?.[0] ?? -1
  return first >= 0 && first < end ? [first, end] : null
}

/**
 * Characters that the model broke: U+FFFD (or half of a surrogate pair) in a text itself, not only in the tokens' report of it, with the tokens
 * that spell it, or that stand where it is. One at the very end is a character that the answer's end cut; it is left out, as is one that
 * nothing says the tokens of. Cost: linear in the texts.
 */
export function lostCharacters(tokens: readonly Token[], alignment: Alignment): LostCharacter[] {
  const found: LostCharacter[] = []
  for (const { key, text } of alignment.parts) {
    if (!MAY_BE_LOST.test(text)) continue
    const end = text.trimEnd().length
    for (const match of text.matchAll(LOST)) {
      const stop = match.index + match[0].length
      if (stop >= end) continue
      const range = alignment.tokensOf(key, match.index, stop) ?? unplacedBetween(tokens, alignment, key, match.index, stop)
      if (range !== null && !mayBeParts(tokens, range)) found.push({ tokens: range, text: match[0] })
    }
  }
  return found
}

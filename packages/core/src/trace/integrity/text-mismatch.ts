/** Text that the tokens do not spell. */
import type { Alignment, PartAlignment } from '../alignment/types.ts'
import type { EvidenceIssue, FinishReason } from '../types.ts'

export interface TextFacts {
  readonly finish: FinishReason
  /** UTF-16 length of the text's beginning that the caller wrote: an assistant message that the answer goes on with. */
  readonly prefill?: number
}

/** What is wrong with one part, in words; `null` where nothing is. */
function wordsFor(part: PartAlignment, { finish, prefill = 0 }: TextFacts): string | null {
  if (part.tokenCount === 0) return null
  const known = part.part === 'content' && prefill > 0 ? prefill : 0
  const gaps = part.gaps.filter(({ end }) => end > known)
  const isBent = part.firstMismatch !== null && (part.firstMismatch.offset > 0 || known === 0 || gaps.length > 0 || part.unplaced > 0)
  const found: string[] = []
  if (part.status === 'none') found.push('no token fits')
  else {
    if (part.unplaced > 0) found.push(`${part.unplaced} of ${part.tokenCount} tokens fit nowhere`)
    if (gaps.length > 0)
      found.push(`${gaps.reduce((sum, { start, end }) => sum + end - start, 0)} of ${part.text.length} characters have no token`)
    // A stop sequence ends the text before the tokens; a text cut by length loses at most the pieces of a character.
    if (part.cut && finish !== 'stop' && finish !== 'tool-calls' && !(finish === 'length' && part.surplus < 4))
      found.push('tokens go on after its end')
    if (found.length === 0 && isBent) found.push('white space differs')
  }
  return found.length === 0 ? null : `${part.key}: ${found.join(', ')}`
}

/**
 * Parts whose text the tokens do not spell, from their alignment: text without tokens, tokens without text. A part without any token that
 * carries text is no mismatch (no logprobs came for it), nor are white space that was trimmed off, special tokens, a prefill that is known, and
 * what follows a stop sequence. `count` is the number of such parts, `at` the first token that does not fit.
 */
export function findTextMismatch(alignment: Alignment, facts: TextFacts): EvidenceIssue | null {
  const found: string[] = []
  let at: number | undefined
  for (const part of alignment.parts) {
    const words = wordsFor(part, facts)
    if (words === null) continue
    found.push(words)
    at ??= part.firstMismatch?.token ?? undefined
  }
  if (found.length === 0) return null
  return { code: 'text-mismatch', count: found.length, ...(at === undefined ? {} : { at }), detail: found.join('; ') }
}

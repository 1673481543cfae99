/** Tokens that stand in one list more than once. */
import { isSameToken } from '../token-identity.ts'
import type { Alternative, EvidenceIssue, Token } from '../types.ts'

/** Longer lists are searched through a set. */
const SHORT = 24

function keyOf({ id, bytes, text }: Alternative): string {
  if (id !== undefined) return `#${id}`
  return bytes === undefined || bytes.length === 0 ? text : `:${bytes.join()}`
}

/** Entries of a list that name a token named before, by id, else by bytes, else by text. */
function repeatedIn(alternatives: readonly Alternative[]): number {
  let repeated = 0
  if (alternatives.length > SHORT) {
    const seen = new Map<string, Alternative>()
    for (const entry of alternatives) {
      const key = keyOf(entry)
      const before = seen.get(key)
      if (before === undefined) seen.set(key, entry)
      else if (isSameToken(before, entry)) repeated += 1
    }
    return repeated
  }
  for (let a = 1; a < alternatives.length; a++) {
    let b = 0
    while (b < a && !isSameToken(alternatives[b]!, alternatives[a]!)) b += 1
    if (b < a) repeated += 1
  }
  return repeated
}

/**
 * Tokens that stand in one list more than once, by id, else by bytes, else by text: their mass must not count twice. Entries that nothing
 * identifies (no text, U+FFFD) are taken as different. `count`: entries. Cost: linear in long lists.
 */
export function findDuplicateAlternatives(tokens: readonly Token[]): EvidenceIssue | null {
  let count = 0
  let at = -1
  for (let i = 0; i < tokens.length; i++) {
    const repeated = repeatedIn(tokens[i]!.alternatives)
    if (repeated > 0 && at < 0) at = i
    count += repeated
  }
  return count === 0 ? null : { code: 'duplicate-alternatives', count, at }
}

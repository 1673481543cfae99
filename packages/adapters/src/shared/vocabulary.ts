/** The size of a vocabulary that a list shows by holding all of it. */
import type { Token } from '@logitscope/core'

/** Lists shorter than this are no vocabulary. */
const SMALLEST = 128

/** Ids from 0 to the last one without a gap: the list is the whole vocabulary. `null` where no list is. */
export function vocabularyOf(tokens: readonly Token[]): number | null {
  const longest = tokens.find((token) => token.alternatives.length >= SMALLEST)?.alternatives
  if (longest === undefined) return null
  const seen = new Uint8Array(longest.length)
  for (const { id } of longest) {
    if (id === undefined || id >= longest.length || seen[id] === 1) return null
    seen[id] = 1
  }
  return longest.length
}

/**
 * Some streams send the tokens of one step again for every piece of text that the step gave, and the last of them again in the next event.
 * The true sequence is the chain of distinct blocks.
 */
import type { DraftToken } from './draft-token.ts'

const LONGEST_BLOCK = 1024
const LONGEST_LIST = 50_000

/** Numbers the tokens so that two of them have one number exactly where text, bytes and value are the same. */
function identities(tokens: readonly DraftToken[]): Int32Array {
  const known = new Map<string, number>()
  const out = new Int32Array(tokens.length)
  for (let i = 0; i < tokens.length; i++) {
    const { text, id, logprob } = tokens[i]!
    const key = `${logprob ?? 'null'} ${id ?? ''} ${text}`
    let number = known.get(key)
    if (number === undefined) known.set(key, (number = known.size))
    out[i] = number
  }
  return out
}

function isRepeated(ids: Int32Array, at: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (ids[at + i] !== ids[at + length + i]) return false
  return true
}

/**
 * Indices of the tokens that remain when every block that is followed by an identical copy is left out, the shortest block first.
 * Two equal tokens with one value to the last digit, one after another, count as a copy: compare the result with the reported count
 * before believing it. Longer than 50 000 tokens: unchanged.
 */
export function chainOfBlocks(tokens: readonly DraftToken[]): number[] {
  const kept: number[] = []
  if (tokens.length > LONGEST_LIST) return tokens.map((_, i) => i)
  const ids = identities(tokens)
  for (let at = 0; at < ids.length;) {
    const most = Math.min(LONGEST_BLOCK, (ids.length - at) >> 1)
    let length = 1
    while (length <= most && !isRepeated(ids, at, length)) length += 1
    if (length <= most) at += length
    else kept.push(at++)
  }
  return kept
}

/** Bytes that a provider lost. */
import { bytesAreReplaced } from '../token-identity.ts'
import type { EvidenceIssue, Token } from '../types.ts'
import { createTally } from './tally.ts'

function isReplaced({ text, bytes }: Pick<Token, 'text' | 'bytes'>): boolean {
  return bytes === undefined || bytes.length === 0 ? text.includes('\uFFFD') : bytesAreReplaced(bytes)
}

/**
 * Tokens and alternatives that hold U+FFFD for the pieces of a character: their true bytes are lost, and two of them cannot be told apart.
 * A token that the text itself spells as U+FFFD is what it says; `text` is all text of the output. No tokens: `null`.
 */
export function findReplacedBytes(tokens: readonly Token[], text: string): EvidenceIssue | null {
  const tally = createTally('replaced-bytes')
  const meant = text.includes('\uFFFD')
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    if (!meant && isReplaced(token)) tally.add(i)
    for (let a = 0; a < token.alternatives.length; a++) if (isReplaced(token.alternatives[a]!)) tally.add(i)
  }
  return tally.issue()
}

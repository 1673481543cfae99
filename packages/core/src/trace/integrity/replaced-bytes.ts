/** Bytes that a provider lost. */
import { bytesAreReplaced } from '../token-identity.ts'
import type { EvidenceIssue, Token } from '../types.ts'
import { incompleteTail } from '../utf8.ts'
import { createTally } from './tally.ts'

type Spelled = Pick<Token, 'text' | 'bytes'>

/** Whether a token's bytes are lost; bytes of U+FFFD are its own where `faithful`. */
function isReplaced({ text, bytes }: Spelled, faithful: () => boolean): boolean {
  if (bytes === undefined || bytes.length === 0) return text.includes('\uFFFD')
  return bytesAreReplaced(bytes) && !faithful()
}

/** Whether bytes begin or end inside a character: a provider that gives those replaces none. */
function isCut({ bytes }: Spelled): boolean {
  return bytes !== undefined && bytes.length > 0 && ((bytes[0]! & 0xc0) === 0x80 || incompleteTail(bytes) > 0)
}

/**
 * Tokens and alternatives that hold U+FFFD for the pieces of a character: their true bytes are lost, and two of them cannot be told apart.
 * A token that the text itself spells as U+FFFD is what it says; `text` is all text of the output. So is one with the bytes of U+FFFD where other
 * tokens have the bytes of cut characters. No tokens: `null`.
 */
export function findReplacedBytes(tokens: readonly Token[], text: string): EvidenceIssue | null {
  const tally = createTally('replaced-bytes')
  const meant = text.includes('\uFFFD')
  let known: boolean | null = null
  const faithful = (): boolean => (known ??= tokens.some((token) => isCut(token) || token.alternatives.some(isCut)))
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    if (!meant && isReplaced(token, faithful)) tally.add(i)
    for (let a = 0; a < token.alternatives.length; a++) if (isReplaced(token.alternatives[a]!, faithful)) tally.add(i)
  }
  return tally.issue()
}

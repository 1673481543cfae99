import { bytesAreReplaced } from '../../trace/token-identity.ts'
import type { Token } from '../../trace/types.ts'

/**
 * What a token is recognised by when it comes again: its id, else its true bytes, else its text. `null` where nothing identifies it (no text,
 * or a lost character): it then equals no other token.
 */
export function tokenKey(token: Token): number | string | null {
  if (token.id !== undefined) return token.id
  const { text, bytes } = token
  if (text !== '' && !text.includes('\uFFFD')) return text
  return bytes === undefined || bytes.length === 0 || bytesAreReplaced(bytes) ? null : `bytes:${bytes.join()}`
}

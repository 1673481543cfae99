/** When two entries name the same token. */
import type { Alternative, Token } from './types.ts'

const REPLACEMENT = '\uFFFD'

/** Whether the bytes are only those of the replacement character: the provider lost the true ones. */
export function bytesAreReplaced(bytes: readonly number[]): boolean {
  for (let i = 0; i + 2 < bytes.length; i++) if (bytes[i] === 0xef && bytes[i + 1] === 0xbf && bytes[i + 2] === 0xbd) return true
  return false
}

function sameBytes(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/**
 * Whether two entries are the same token: by id where both have one, else by bytes where both have true ones, else by text.
 * An empty text or one that holds U+FFFD identifies nothing: such entries are different tokens unless ids or bytes say otherwise.
 */
export function isSameToken(a: Token | Alternative, b: Token | Alternative): boolean {
  if (a.id !== undefined && b.id !== undefined) return a.id === b.id
  if (a.bytes !== undefined && b.bytes !== undefined && a.bytes.length > 0 && b.bytes.length > 0) {
    if (!bytesAreReplaced(a.bytes) && !bytesAreReplaced(b.bytes)) return sameBytes(a.bytes, b.bytes)
  }
  return a.text === b.text && a.text !== '' && !a.text.includes(REPLACEMENT)
}

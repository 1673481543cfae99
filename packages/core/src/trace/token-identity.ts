/** When two entries name the same token. */
import type { Alternative, Token } from './types.ts'

const REPLACEMENT = '\uFFFD'

/** Whether the bytes hold those of the replacement character (EF BF BD): the provider lost the true ones. */
export function bytesAreReplaced(bytes: readonly number[]): boolean {
  for (let i = 0; i + 2 < bytes.length; i++) if (bytes[i] === 0xef && bytes[i + 1] === 0xbf && bytes[i + 2] === 0xbd) return true
  return false
}

/** From the last byte on: tokens of one list often begin alike, with a space. */
function sameBytes(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false
  for (let i = a.length - 1; i >= 0; i--) if (a[i] !== b[i]) return false
  return true
}

/** Whether a text says which token it is: an empty one, or one that holds U+FFFD, fits many tokens. */
export function textIdentifies(text: string): boolean {
  return text !== '' && !text.includes(REPLACEMENT)
}

/**
 * Whether two entries are the same token: by id where both have one, else by bytes where both have true ones, else by text.
 * An empty text or one that holds U+FFFD identifies nothing: such entries are different tokens unless ids or bytes say otherwise.
 */
export function isSameToken(a: Token | Alternative, b: Token | Alternative): boolean {
  if (a.id !== undefined && b.id !== undefined) return a.id === b.id
  const left = a.bytes
  const right = b.bytes
  if (left !== undefined && right !== undefined && left.length > 0 && right.length > 0) {
    // Most pairs differ, in bytes and text: only for the others is it worth asking whether a provider replaced the bytes.
    const same = sameBytes(left, right)
    const sameText = a.text === b.text
    if (!same && !sameText) return false
    if (same && sameText) return textIdentifies(a.text) || !bytesAreReplaced(left)
    if (!bytesAreReplaced(left) && !bytesAreReplaced(right)) return same
  }
  return a.text === b.text && textIdentifies(a.text)
}

/** `indexOfChosen` of each token. */
export function placesOfChosen(tokens: readonly Token[]): Int32Array {
  const places = new Int32Array(tokens.length)
  for (let i = 0; i < tokens.length; i++) places[i] = indexOfChosen(tokens[i]!)
  return places
}

/**
 * Index of the chosen token in its own list, or −1.
 * A chosen token that nothing identifies (no id, no bytes, its text empty or holding U+FFFD) is found by equal text and equal logprob:
 * such providers list it like that, and counting it twice would invent mass.
 */
export function indexOfChosen(token: Token): number {
  const { alternatives } = token
  for (let i = 0; i < alternatives.length; i++) if (isSameToken(alternatives[i]!, token)) return i
  if (textIdentifies(token.text)) return -1
  for (let i = 0; i < alternatives.length; i++) {
    const other = alternatives[i]!
    if (other.text === token.text && other.logprob === token.logprob && (other.id === undefined || token.id === undefined)) return i
  }
  return -1
}

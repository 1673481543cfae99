/** The text and the true bytes of a token, in the ways that providers write them. */
import { bytesAreReplaced, incompleteTail, utf8Decode, utf8Encode } from '@logitscope/core'

const TOKEN_ID = /^token_id:(\d{1,9})$/
const HEX = /^[0-9a-fA-F]{2}$/

/** `spelled`: the text with the bytes' own characters where the payload gave only an id. */
export interface TokenText {
  readonly text: string
  readonly bytes: readonly number[] | null
  readonly id: number | null
  /** Bytes that were given, but are those of a replacement character. */
  readonly replaced: readonly number[] | null
  /** The bytes begin or end inside a character: the provider gives the true ones. */
  readonly cut: boolean
  /** Something was given for bytes that is no list of bytes. */
  readonly invalid: boolean
}

function isByteList(value: readonly unknown[]): value is readonly number[] {
  for (let i = 0; i < value.length; i++) {
    const byte = value[i]
    if (typeof byte !== 'number' || byte < 0 || byte > 255 || !Number.isInteger(byte)) return false
  }
  return true
}

/** The bytes behind the text `bytes:\xe2\x80` of older completions; `null` where the text is none such. */
export function prefixedBytes(text: string): number[] | null {
  if (!text.startsWith('bytes:')) return null
  const bytes: number[] = []
  let plain = ''
  let escapes = 0
  for (let i = 6; i < text.length;) {
    if (text.startsWith('\\x', i) && HEX.test(text.slice(i + 2, i + 4))) {
      for (const byte of utf8Encode(plain)) bytes.push(byte)
      plain = ''
      bytes.push(Number.parseInt(text.slice(i + 2, i + 4), 16))
      escapes += 1
      i += 4
    } else plain += text[i++]!
  }
  if (escapes === 0) return null
  for (const byte of utf8Encode(plain)) bytes.push(byte)
  return bytes
}

function isCut(bytes: readonly number[]): boolean {
  return (bytes[0]! & 0xc0) === 0x80 || (bytes[bytes.length - 1]! >= 0x80 && incompleteTail(bytes) > 0)
}

/**
 * Reads what an entry says about its token.
 * - An empty list of bytes says nothing: servers send it for tokens held back and for tokens without a rendering.
 * - The bytes of U+FFFD stand for lost ones and are left out.
 * - `token_id:42` is an id; its text is that of the bytes where these are true (and not those of the words "token_id:42").
 */
export function readTokenText(token: unknown, given: unknown): TokenText {
  const text = typeof token === 'string' ? token : ''
  const list = Array.isArray(given) ? (given as readonly unknown[]) : null
  const bytes = list !== null && list.length > 0 && isByteList(list) ? list : null
  const invalid = list === null ? given !== undefined && given !== null : list.length > 0 && bytes === null
  if (bytes === null) {
    const prefixed = text.startsWith('bytes:') ? prefixedBytes(text) : null
    const id = text.startsWith('token_id:') ? TOKEN_ID.exec(text) : null
    // An empty list beside an id: the token's text was held back, as it is for a piece of a character.
    const shown = id !== null && list?.length === 0 ? '' : text
    return { text: shown, bytes: prefixed, id: id === null ? null : Number(id[1]), replaced: null, cut: false, invalid }
  }
  if (text.startsWith('token_id:')) {
    const id = TOKEN_ID.exec(text)
    const spelled = utf8Decode(bytes)
    if (id !== null) {
      if (spelled === text) return { text, bytes: null, id: Number(id[1]), replaced: null, cut: false, invalid }
      const replaced = bytesAreReplaced(bytes) ? bytes : null
      return { text: spelled, bytes: replaced === null ? bytes : null, id: Number(id[1]), replaced, cut: false, invalid }
    }
  }
  if (bytesAreReplaced(bytes)) return { text, bytes: null, id: null, replaced: bytes, cut: false, invalid }
  return { text, bytes, id: null, replaced: null, cut: isCut(bytes), invalid }
}

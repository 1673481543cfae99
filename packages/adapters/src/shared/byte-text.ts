/** Texts as strings of bytes, one code unit a byte, so that the string functions of the platform search bytes. */
import { isIdText, utf8Encode } from '@logitscope/core'
import type { DraftToken } from './draft-token.ts'

const ASCII = /^[\0-\x7f]*$/
const UNITS_AT_ONCE = 4096

export function byteText(text: string): string {
  return ASCII.test(text) ? text : fromBytes(utf8Encode(text))
}

export function fromBytes(bytes: ArrayLike<number>): string {
  let out = ''
  for (let from = 0; from < bytes.length; from += UNITS_AT_ONCE) {
    const to = Math.min(bytes.length, from + UNITS_AT_ONCE)
    const units: number[] = []
    for (let i = from; i < to; i++) units.push(bytes[i]!)
    out += String.fromCharCode(...units)
  }
  return out
}

/** Whether each unit of a text is the byte at its place. */
function isUnitByUnit(text: string, bytes: readonly number[]): boolean {
  if (text.length !== bytes.length) return false
  for (let i = 0; i < bytes.length; i++) if (text.charCodeAt(i) !== bytes[i]) return false
  return true
}

/** The bytes of a token: its true ones, else those of its text. */
export function tokenBytes({ text, bytes }: DraftToken): string {
  if (bytes === undefined || bytes.length === 0) return byteText(text)
  return isUnitByUnit(text, bytes) ? text : fromBytes(bytes)
}

/** Whether the token's own bytes are not known: held back, replaced by U+FFFD, or only its id was given. */
export function isLost(token: DraftToken): boolean {
  if (token.bytes !== undefined && token.bytes.length > 0) return false
  return token.text === '' || token.text.includes('\ufffd') || isIdText(token.text)
}

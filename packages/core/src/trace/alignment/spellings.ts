/** The ways in which providers write the bytes of a token as text. */
import { utf8Encode } from '../utf8.ts'

const HEX = /^[0-9a-fA-F]{2}$/

/**
 * The bytes of a text in which `\xNN` stands for a byte, such as `\xe9\x9b` or ` \xe7\x90` (OpenAI, DeepSeek: a token that is a part of a
 * character), with or without the prefix `bytes:` of older completions. `null` where the text holds no such escape.
 */
export function escapedBytes(text: string): Uint8Array | null {
  const start = text.startsWith('bytes:') ? 6 : 0
  if (!text.includes('\\x', start)) return null
  const bytes: number[] = []
  let plainFrom = start
  let escapes = 0
  for (let at = text.indexOf('\\x', start); at >= 0; at = text.indexOf('\\x', at)) {
    const digits = text.slice(at + 2, at + 4)
    if (HEX.test(digits)) {
      pushAll(bytes, utf8Encode(text.slice(plainFrom, at)))
      bytes.push(Number.parseInt(digits, 16))
      plainFrom = at + 4
      escapes += 1
      at = plainFrom
    } else at += 2
  }
  if (escapes === 0) return null
  pushAll(bytes, utf8Encode(text.slice(plainFrom)))
  return Uint8Array.from(bytes)
}

function pushAll(bytes: number[], more: Uint8Array): void {
  for (const byte of more) bytes.push(byte)
}

/** The byte that stands behind a character of the byte-level BPE alphabet (GPT-2 `bytes_to_unicode`), or −1. */
function bpeByte(unit: number): number {
  if ((unit >= 0x21 && unit <= 0x7e) || (unit >= 0xa1 && unit <= 0xac) || (unit >= 0xae && unit <= 0xff)) return unit
  if (unit >= 0x100 && unit <= 0x120) return unit - 0x100
  if (unit >= 0x121 && unit <= 0x142) return unit - 0x121 + 0x7f
  return unit === 0x143 ? 0xad : -1
}

/** The bytes behind a token as byte-level BPE vocabularies write it (`Ġthe`, `Ċ`, `Ã©`); `null` where a character is not of that alphabet. */
export function bpeBytes(text: string): Uint8Array | null {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    const byte = bpeByte(text.charCodeAt(i))
    if (byte < 0) return null
    bytes[i] = byte
  }
  return bytes
}

/** The bytes behind a token as SentencePiece vocabularies write it: `▁` for a space, `<0xE2>` for one byte. */
export function pieceBytes(text: string): Uint8Array {
  if (text.length === 6 && text.startsWith('<0x') && text.endsWith('>') && HEX.test(text.slice(3, 5))) {
    return Uint8Array.of(Number.parseInt(text.slice(3, 5), 16))
  }
  return utf8Encode(text.replaceAll('\u2581', ' '))
}

const ID = /^token_id:\d+$/

/** Whether a text names its token by number only (vLLM `--return-tokens-as-token-ids`): it spells nothing. */
export function isIdText(text: string): boolean {
  return text.startsWith('token_id:') && ID.test(text)
}

/** A text with JSON's escapes of characters (`\\u0022`, older TGI) resolved; `null` where it holds none. */
export function unescapedText(text: string): string | null {
  if (!text.includes('\\u')) return null
  const plain = text.replace(/\\u([0-9a-fA-F]{4})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
  return plain === text ? null : plain
}

/** Which notation the token texts of a part are in: what they say, a vocabulary's marks, or numbers. */
export type Notation = 'plain' | 'bpe' | 'piece' | 'id'

/** The notation that the texts show, given the text they should spell: a mark that the text itself holds says nothing. */
export function notationOf(texts: Iterable<string>, spelled: string): Notation {
  const bpe = !spelled.includes('\u0120') && !spelled.includes('\u010A')
  const piece = !spelled.includes('\u2581')
  const id = !spelled.includes('token_id:')
  for (const text of texts) {
    if (id && isIdText(text)) return 'id'
    if (bpe && (text.includes('\u0120') || text.includes('\u010A'))) return 'bpe'
    if (piece && (text.includes('\u2581') || (text.length === 6 && text.startsWith('<0x') && !spelled.includes('<0x')))) return 'piece'
  }
  return 'plain'
}

/** Bytes of the longest text that is taken for a control token. */
export const LONGEST_CONTROL = 96

/** Whether a text looks like a control token of a chat template or a tokenizer: `<|im_end|>`, `</s>`, `<end_of_turn>`, `[INST]`. */
export function looksLikeControl(text: string): boolean {
  if (text.length < 3 || text.length > LONGEST_CONTROL) return false
  return /^<[^<>\s]+>$/.test(text) || /^\[\/?[A-Z_]{3,}\]$/.test(text)
}

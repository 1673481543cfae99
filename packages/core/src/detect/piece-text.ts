/** The text behind tokens, where single tokens may hold no more than a part of a character. */
import { escapedBytes, isIdText } from '../trace/alignment/index.ts'
import { bytesAreReplaced } from '../trace/token-identity.ts'
import type { Token } from '../trace/types.ts'
import { utf8Decode, utf8Encode } from '../trace/utf8.ts'

export type Piece = Pick<Token, 'text' | 'bytes'>

const BYTE_PIECE = /^<0x([0-9a-fA-F]{2})>$/

/** Bytes of a piece whose text does not say them: a part of a character, or a number in place of a text; else `null`. */
function hiddenBytes({ text, bytes }: Piece): ArrayLike<number> | null {
  if (text !== '' && !/[\uFFFD\\<]|token_id:/.test(text)) return null
  const isTrue = bytes !== undefined && bytes.length > 0 && !bytesAreReplaced(bytes)
  if (text === '' || text.includes('\uFFFD') || isIdText(text)) return isTrue ? bytes : null
  const single = BYTE_PIECE.exec(text)
  if (single !== null) return [Number.parseInt(single[1]!, 16)]
  const escaped = escapedBytes(text)
  // A program may hold `\x41` as text: then the bytes are those of the backslash, not what it stands for.
  return escaped !== null && isTrue && bytes.length < text.length ? bytes : null
}

/** Whether a piece is a part of a character, or names its token by number only: its text is not to be read by itself. */
export function isPartial(piece: Piece): boolean {
  return piece.text.includes('\uFFFD') || isIdText(piece.text) || hiddenBytes(piece) !== null
}

/**
 * The text of pieces one after another. Parts of a character join where their bytes are known; a part that stays alone is U+FFFD.
 * A piece that names its token by number only, without bytes, is "".
 */
export function textOfPieces(pieces: readonly Piece[]): string {
  if (!pieces.some((piece) => hiddenBytes(piece) !== null)) {
    return pieces.map(({ text }) => (isIdText(text) ? '' : text)).join('')
  }
  const bytes: number[] = []
  for (const piece of pieces) {
    const hidden = hiddenBytes(piece) ?? (isIdText(piece.text) ? [] : utf8Encode(piece.text))
    for (let i = 0; i < hidden.length; i++) bytes.push(hidden[i]!)
  }
  return utf8Decode(bytes)
}

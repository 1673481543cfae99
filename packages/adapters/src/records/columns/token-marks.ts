/** Token texts in a vocabulary's own notation (`Ġthe`, `▁the`, `<0xE2>`), as tools write them that do not decode token by token. */
import { bpeBytes, pieceBytes, utf8Decode, type Alternative } from '@logitscope/core'
import type { DraftToken } from '../../shared/draft-token.ts'

/** `bpe`: byte-level BPE (GPT-2, Llama 3, Qwen). `piece`: SentencePiece (Llama 2, Gemma, Mistral). */
export type Marks = 'plain' | 'bpe' | 'piece'

const BPE_SPACE = '\u0120'
const BPE_LINE = '\u010a'
const PIECE_SPACE = '\u2581'
const BYTE = /^<0x[0-9a-fA-F]{2}>$/

/** What the texts are written in. `text`: what they should spell, `null` where not known: then marks are believed only where no plain space is there. */
export function marksOf(texts: readonly string[], text: string | null): Marks {
  let bpe = false
  let piece = false
  for (const token of texts) {
    if (token.includes(BPE_SPACE) || token.includes(BPE_LINE)) bpe = true
    else if (token.includes(PIECE_SPACE) || BYTE.test(token)) piece = true
    if (text === null && / ./.test(token)) return 'plain'
  }
  if (
    bpe &&
    text?.includes(BPE_SPACE) !== true &&
    text?.includes(BPE_LINE) !== true &&
    texts.every((token) => bpeBytes(token) !== null || BYTE.test(token))
  )
    return 'bpe'
  return piece && text?.includes(PIECE_SPACE) !== true ? 'piece' : 'plain'
}

interface Named {
  text: string
  bytes?: readonly number[]
}

/** Gives an entry its true text, and its bytes where these are only a part of a character. */
function unmark<Entry extends Named>(entry: Entry, marks: Marks): Entry {
  const bytes = marks === 'bpe' ? bpeBytes(entry.text) : pieceBytes(entry.text)
  if (bytes === null) return entry
  const text = utf8Decode(bytes)
  return text.includes('\ufffd') ? { ...entry, text, bytes: Array.from(bytes) } : { ...entry, text }
}

/** Rewrites the tokens and their alternatives in place. */
export function unmarkTokens(tokens: DraftToken[], marks: Marks): void {
  if (marks === 'plain') return
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    tokens[i] = { ...unmark(token, marks), alternatives: token.alternatives.map((entry: Alternative) => unmark(entry, marks)) }
  }
}

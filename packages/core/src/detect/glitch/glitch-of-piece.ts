import { KNOWN_GLITCH_STRINGS } from './known-strings.ts'
import { mixedScripts } from './mixed-script.ts'

/** What is wrong with a piece of text that a model emitted as one token. */
export type GlitchReason =
  | 'unknown-token'
  | 'reserved-token'
  | 'control-token'
  | 'control-character'
  | 'mixed-script'
  | 'known-glitch-string'
  | 'replacement-character'

export interface Glitch {
  readonly reason: GlitchReason
  readonly detail?: string
}

/** No ASCII glitch is shorter. */
const SHORTEST = 5
const PLAIN = /^[\t\n\r\x20-\x7e]*$/
const UNKNOWN = /^(?:<unk>|<\|unk\|>|\[UNK\]|<unknown>|\u2047)$/i
/** Slots that a vocabulary keeps free: `<unused12>`, `[unused3]`, `<|reserved_special_token_7|>`, `<extra_id_0>`, `[control_9]`, `<SPECIAL_20>`. */
const RESERVED =
  /^(?:<[|\uff5c][^<>]*(?:reserved|unused|extra|dummy|place[▁_ ]?holder)[^<>]*[|\uff5c]>|<\/?(?:unused|reserved|extra_id|extra_token|special|dummy|madeupword)[a-z_]*_?\d+>|\[(?:unused|control|reserved)_?\d+\])$/i
/** Signs of templates and tokenizers: `<|im_start|>`, `<｜begin▁of▁sentence｜>`, `</s>`, `[SEP]`, `<end_of_turn>`. */
const CONTROL =
  /^(?:<[|\uff5c][^<>]*[|\uff5c]>|<\/?s>|<(?:pad|bos|eos|cls|sep|mask|eot|eod)>|\[(?:PAD|CLS|SEP|MASK|BOS|EOS)\]|<(?:start|end)_of_(?:turn|text)>)$/i
/** Control characters but tab, the line breaks and the page break; interlinear annotation marks; code points that are no characters. */
const CONTROL_CHARACTER = /[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufff9-\ufffb\p{Noncharacter_Code_Point}]/u

/** Whether the text, white space aside, is a sign of a template or tokenizer that is in use. */
export function isControlToken(text: string): boolean {
  if (!text.includes('<') && !text.includes('[')) return false
  const piece = text.trim()
  return piece.length > 2 && CONTROL.test(piece) && !RESERVED.test(piece)
}

/**
 * What is wrong with the text of one token, or `null`. Looks at the text alone; signs of templates (`control-token`) and lost characters are
 * judged by their place (`findGlitchTokens`). Vocabulary marks (`Ġ`, `▁`, `Ċ`), emoji sequences and combining marks are in order.
 */
export function glitchOfPiece(text: string): Glitch | null {
  const isPlain = PLAIN.test(text)
  if (isPlain && text.length < SHORTEST) return null
  const piece = text.replace(/^[\sĠ▁]+/, '').trimEnd()
  if (KNOWN_GLITCH_STRINGS.has(piece)) return { reason: 'known-glitch-string' }
  const first = piece[0]
  if (first === '<' || first === '[' || first === '\u2047') {
    if (UNKNOWN.test(piece)) return { reason: 'unknown-token' }
    if (RESERVED.test(piece)) return { reason: 'reserved-token' }
  }
  if (isPlain) return null
  const control = CONTROL_CHARACTER.exec(text)
  if (control !== null) {
    return { reason: 'control-character', detail: `U+${control[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}` }
  }
  const scripts = mixedScripts(piece)
  return scripts === null ? null : { reason: 'mixed-script', detail: scripts }
}

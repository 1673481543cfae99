/** Tokens of a chat template: they frame an answer and are no part of what the model says. */

/** `<|im_end|>`, `<｜end▁of▁sentence｜>`: no tokenizer makes one token of such a text unless it is a control token. */
const BARRED = /^<[|｜][^<>|｜\s]{1,64}[|｜]>$/u
/** Control tokens in plain angle brackets, by name: other words in angle brackets are markup of the answer. */
const ANGLED =
  /^<\/?(?:bos|eos|pad|eod|eot|sop|eop|bot|endoftext|(?:start|begin|end)_of_[a-z]+|(?:start|end)_header_id|im_(?:start|end|sep)|fim_(?:prefix|middle|suffix|pad)|file_sep|repo_name|unused\d{1,4}|extra_id_\d{1,3}|reserved_\d{1,4}|pad_?\d{1,4}|special_?\d{1,4})>$/
const SQUARE =
  /^\[\/?(?:PAD|CLS|SEP|BOS|EOS|EOT|EOD|MASK|[gs]MASK|INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|TOOL_CONTENT|PREFIX|SUFFIX|MIDDLE|IMG|(?:unused|control_)\d{1,4})\]$/
/** Strike-through in HTML, beginning and end of a sequence in SentencePiece vocabularies: which one it is shows by its place. */
const SEQUENCE = /^<\/?s>$/
/** What follows these is a role or a channel. */
const OPENS_HEADER = /start_header|header_start|im_start|start_of_turn|start_of_role|role_start|^<\|(?:start|channel|constrain)\|>$/
/** A line break that follows these belongs to the template. */
const BEFORE_BREAK = /end_header|header_end|end_of_role|role_end|im_sep|^<[|｜](?:assistant|user|system|observation|tool)[|｜]>$/iu
const ROLE = /^(?:assistant|user|system|model|tool|developer|ipython|observation)$/
const LINE_BREAK = /^[ \t]*\r?\n[ \t\r\n]*$/
/** Longest header, in tokens. */
const HEADER = 24

/** Whether a token is a control token by its text alone. */
export function isControlToken(text: string): boolean {
  const last = text.charCodeAt(text.length - 1)
  if (last === 0x3e) return text.charCodeAt(0) === 0x3c && (BARRED.test(text) || ANGLED.test(text))
  return last === 0x5d && text.charCodeAt(0) === 0x5b && SQUARE.test(text)
}

/** Length of the header after an opening token at `at`: its words up to the control token or line break that ends it; 0 where none does. */
function headerLength(texts: readonly string[], at: number): number {
  for (let i = at + 1; i < texts.length && i - at <= HEADER; i++) {
    const text = texts[i]!
    if (isControlToken(text)) return i - at - 1
    if (LINE_BREAK.test(text)) return i - at
    if (text.includes('\n')) return 0
  }
  const rest = texts.length - 1 - at
  return rest === 1 && ROLE.test(texts[at + 1]!.trim()) ? 1 : 0
}

/**
 * Which of the tokens of one output belong to the template: control tokens, the role or channel between them, and the line break after
 * a header. `<s>` and `</s>` count only where they begin or end the sequence. `null` where there is none, which is the usual case.
 */
export function templateTokens(texts: readonly string[]): Uint8Array | null {
  let flags: Uint8Array | null = null
  let bracketed = false
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i]!
    const last = text.charCodeAt(text.length - 1)
    if (last !== 0x3e && last !== 0x5d) continue
    bracketed = true
    if (!isControlToken(text)) continue
    flags ??= new Uint8Array(texts.length)
    flags[i] = 1
    if (OPENS_HEADER.test(text)) flags.fill(1, i + 1, i + 1 + headerLength(texts, i))
    if (BEFORE_BREAK.test(text) && i + 1 < texts.length && LINE_BREAK.test(texts[i + 1]!)) flags[i + 1] = 1
  }
  return bracketed ? markEnds(texts, flags) : null
}

function markEnds(texts: readonly string[], given: Uint8Array | null): Uint8Array | null {
  let flags = given
  const mark = (i: number): boolean => {
    if (flags?.[i] === 1) return true
    if (!SEQUENCE.test(texts[i]!)) return false
    flags ??= new Uint8Array(texts.length)
    flags[i] = 1
    return true
  }
  for (let i = 0; i < texts.length && texts[i] !== '</s>' && mark(i); i++);
  for (let i = texts.length - 1; i >= 0 && mark(i); i--);
  for (let i = 0; i + 1 < texts.length; i++) {
    if (texts[i] === '</s>' && (texts[i + 1] === '<s>' || flags?.[i + 1] === 1)) {
      flags ??= new Uint8Array(texts.length)
      flags[i] = 1
      if (texts[i + 1] === '<s>') flags[i + 1] = 1
    }
  }
  return flags
}

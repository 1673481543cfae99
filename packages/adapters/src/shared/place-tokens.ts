/**
 * Finds out which text each token belongs to, where a provider puts the tokens of everything the model wrote into one list: reasoning,
 * answer, tool calls, and the template's own tokens between them. The bytes decide; text that no token spells and tokens that spell no
 * text are both possible.
 */
import type { Part } from '@logitscope/core'
import { isLost, tokenBytes } from './byte-text.ts'
import type { DraftToken } from './draft-token.ts'
import { looksSpecial } from './special-text.ts'

/** One text of the output, as `byteText`. */
export interface PlaceableText {
  readonly part: Part
  readonly partIndex: number
  readonly bytes: string
}

/** Where a token went: index of its text, or one of these. */
export const SPECIAL = -1
/** Spells nothing of what is left of the texts. */
export const STRAY = -2
/** Came after the end of the last text. */
export const AFTER = -3
/** White space that a server trims off: between two texts, or at an end of one. */
export const BETWEEN = -4

export interface Placement {
  readonly text: Int32Array
  /** Tokens that spell a piece of a text, and those that should but fit nowhere. */
  readonly placed: number
  readonly stray: number
  /** Every byte of every text is spelled, and no token is stray. */
  readonly complete: boolean
}

/** Bytes to look at when searching for the place where tokens and text meet again. */
const PROBE = 16
const SHORT_PROBE = 4
const NEAR = 64
const SEARCH_BUDGET = 32 * 1024 * 1024

function isBlank(text: string, from: number, to: number = text.length): boolean {
  for (let i = from; i < to; i++) {
    const unit = text.charCodeAt(i)
    if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return false
  }
  return true
}

function leadingBlank(text: string): number {
  let i = 0
  while (i < text.length && isBlank(text, i, i + 1)) i += 1
  return i
}

/** Lays tokens along texts, in order. `tokens[of[i]]` are the tokens to be placed. */
export function placeTokens(tokens: readonly DraftToken[], of: readonly number[], texts: readonly PlaceableText[]): Placement {
  const out = new Int32Array(of.length).fill(AFTER)
  let budget = SEARCH_BUDGET
  let placed = 0
  let stray = 0
  let gaps = 0
  let s = 0
  let o = 0

  const bytesOf = (i: number): string => tokenBytes(tokens[of[i]!]!)
  const settle = (i: number, text: number, at: number, length: number): void => {
    out[i] = text
    s = text
    o = at + length
    placed += 1
  }

  /** The bytes of the tokens from `i` on, as far as they are known. */
  function probeFrom(i: number): string {
    let probe = ''
    for (let k = i; k < of.length && k < i + PROBE && probe.length < PROBE; k++) {
      const token = tokens[of[k]!]!
      if (isLost(token) || (k > i && looksSpecial(token.text))) break
      probe += tokenBytes(token)
    }
    return probe
  }

  /** Whether a text starts with the bytes, white space at its start left out. */
  function startOf(text: string, bytes: string): number {
    if (text.startsWith(bytes)) return 0
    const blank = leadingBlank(text)
    return blank > 0 && text.startsWith(bytes, blank) ? blank : -1
  }

  function search(i: number, bytes: string): boolean {
    const probe = probeFrom(i)
    const beyond = i + 1 < of.length ? probeFrom(i + 1) : ''
    const here = texts[s]!.bytes
    if (beyond.length >= SHORT_PROBE && here.startsWith(beyond, o)) return false
    for (let t = s + 1; t < texts.length; t++) {
      const at = startOf(texts[t]!.bytes, probe)
      if (at >= 0) {
        gaps += 1
        settle(i, t, at, bytes.length)
        return true
      }
    }
    for (let t = s; t < texts.length && budget > 0; t++) {
      const text = texts[t]!.bytes
      const from = t === s ? o : 0
      const at = text.indexOf(probe, from)
      budget -= at < 0 ? text.length - from : at - from
      if (at < 0 || (probe.length < SHORT_PROBE && at - from > NEAR)) continue
      gaps += 1
      settle(i, t, at, bytes.length)
      return true
    }
    return false
  }

  function place(i: number): void {
    const token = tokens[of[i]!]!
    if (s >= texts.length) {
      if (looksSpecial(token.text)) out[i] = SPECIAL
      return
    }
    const text = texts[s]!.bytes
    const atEnd = s === texts.length - 1 && isBlank(text, o)
    if (isLost(token)) {
      if (!(atEnd && o >= text.length)) out[i] = s
      return
    }
    const bytes = bytesOf(i)
    if (text.startsWith(bytes, o)) {
      settle(i, s, o, bytes.length)
      return
    }
    if (isBlank(text, o)) {
      for (let t = s + 1; t < texts.length; t++) {
        // A text in between is passed over only for more than one token that fits.
        const at = startOf(texts[t]!.bytes, t === s + 1 ? bytes : probeFrom(i))
        if (at < 0) continue
        settle(i, t, at, bytes.length)
        return
      }
    } else if (text.length - o < bytes.length && bytes.startsWith(text.slice(o))) {
      settle(i, s, o, text.length - o)
      return
    }
    if (isBlank(bytes, 0)) {
      out[i] = BETWEEN
      return
    }
    if (o === 0) {
      const blank = leadingBlank(bytes)
      if (blank > 0 && text.startsWith(bytes.slice(blank))) {
        settle(i, s, 0, bytes.length - blank)
        return
      }
    }
    if (looksSpecial(token.text)) out[i] = SPECIAL
    else if (atEnd) return
    else if (!search(i, bytes)) {
      out[i] = STRAY
      stray += 1
    }
  }

  for (let i = 0; i < of.length; i++) place(i)
  let left = 0
  for (let t = s; t < texts.length; t++) left += isBlank(texts[t]!.bytes, t === s ? o : 0) ? 0 : 1
  return { text: out, placed, stray, complete: left === 0 && stray === 0 && gaps === 0 }
}

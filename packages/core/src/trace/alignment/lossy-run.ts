/** Where tokens whose bytes were lost (U+FFFD, or a text left out) can lie: every way to cut the text among them. */
import { sequenceLength } from '../utf8.ts'

/** More ways than this at one token and the run is given up, so that the cost stays linear. */
const MOST_WAYS = 64
/** Tokens of the longest run that is looked at. */
export const LONGEST_RUN = 4096
const REPLACEMENT = 0xfffd

function isReplacementAt(bytes: Uint8Array, at: number, end: number): boolean {
  return at + 2 < end && bytes[at] === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd
}

/** Whether a code unit stands for lost bytes: U+FFFD, or half of a surrogate pair without the other. */
function isLost(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  if (unit === REPLACEMENT) return true
  if ((unit & 0xfc00) === 0xd800) return (text.charCodeAt(at + 1) & 0xfc00) !== 0xdc00
  return (unit & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 1) & 0xfc00) !== 0xd800
}

/** Adds the ends that a token without text can have: it holds nothing, a piece of one character, or one that the text lost as well. */
function emptyEnds(bytes: Uint8Array, at: number, end: number, out: Set<number>): void {
  out.add(at)
  if (at >= end) return
  if (isReplacementAt(bytes, at, end)) out.add(at + 3)
  const length = sequenceLength(bytes[at]!)
  if (length > 0) {
    for (let piece = 1; piece < length && at + piece <= end; piece++) out.add(at + piece)
    return
  }
  for (let piece = at; piece < end && (bytes[piece]! & 0xc0) === 0x80 && piece < at + 3; piece++) out.add(piece + 1)
}

/**
 * Adds to `out` the ends that a token with this text, starting at `at`, can have in the true bytes.
 * A lost character is a true U+FFFD, one continuation byte, or at the token's end the beginning of a character: one U+FFFD for all of
 * its bytes (WHATWG, Rust, Python) or one for each (Go).
 */
export function lossyEnds(text: string, bytes: Uint8Array, at: number, end: number, out: Set<number>): void {
  if (text === '') {
    emptyEnds(bytes, at, end, out)
    return
  }
  let position = at
  for (let i = 0; i < text.length; i++) {
    if (!isLost(text, i)) {
      const point = text.codePointAt(i)!
      if (point > 0xffff) i += 1
      const length = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
      if (position + length > end || sequenceLength(bytes[position]!) !== length || pointAt(bytes, position, length) !== point) return
      position += length
    } else if (isReplacementAt(bytes, position, end)) position += 3
    else if (position >= end) return
    else if ((bytes[position]! & 0xc0) === 0x80) position += 1
    else {
      const length = sequenceLength(bytes[position]!)
      const lost = text.length - i
      for (let k = i; k < text.length; k++) if (!isLost(text, k)) return
      for (let piece = lost === 1 ? 1 : lost; piece < length && position + piece <= end && (lost === 1 || piece === lost); piece++)
        out.add(position + piece)
      return
    }
  }
  out.add(position)
}

function pointAt(bytes: Uint8Array, at: number, length: number): number {
  if (length === 1) return bytes[at]!
  let point = bytes[at]! & (0x7f >> length)
  for (let i = 1; i < length; i++) point = (point << 6) | (bytes[at + i]! & 0x3f)
  return point
}

/** The same where the provider lost characters in another way: each U+FFFD is one to four bytes, none of them ASCII. */
export function looseEnds(text: string, bytes: Uint8Array, at: number, end: number, out: Set<number>): void {
  if (text === '') {
    emptyEnds(bytes, at, end, out)
    return
  }
  let open = new Set([at])
  for (let i = 0; i < text.length && open.size > 0; i++) {
    const next = new Set<number>()
    const lost = isLost(text, i)
    const point = lost ? 0 : text.codePointAt(i)!
    if (point > 0xffff) i += 1
    const length = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
    for (const position of open) {
      if (lost) for (let to = position; to < end && to < position + 4 && bytes[to]! >= 0x80; to++) next.add(to + 1)
      else if (position + length <= end && sequenceLength(bytes[position]!) === length && pointAt(bytes, position, length) === point)
        next.add(position + length)
    }
    open = next.size > MOST_WAYS ? new Set() : next
  }
  for (const position of open) out.add(position)
}

/** How the ends of one token are found. */
export type EndsOf = typeof lossyEnds

/** The places that a run of tokens can take: the boundaries before, between and after its tokens, each as the set of its possible positions. */
export type RunBoundaries = readonly ReadonlySet<number>[]

/** Every way to lay the texts one after another from `at` on; `null` where there is none, or too many to look at. */
export function runBoundaries(texts: readonly string[], bytes: Uint8Array, at: number, end: number, endsOf: EndsOf): RunBoundaries | null {
  const boundaries: Set<number>[] = [new Set([at])]
  for (const text of texts) {
    const next = new Set<number>()
    for (const position of boundaries[boundaries.length - 1]!) endsOf(text, bytes, position, end, next)
    if (next.size === 0 || next.size > MOST_WAYS) return null
    boundaries.push(next)
  }
  return boundaries
}

/** The boundaries that remain possible when the run ends at `target`, as [earliest, latest] each; the two are equal where only one is left. */
export function settleRun(
  texts: readonly string[],
  bytes: Uint8Array,
  end: number,
  boundaries: RunBoundaries,
  target: number,
  endsOf: EndsOf,
): [number, number][] {
  const settled: [number, number][] = [[target, target]]
  let open = new Set([target])
  for (let i = texts.length - 1; i >= 0; i--) {
    const possible = new Set<number>()
    for (const position of boundaries[i]!) {
      const ends = new Set<number>()
      endsOf(texts[i]!, bytes, position, end, ends)
      for (const stop of ends) if (open.has(stop)) possible.add(position)
    }
    open = possible
    settled.push([Math.min(...possible), Math.max(...possible)])
  }
  return settled.reverse()
}

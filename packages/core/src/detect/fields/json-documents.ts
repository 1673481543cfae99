/** The JSON documents within an answer. */
import { scanJson, type JsonLeaf } from './json-scan.ts'

export interface JsonDocument {
  /** UTF-16 offsets, half-open. */
  readonly start: number
  readonly end: number
  /** The document with its code fence where it stands in one, the first and the last of a fence with its beginning and its end; else the document. */
  readonly outerStart: number
  readonly outerEnd: number
  readonly complete: boolean
  readonly leaves: readonly JsonLeaf[]
}

const FENCE_OPEN = /^[ \t]{0,8}(```+|~~~+)[ \t]*([A-Za-z0-9_+-]*)[^\n]*(?:\n|$)/gm
const JSON_FENCES: ReadonlySet<string> = new Set(['', 'json', 'jsonc', 'json5', 'jsonl', 'ndjson', 'geojson'])
const CONTAINER = /[{[]/g
const BETWEEN = /[\s,;\ufeff]*/y
/** In running text only an object with a key, or an array of strings or containers, is taken for JSON: "[1]" is a reference, "{x}" a formula. */
const AS_JSON = /\{\s*"|\[\s*["{[]/y

/**
 * The JSON documents of a text, in order: the whole text, one after another (NDJSON), in a code fence (of JSON or of no named language), or after
 * a sentence; also where the text ends before the document does. A document that breaks off in something that is not JSON counts, up to there,
 * where the whole text or a fence begins with it; in running text it does not. Scalars alone are no document. Cost: linear. Never throws.
 */
export function jsonDocumentsOf(text: string): JsonDocument[] {
  const whole = sequence(text, 0, text.length)
  if (whole !== null) return whole
  const documents: JsonDocument[] = []
  let position = 0
  FENCE_OPEN.lastIndex = 0
  for (;;) {
    FENCE_OPEN.lastIndex = position
    const fence = FENCE_OPEN.exec(text)
    const reached = inProse(text, position, fence === null ? text.length : fence.index, documents)
    if (fence === null) return documents
    if (reached > fence.index) {
      position = reached
      continue
    }
    const from = FENCE_OPEN.lastIndex
    const { contentEnd, end } = fenceEnd(text, from, fence[1]!)
    if (JSON_FENCES.has(fence[2]!.toLowerCase())) {
      const found = sequence(text.slice(0, contentEnd), from, contentEnd) ?? []
      found.forEach((document, i) => {
        const outerStart = i === 0 ? fence.index : document.start
        documents.push({ ...document, outerStart, outerEnd: i === found.length - 1 ? end : document.end })
      })
    }
    position = end
  }
}

function fenceEnd(text: string, from: number, mark: string): { contentEnd: number; end: number } {
  for (let line = from; line < text.length;) {
    const newline = text.indexOf('\n', line)
    const end = newline < 0 ? text.length : newline + 1
    if (
      text
        .slice(line, Math.min(end, line + 40))
        .trimStart()
        .startsWith(mark)
    )
      return { contentEnd: line, end }
    line = end
  }
  return { contentEnd: text.length, end: text.length }
}

/** The documents that fill `[from, to)` one after another, or `null` where it does not begin with one or goes on with other text. */
function sequence(text: string, from: number, to: number): JsonDocument[] | null {
  const documents: JsonDocument[] = []
  let position = from
  for (;;) {
    BETWEEN.lastIndex = position
    BETWEEN.test(text)
    position = BETWEEN.lastIndex
    if (position >= to) return documents.length > 0 ? documents : null
    if (text[position] !== '{' && text[position] !== '[') return null
    const { end, status, leaves } = scanJson(text, position)
    if (status === 'broken' && (leaves.length === 0 || !beginsAsJson(text, position))) return null
    documents.push({ start: position, end, outerStart: position, outerEnd: end, complete: status === 'complete', leaves })
    if (status === 'broken') return documents
    position = end
  }
}

function beginsAsJson(text: string, at: number): boolean {
  AS_JSON.lastIndex = at
  return AS_JSON.test(text)
}

/** Collects the documents that begin in `[from, to)`; returns the offset after the last. */
function inProse(text: string, from: number, to: number, documents: JsonDocument[]): number {
  let position = from
  for (;;) {
    CONTAINER.lastIndex = position
    const found = CONTAINER.exec(text)
    if (found === null || found.index >= to) return position
    if (!beginsAsJson(text, found.index)) {
      position = found.index + 1
      continue
    }
    const { end, status, leaves } = scanJson(text, found.index)
    if (status !== 'broken' && leaves.length > 0) {
      documents.push({ start: found.index, end, outerStart: found.index, outerEnd: end, complete: status === 'complete', leaves })
    }
    position = Math.max(found.index + 1, end)
  }
}

/** A JSON scanner that knows where each value stands. Iterative: depth costs memory, never the stack. */
import type { PathSegment } from './json-path.ts'
import { jsonPath } from './json-path.ts'
import { scanString } from './json-string.ts'

export type LeafType = 'string' | 'number' | 'boolean' | 'null' | 'array' | 'object'

/** A value without children: a string, number, boolean or null, or an empty array or object. */
export interface JsonLeaf {
  readonly path: string
  readonly type: LeafType
  /** Strings decoded; numbers as numbers where they are exact, else as written; the others as written. */
  readonly value: string | number
  /** The value's own characters, without quotes; for an empty string, array or object its two delimiters. UTF-16 offsets, half-open. */
  readonly start: number
  readonly end: number
  /** The end of the text did not cut it off. */
  readonly complete: boolean
}

export interface JsonScan {
  /** Offset after the document, or of the first character that cannot belong to it. */
  readonly end: number
  /** `cut`: the text ended first. `broken`: something stands there that JSON does not allow. */
  readonly status: 'complete' | 'cut' | 'broken'
  readonly leaves: readonly JsonLeaf[]
}

/** What may come next. `key-or-end` also follows a comma: a trailing comma is allowed. */
type Expect = 'value' | 'value-or-end' | 'key-or-end' | 'colon' | 'comma-or-end'

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const PARTIAL_NUMBER = /^-?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?(?:[eE][+-]?[0-9]*)?)?$/
const WORD = /[A-Za-z]+/y
const WORDS: ReadonlyMap<string, LeafType> = new Map([
  ['true', 'boolean'],
  ['false', 'boolean'],
  ['null', 'null'],
])

/**
 * Reads the JSON document (object or array) that begins at `at`. Trailing commas and comments are allowed; single quotes, bare keys and
 * `NaN` are not JSON and break it: the leaves before are kept. A number or word at the very end of the text may go on and counts as cut.
 * Duplicate keys give a leaf each. Never throws. Cost: linear in the text (paths of deep documents are bounded, see `jsonPath`).
 */
export function scanJson(text: string, at: number): JsonScan {
  const leaves: JsonLeaf[] = []
  const path: PathSegment[] = []
  const opened: number[] = []
  let position = at
  let expect: Expect = 'value'
  const result = (status: JsonScan['status']): JsonScan => ({ end: position, status, leaves })
  const leaf = (type: LeafType, value: string | number, start: number, end: number, complete: boolean): void => {
    leaves.push({ path: jsonPath(path), type, value, start, end, complete })
    expect = 'comma-or-end'
  }
  for (;;) {
    position = skipBlanks(text, position)
    const unit = text[position]
    if (unit === undefined) return result('cut')
    switch (expect) {
      case 'colon':
        if (unit !== ':') return result('broken')
        position += 1
        expect = 'value'
        continue
      case 'key-or-end': {
        if (unit === '"') {
          const key = scanString(text, position)
          position = key.end
          if (!key.complete) return result('cut')
          path[path.length - 1] = key.value
          expect = 'colon'
          continue
        }
        if (unit !== '}') return result('broken')
        break
      }
      case 'comma-or-end':
        if (unit === ',') {
          const last = path[path.length - 1]
          if (typeof last === 'number') {
            path[path.length - 1] = last + 1
            expect = 'value-or-end'
          } else expect = 'key-or-end'
          position += 1
          continue
        }
        if (unit !== (typeof path[path.length - 1] === 'number' ? ']' : '}')) return result('broken')
        break
      case 'value-or-end':
      case 'value':
        if (unit === ']' && expect === 'value-or-end') break
        if (unit === '{' || unit === '[') {
          opened.push(leaves.length, position)
          path.push(unit === '{' ? '' : 0)
          expect = unit === '{' ? 'key-or-end' : 'value-or-end'
          position += 1
          continue
        }
        if (unit === '"') {
          const string = scanString(text, position)
          const from = position
          position = string.end
          if (!string.complete) {
            if (text.length > from + 1) leaf('string', string.value, from + 1, text.length, false)
            return result('cut')
          }
          const empty = position - from === 2
          leaf('string', string.value, empty ? from : from + 1, empty ? position : position - 1, true)
          continue
        }
        {
          const scalar = scanScalar(text, position)
          if (scalar === null) return result('broken')
          const from = position
          position = scalar.end
          leaf(scalar.type, scalar.value, from, position, scalar.complete)
          if (!scalar.complete) return result('cut')
          continue
        }
    }
    // The container ends here.
    position += 1
    path.pop()
    const start = opened.pop()!
    const before = opened.pop()!
    if (leaves.length === before && path.length > 0)
      leaf(unit === ']' ? 'array' : 'object', unit === ']' ? '[]' : '{}', start, position, true)
    if (path.length === 0) return result('complete')
    expect = 'comma-or-end'
  }
}

/** Offset after white space and comments. A comment that is never closed runs to the end. */
function skipBlanks(text: string, at: number): number {
  let position = at
  for (;;) {
    const unit = text[position]
    if (unit === ' ' || unit === '\n' || unit === '\r' || unit === '\t' || unit === '\ufeff') {
      position += 1
      continue
    }
    if (unit !== '/') return position
    const kind = text[position + 1]
    if (kind !== '/' && kind !== '*') return position
    const close = kind === '/' ? text.indexOf('\n', position) : text.indexOf('*/', position + 2)
    if (close < 0) return text.length
    position = kind === '/' ? close : close + 2
  }
}

interface Scalar {
  readonly type: LeafType
  readonly value: string | number
  readonly end: number
  readonly complete: boolean
}

function scanScalar(text: string, at: number): Scalar | null {
  WORD.lastIndex = at
  if (WORD.test(text)) {
    const end = WORD.lastIndex
    const word = text.slice(at, end)
    const type = WORDS.get(word)
    if (type !== undefined) return { type, value: word, end, complete: end < text.length }
    if (end < text.length) return null
    for (const [whole, partial] of WORDS) if (whole.startsWith(word)) return { type: partial, value: word, end, complete: false }
    return null
  }
  NUMBER.lastIndex = at
  const end = NUMBER.test(text) ? NUMBER.lastIndex : at
  const rest = text.length - at <= 400 ? text.slice(at) : ''
  if (rest !== '' && PARTIAL_NUMBER.test(rest)) return { type: 'number', value: rest, end: text.length, complete: false }
  if (end === at || /[0-9A-Za-z.+-]/.test(text[end] ?? '')) return null
  const written = text.slice(at, end)
  return { type: 'number', value: String(Number(written)) === written ? Number(written) : written, end, complete: end < text.length }
}

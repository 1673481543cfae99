/** JSON as servers write it. */
import type { ReadIssue } from '../types.ts'
import { scanJson } from './scan-json.ts'

/** A fault in a JSON text with its place: line and column count from 1, columns in UTF-16 units. */
export interface JsonIssue extends ReadIssue {
  readonly line: number
  readonly column: number
  /** UTF-16 offset. */
  readonly offset: number
}

export type ParsedJson =
  { readonly ok: true; readonly value: unknown; readonly issues: readonly JsonIssue[] } | { readonly ok: false; readonly issue: JsonIssue }

export interface ParseJsonOptions {
  /** Deepest nesting that is accepted. */
  readonly maxDepth?: number
}

const MAX_DEPTH = 512
const NONE: readonly JsonIssue[] = []

function issueAt(text: string, code: string, offset: number, message: string): JsonIssue {
  let line = 1
  let lineStart = 0
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1
    lineStart = at + 1
  }
  const column = offset - lineStart + 1
  return { code, path: '', message: `line ${line}, column ${column}: ${message}`, line, column, offset }
}

/** Whether brackets outside of strings nest deeper than `maxDepth`. The text is known to be JSON. */
function isDeeper(text: string, maxDepth: number): boolean {
  // Every level takes two characters.
  if (text.length < maxDepth * 2) return false
  let depth = 0
  let inString = false
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (inString) {
      if (unit === 0x22) inString = false
      else if (unit === 0x5c) i += 1
    } else if (unit === 0x22) inString = true
    else if ((unit | 0x20) === 0x7b) {
      depth += 1
      if (depth > maxDepth) return true
    } else if ((unit | 0x20) === 0x7d) depth -= 1
  }
  return false
}

/** The value of a text whose bare non-finite numbers, at the given places, stand for `null`. */
function parseWithout(text: string, start: number, places: readonly number[]): unknown {
  let strict = ''
  let from = start
  for (let i = 0; i < places.length; i += 2) {
    strict += text.slice(from, places[i]) + 'null'
    from = places[i + 1]!
  }
  return JSON.parse(strict + text.slice(from))
}

/**
 * Parses JSON as servers write it: a byte-order mark before it is passed over; a bare `NaN`, `Infinity` or `-Infinity`, which Python's encoder
 * writes, is read as `null` with one issue that counts them. What is not JSON, and what nests deeper than 512 levels, is an issue with line and column.
 *
 * Names such as `__proto__` become own properties, as `JSON.parse` makes them: copy them with care. Cost: that of `JSON.parse`, plus one pass
 * over texts that could nest too deep. Never throws.
 */
export function parseJson(text: string, options: ParseJsonOptions = {}): ParsedJson {
  const maxDepth = options.maxDepth ?? MAX_DEPTH
  let value: unknown
  let strict = true
  try {
    value = JSON.parse(text)
  } catch {
    strict = false
  }
  if (strict && !isDeeper(text, maxDepth)) return { ok: true, value, issues: NONE }
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0
  const { fault, nonFinite } = scanJson(text, start, maxDepth)
  if (fault !== null) return { ok: false, issue: issueAt(text, fault.code, fault.offset, fault.message) }
  try {
    value = parseWithout(text, start, nonFinite)
  } catch (error) {
    return { ok: false, issue: issueAt(text, 'not-json', 0, error instanceof Error ? error.message : 'not JSON') }
  }
  if (nonFinite.length === 0) return { ok: true, value, issues: NONE }
  const count = nonFinite.length / 2
  const what = `${text.slice(nonFinite[0], nonFinite[1])} is not JSON; ${count === 1 ? 'it is' : `${count} such values are`} read as null`
  return { ok: true, value, issues: [{ ...issueAt(text, 'non-finite', nonFinite[0]!, what), count }] }
}

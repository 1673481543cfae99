/** From the bytes of one JSON value to the value. */
import { parseJson as explainJson, utf8Decode, utf8Encode, type ReadIssue } from '@logitscope/core'
import { parseJson } from '../../shared/json.ts'

export type Parsed =
  { readonly ok: true; readonly value: unknown; readonly issues: readonly ReadIssue[] } | { readonly ok: false; readonly issue: ReadIssue }

interface PlatformDecoder {
  decode: (bytes: Uint8Array) => string
}

const Native = (globalThis as { TextDecoder?: new (label: string, options: { fatal: boolean; ignoreBOM: boolean }) => PlatformDecoder })
  .TextDecoder
const strict: PlatformDecoder | null = Native === undefined ? null : new Native('utf-8', { fatal: true, ignoreBOM: true })

/** The text of UTF-8 bytes; throws where they are not UTF-8. */
function decodeStrict(bytes: Uint8Array): string {
  if (strict !== null) return strict.decode(bytes)
  const text = utf8Decode(bytes)
  if (text.includes('\uFFFD')) {
    const again = utf8Encode(text)
    if (again.length !== bytes.length || again.some((byte, i) => byte !== bytes[i])) throw new TypeError('not UTF-8')
  }
  return text
}

/** The value of bytes that are exactly one JSON text in UTF-8, as `JSON.parse` reads it; `null` where they are not. */
export function parseLine(bytes: Uint8Array, from: number, to: number): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(decodeStrict(bytes.subarray(from, to))) as unknown }
  } catch {
    return null
  }
}

/** The value of bytes whose brackets are known to match, as servers write JSON (a bare `NaN` is read as that word in quotes); says what is wrong with them where it is not JSON. */
export function parseValue(bytes: Uint8Array, from: number, to: number): Parsed {
  const exact = parseLine(bytes, from, to)
  if (exact !== null) return { ok: true, value: exact.value, issues: [] }
  const text = utf8Decode(bytes, from, to)
  const issues: ReadIssue[] = []
  try {
    decodeStrict(bytes.subarray(from, to))
  } catch {
    issues.push({ code: 'invalid-utf8', path: '', message: 'some bytes are not UTF-8; they are read as U+FFFD' })
  }
  const parsed = parseJson(text)
  if (parsed.ok) return { ok: true, value: parsed.value, issues }
  const explained = explainJson(text)
  const message = explained.ok ? parsed.message : explained.issue.message
  return { ok: false, issue: { code: 'invalid-json', path: '', message: `this is not JSON: ${message}` } }
}

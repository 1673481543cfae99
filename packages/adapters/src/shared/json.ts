/** JSON as servers write it. */

export type ParsedJson = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string }

/** Stands before a name that `JSON.parse` would move to the front of its object. */
const MARK = '\u0000'
const LITERAL = /"([^"\\]*(?:\\[^][^"\\]*)*)"(\s*:)?|-?\b(?:Infinity|NaN)\b/g

function repaired(text: string, keepOrder: boolean): string {
  return text.replace(LITERAL, (whole: string, name: string | undefined, colon: string | undefined) => {
    if (name === undefined) return `"${whole}"`
    if (!keepOrder || colon === undefined || !(/^\d+$/.test(name) || name.startsWith('\\u0000'))) return whole
    return `"\\u0000${name}"${colon}`
  })
}

/**
 * Parses JSON as servers write it.
 * - A bare `NaN`, `Infinity` or `-Infinity`, which Python's encoder writes, is read as that word in quotes.
 * - Objects that list tokens by id (`prompt_logprobs`) say something by their order, which `JSON.parse` loses for names that are numbers:
 *   where the text holds such an object, these names get a mark that `plainName` takes off.
 * Never throws; does not recurse, so that deep nesting cannot exhaust the stack.
 */
export function parseJson(text: string): ParsedJson {
  // Looking for the word alone is ten times as fast, and nearly no text has it.
  const keepOrder = text.includes('"prompt_logprobs"') && /"prompt_logprobs"\s*:\s*\[/.test(text)
  try {
    return { ok: true, value: JSON.parse(keepOrder ? repaired(text, true) : text) as unknown }
  } catch (error) {
    if (/\b(?:NaN|Infinity)\b/.test(text)) {
      try {
        return { ok: true, value: JSON.parse(repaired(text, keepOrder)) as unknown }
      } catch {
        // What the strict parser said is more to the point.
      }
    }
    return { ok: false, message: error instanceof Error ? error.message : 'not JSON' }
  }
}

/** A name as it stood in the JSON text. */
export function plainName(name: string): string {
  return name.startsWith(MARK) ? name.slice(1) : name
}

/** A value with all names as they stood in the JSON text; the value itself where none is marked. */
export function plainNames(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth > 64) return value
  if (Array.isArray(value)) {
    const items = value.map((item) => plainNames(item, depth + 1))
    return items.some((item, i) => item !== value[i]) ? items : (value as unknown)
  }
  const entries = Object.entries(value).map(([name, inner]) => [plainName(name), plainNames(inner, depth + 1)] as const)
  const own = value as Readonly<Record<string, unknown>>
  return entries.some(([name, inner]) => own[name] !== inner) ? Object.fromEntries(entries) : value
}

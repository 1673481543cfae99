// JSON has no word for infinities, which measurements of "no entity at all" hold.
const KEY = '\u{F8FE}number'

function replaceNumbers(_key: string, value: unknown): unknown {
  return value === Infinity || value === -Infinity ? { [KEY]: String(value) } : value
}

function restoreNumbers(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !(KEY in value)) return value
  return Number((value as { readonly [KEY]: string })[KEY])
}

function holdsInfinity(value: unknown): boolean {
  if (typeof value === 'number') return value === Infinity || value === -Infinity
  if (typeof value !== 'object' || value === null) return false
  for (const key in value) if (holdsInfinity((value as Readonly<Record<string, unknown>>)[key])) return true
  return false
}

/** JSON in which infinities survive. */
export function toExactJson(value: unknown): string {
  return holdsInfinity(value) ? JSON.stringify(value, replaceNumbers) : JSON.stringify(value)
}

export function fromExactJson(text: string): unknown {
  return text.includes(KEY) ? JSON.parse(text, restoreNumbers) : JSON.parse(text)
}

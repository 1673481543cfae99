// JSON has no word for infinities, which measurements of "no entity at all" hold.
const WORDS: ReadonlyMap<number, string> = new Map([
  [Infinity, 'Infinity'],
  [-Infinity, '-Infinity'],
])
const KEY = '\u{F8FE}number'

function replaceNumbers(_key: string, value: unknown): unknown {
  const word = typeof value === 'number' ? WORDS.get(value) : undefined
  return word === undefined ? value : { [KEY]: word }
}

function restoreNumbers(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !(KEY in value)) return value
  return Number((value as { readonly [KEY]: string })[KEY])
}

/** JSON in which infinities survive. */
export function toExactJson(value: unknown): string {
  return JSON.stringify(value, replaceNumbers)
}

export function fromExactJson(text: string): unknown {
  return text.includes(KEY) ? JSON.parse(text, restoreNumbers) : JSON.parse(text)
}

// SQLite keeps text as UTF-8, which has no lone surrogates. A text that holds one is kept as JSON behind a mark of the private use area.
const MARK = '\u{F8FE}'
const SURROGATE = /[\uD800-\uDFFF]/
const LONE_SURROGATE = /\p{Surrogate}/u

/** A text as it is kept; `fromStored` gives it back exactly. */
export function toStored(text: string): string {
  const isLone = SURROGATE.test(text) && LONE_SURROGATE.test(text)
  return isLone || text.startsWith(MARK) ? MARK + JSON.stringify(text) : text
}

export function fromStored(text: string): string {
  return text.startsWith(MARK) ? (JSON.parse(text.slice(MARK.length)) as string) : text
}

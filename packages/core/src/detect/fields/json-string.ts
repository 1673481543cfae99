/** One JSON string of a text. */
export interface ScannedString {
  /** Offset after the closing quote, or the end of the text where there is none. */
  readonly end: number
  readonly value: string
  readonly complete: boolean
}

const SIMPLE: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }
const HEX = /^[0-9A-Fa-f]{4}$/
const SPECIAL = /["\\]/g

/**
 * Reads the JSON string whose opening quote is at `at`. A string that the end of the text cuts off is not complete; half an escape at the
 * cut is left out of its value. Raw control characters and escapes that JSON does not have are taken as they stand. Cost: linear.
 */
export function scanString(text: string, at: number): ScannedString {
  let value = ''
  let from = at + 1
  for (;;) {
    SPECIAL.lastIndex = from
    const found = SPECIAL.exec(text)
    if (found === null) return { end: text.length, value: value + text.slice(from), complete: false }
    const mark = found.index
    value += text.slice(from, mark)
    if (found[0] === '"') return { end: mark + 1, value, complete: true }
    const letter = text[mark + 1]
    if (letter === undefined) return { end: text.length, value, complete: false }
    if (letter === 'u') {
      const digits = text.slice(mark + 2, mark + 6)
      if (digits.length < 4 && /^[0-9A-Fa-f]*$/.test(digits)) return { end: text.length, value, complete: false }
      if (HEX.test(digits)) {
        value += String.fromCharCode(parseInt(digits, 16))
        from = mark + 6
        continue
      }
    }
    value += SIMPLE[letter] ?? letter
    from = mark + 2
  }
}

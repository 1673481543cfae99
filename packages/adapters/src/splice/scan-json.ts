/** Finds the members of a JSON object, or the elements of an array, by their places in the bytes. Values are skipped, not built. */

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a

/** A value in the bytes: `[start, end)`; a member of an object has its key's place too. */
export interface JsonPlace {
  readonly start: number
  readonly end: number
  /** Place of the key with its quotes; `null` for an element of an array. */
  readonly key: { readonly start: number; readonly end: number } | null
}

export interface JsonContainer {
  readonly kind: 'object' | 'array'
  /** Place of the opening bracket. */
  readonly open: number
  /** Place of the closing bracket. */
  readonly close: number
  readonly places: readonly JsonPlace[]
}

/** First byte at or after `at` that is not white space. */
export function skipSpace(bytes: Uint8Array, at: number): number {
  let i = at
  while (bytes[i] === 0x20 || bytes[i] === 0x0a || bytes[i] === 0x0d || bytes[i] === 0x09) i += 1
  return i
}

/** End of the string that begins at `at` (its opening quote), or −1. */
function stringEnd(bytes: Uint8Array, at: number): number {
  for (let i = at + 1; i < bytes.length; i++) {
    if (bytes[i] === BACKSLASH) i += 1
    else if (bytes[i] === QUOTE) return i + 1
  }
  return -1
}

const isOpening = (byte: number | undefined): boolean => byte === 0x7b || byte === 0x5b
const isClosing = (byte: number | undefined): boolean => byte === 0x7d || byte === 0x5d

/** End of the value that begins at `at`, or −1. Brackets are counted, not matched: what is read here has been parsed before. */
function valueEnd(bytes: Uint8Array, at: number): number {
  if (bytes[at] === QUOTE) return stringEnd(bytes, at)
  if (!isOpening(bytes[at])) {
    let i = at
    while (i < bytes.length && bytes[i] !== COMMA && !isClosing(bytes[i]) && bytes[i]! > 0x20) i += 1
    return i === at ? -1 : i
  }
  let depth = 0
  for (let i = at; i < bytes.length; i++) {
    if (bytes[i] === QUOTE) {
      const end = stringEnd(bytes, i)
      if (end < 0) return -1
      i = end - 1
    } else if (isOpening(bytes[i])) depth += 1
    else if (isClosing(bytes[i])) {
      depth -= 1
      if (depth === 0) return i + 1
    }
  }
  return -1
}

/**
 * The container that begins at `at` (white space before it is skipped), with the places of its members or elements in order.
 * `null` where there is none, or where the bytes are not well-formed there. Cost: linear in the container's bytes.
 */
export function scanContainer(bytes: Uint8Array, at: number): JsonContainer | null {
  const open = skipSpace(bytes, at)
  if (!isOpening(bytes[open])) return null
  const isObject = bytes[open] === 0x7b
  const closing = isObject ? 0x7d : 0x5d
  const places: JsonPlace[] = []
  let i = skipSpace(bytes, open + 1)
  if (bytes[i] === closing) return { kind: isObject ? 'object' : 'array', open, close: i, places }
  for (;;) {
    let key: JsonPlace['key'] = null
    if (isObject) {
      if (bytes[i] !== QUOTE) return null
      const end = stringEnd(bytes, i)
      if (end < 0) return null
      key = { start: i, end }
      i = skipSpace(bytes, end)
      if (bytes[i] !== COLON) return null
      i = skipSpace(bytes, i + 1)
    }
    const end = valueEnd(bytes, i)
    if (end < 0) return null
    places.push({ start: i, end, key })
    i = skipSpace(bytes, end)
    if (bytes[i] === closing) return { kind: isObject ? 'object' : 'array', open, close: i, places }
    if (bytes[i] !== COMMA) return null
    i = skipSpace(bytes, i + 1)
  }
}

/**
 * Finds the end of one JSON value in bytes that come in pieces cut anywhere. It checks brackets, commas, colons and strings, not the
 * spelling of numbers and words: everything that `JSON.parse` takes passes, and more.
 */

/** `end`: the value is complete. `more`: it goes on. `broken`: these bytes cannot be the inside of one JSON value. */
export type ScanStatus = 'more' | 'end' | 'broken'

export interface JsonScanner {
  status: ScanStatus
  /** After `end`: the index after the value's last byte. After `broken`: the index of the offending byte. */
  at: number
  /** What the offending byte is, for people. */
  reason: string
  /** Line feeds inside the value so far. */
  newlines: number
  /** Makes it ready for the next value. */
  reset: () => void
  /** Looks at bytes[from, to). The first byte of a value must not be white space. */
  feed: (bytes: Uint8Array, from: number, to: number) => ScanStatus
  /** Says that no byte follows: a number or word at the end is complete then. */
  finish: (at: number) => ScanStatus
}

/** Nesting that the order of brackets is remembered for; beyond it only their number is counted. */
const REMEMBERED = 4096

const SPACE = 1
const NEWLINE = 2
const QUOTE = 3
const OPEN = 4
const CLOSE = 5
const COMMA = 6
const COLON = 7
const WORD = 8

const CLASS = new Uint8Array(256)
for (const [characters, kind] of [
  [' \t\r', SPACE],
  ['\n', NEWLINE],
  ['"', QUOTE],
  ['{[', OPEN],
  ['}]', CLOSE],
  [',', COMMA],
  [':', COLON],
  ['-+.0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ', WORD],
] as const) {
  for (const character of characters) CLASS[character.charCodeAt(0)] = kind
}

/** 1 for every byte but a quote, a backslash and a line feed. */
const STRING_GOES_ON: Uint8Array = new Uint8Array(256).fill(1)
for (const byte of [0x22, 0x5c, 0x0a]) STRING_GOES_ON[byte] = 0

/** What may come next. */
const VALUE = 0
const VALUE_OR_CLOSE = 1
const KEY = 2
const KEY_OR_CLOSE = 3
const AFTER_KEY = 4
const AFTER_VALUE = 5

const IN_STRING = 1
const ESCAPED = 2
const IN_WORD = 3

const quoted = (byte: number): string =>
  byte > 0x20 && byte < 0x7f ? `"${String.fromCharCode(byte)}"` : `byte 0x${byte.toString(16).padStart(2, '0')}`

export function createJsonScanner(): JsonScanner {
  /** 1 where the open bracket of that depth is a brace. */
  const braces = new Uint8Array(REMEMBERED)
  let inside = 0
  let expect = VALUE
  let level = 0

  const scanner: JsonScanner = {
    status: 'more',
    at: 0,
    reason: '',
    newlines: 0,
    reset() {
      inside = 0
      expect = VALUE
      level = 0
      scanner.status = 'more'
      scanner.reason = ''
      scanner.newlines = 0
    },
    feed,
    finish(at) {
      if (scanner.status !== 'more') return scanner.status
      if (inside === IN_WORD && level === 0) return stop('end', at)
      return 'more'
    },
  }

  function stop(status: ScanStatus, at: number, reason = ''): ScanStatus {
    scanner.status = status
    scanner.at = at
    scanner.reason = reason
    return status
  }

  function feed(bytes: Uint8Array, from: number, to: number): ScanStatus {
    // The state is held in locals on the way: this loop is the cost of long lines and lists.
    let within = inside
    let wanted = expect
    let depth = level
    let i = from
    let status: ScanStatus = 'more'
    let reason = ''
    scan: while (i < to) {
      if (within === IN_STRING) {
        while (i < to && STRING_GOES_ON[bytes[i]!] === 1) i += 1
        if (i === to) break
        const byte = bytes[i]!
        if (byte === 0x0a) {
          status = 'broken'
          reason = 'a line break inside a string'
          break
        }
        i += 1
        if (byte === 0x5c) {
          within = ESCAPED
          continue
        }
        within = 0
        if (wanted === AFTER_KEY) continue
        wanted = AFTER_VALUE
        if (depth > 0) continue
        status = 'end'
        break
      }
      if (within === IN_WORD) {
        while (i < to && CLASS[bytes[i]!] === WORD) i += 1
        if (i === to) break
        within = 0
        wanted = AFTER_VALUE
        if (depth > 0) continue
        status = 'end'
        break
      }
      const byte = bytes[i]!
      if (within === ESCAPED) {
        if (byte === 0x0a) {
          status = 'broken'
          reason = 'a line break inside a string'
          break
        }
        within = IN_STRING
        i += 1
        continue
      }
      const checked = depth <= REMEMBERED
      switch (CLASS[byte]!) {
        case SPACE:
          break
        case NEWLINE:
          scanner.newlines += 1
          break
        case QUOTE:
          if (!checked) wanted = VALUE
          else if (wanted === KEY || wanted === KEY_OR_CLOSE) wanted = AFTER_KEY
          else if (wanted > VALUE_OR_CLOSE) {
            status = 'broken'
            break scan
          }
          within = IN_STRING
          break
        case WORD:
          if (wanted > VALUE_OR_CLOSE && checked) {
            status = 'broken'
            break scan
          }
          within = IN_WORD
          break
        case OPEN: {
          if (wanted > VALUE_OR_CLOSE && checked) {
            status = 'broken'
            break scan
          }
          const brace = byte === 0x7b ? 1 : 0
          if (depth < REMEMBERED) braces[depth] = brace
          depth += 1
          wanted = brace === 1 ? KEY_OR_CLOSE : VALUE_OR_CLOSE
          break
        }
        case CLOSE: {
          // Also takes a comma before the closing bracket: the parser that follows says what is wrong with it.
          const brace = byte === 0x7d ? 1 : 0
          if (depth === 0 || (wanted === AFTER_KEY && checked) || (depth <= REMEMBERED && braces[depth - 1] !== brace)) {
            status = 'broken'
            break scan
          }
          depth -= 1
          wanted = AFTER_VALUE
          if (depth === 0) {
            status = 'end'
            i += 1
            break scan
          }
          break
        }
        case COMMA:
          if (!checked) break
          if (wanted !== AFTER_VALUE) {
            status = 'broken'
            break scan
          }
          wanted = braces[depth - 1] === 1 ? KEY : VALUE
          break
        case COLON:
          if (!checked) break
          if (wanted !== AFTER_KEY) {
            status = 'broken'
            break scan
          }
          wanted = VALUE
          break
        default:
          status = 'broken'
          break scan
      }
      i += 1
    }
    inside = within
    expect = wanted
    level = depth
    return stop(status, i, status === 'broken' ? reason || unexpected(bytes[i]!) : '')
  }

  function unexpected(byte: number): string {
    const wanted =
      expect === AFTER_VALUE
        ? 'a comma or a closing bracket'
        : expect === AFTER_KEY
          ? 'a colon'
          : expect >= KEY
            ? 'a name in quotes'
            : 'a value'
    return `${quoted(byte)} where ${wanted} should be`
  }

  return scanner
}

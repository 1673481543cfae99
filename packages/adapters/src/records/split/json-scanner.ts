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
  /** Deepest nesting so far. */
  depth: number
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
const OPEN_BRACE = 4
const OPEN_BRACKET = 5
const CLOSE_BRACE = 6
const CLOSE_BRACKET = 7
const COMMA = 8
const COLON = 9
const WORD = 10

const CLASS = new Uint8Array(256)
for (const [characters, kind] of [
  [' \t\r', SPACE],
  ['\n', NEWLINE],
  ['"', QUOTE],
  ['{', OPEN_BRACE],
  ['[', OPEN_BRACKET],
  ['}', CLOSE_BRACE],
  [']', CLOSE_BRACKET],
  [',', COMMA],
  [':', COLON],
  ['-+.0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ', WORD],
] as const) {
  for (const character of characters) CLASS[character.charCodeAt(0)] = kind
}

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
    depth: 0,
    newlines: 0,
    reset() {
      inside = 0
      expect = VALUE
      level = 0
      scanner.status = 'more'
      scanner.reason = ''
      scanner.depth = 0
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
    let i = from
    while (i < to) {
      if (inside !== 0) {
        if (inside === ESCAPED) {
          if (bytes[i] === 0x0a) return stop('broken', i, 'a line break inside a string')
          inside = IN_STRING
          i += 1
        } else if (inside === IN_STRING) {
          let byte = 0
          while (i < to) {
            byte = bytes[i]!
            if (byte === 0x22 || byte === 0x5c || byte === 0x0a) break
            i += 1
          }
          if (i === to) return 'more'
          if (byte === 0x0a) return stop('broken', i, 'a line break inside a string')
          i += 1
          if (byte === 0x5c) {
            inside = ESCAPED
            continue
          }
          inside = 0
          if (expect !== AFTER_KEY) {
            expect = AFTER_VALUE
            if (level === 0) return stop('end', i)
          }
        } else {
          while (i < to && CLASS[bytes[i]!] === WORD) i += 1
          if (i === to) return 'more'
          inside = 0
          expect = AFTER_VALUE
          if (level === 0) return stop('end', i)
        }
        continue
      }
      const byte = bytes[i]!
      switch (CLASS[byte]!) {
        case SPACE:
          break
        case NEWLINE:
          scanner.newlines += 1
          break
        case QUOTE:
          if (level > REMEMBERED) expect = VALUE
          else if (expect === KEY || expect === KEY_OR_CLOSE) expect = AFTER_KEY
          else if (expect > VALUE_OR_CLOSE) return stop('broken', i, unexpected(byte))
          inside = IN_STRING
          break
        case WORD:
          if (expect > VALUE_OR_CLOSE && level <= REMEMBERED) return stop('broken', i, unexpected(byte))
          inside = IN_WORD
          break
        case OPEN_BRACE:
        case OPEN_BRACKET: {
          if (expect > VALUE_OR_CLOSE && level <= REMEMBERED) return stop('broken', i, unexpected(byte))
          const brace = byte === 0x7b ? 1 : 0
          if (level < REMEMBERED) braces[level] = brace
          level += 1
          if (level > scanner.depth) scanner.depth = level
          expect = brace === 1 ? KEY_OR_CLOSE : VALUE_OR_CLOSE
          break
        }
        case CLOSE_BRACE:
        case CLOSE_BRACKET: {
          const brace = byte === 0x7d ? 1 : 0
          // Also takes a comma before the closing bracket: the parser that follows says what is wrong with it.
          if (level === 0 || (expect === AFTER_KEY && level <= REMEMBERED)) return stop('broken', i, unexpected(byte))
          level -= 1
          if (level < REMEMBERED && braces[level] !== brace) return stop('broken', i, unexpected(byte))
          expect = AFTER_VALUE
          if (level === 0) return stop('end', i + 1)
          break
        }
        case COMMA:
          if (level > REMEMBERED) break
          if (expect !== AFTER_VALUE) return stop('broken', i, unexpected(byte))
          expect = braces[level - 1] === 1 ? KEY : VALUE
          break
        case COLON:
          if (level > REMEMBERED) break
          if (expect !== AFTER_KEY) return stop('broken', i, unexpected(byte))
          expect = VALUE
          break
        default:
          return stop('broken', i, unexpected(byte))
      }
      i += 1
    }
    return 'more'
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

/** Walks JSON text without building a value: where it breaks, how deep it goes, and where it holds what JSON does not have. */

/** What stands in the way of reading a text, and where (a UTF-16 offset). */
export interface JsonFault {
  readonly code: 'not-json' | 'too-deep'
  readonly offset: number
  readonly message: string
}

export interface JsonScan {
  readonly fault: JsonFault | null
  /** Places of bare `NaN`, `Infinity` and `-Infinity` (Python's encoder writes them), as pairs of start and end. */
  readonly nonFinite: readonly number[]
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORD = /-?[A-Za-z_]\w*/y
const NON_FINITE: ReadonlySet<string> = new Set(['NaN', '-NaN', 'Infinity', '-Infinity'])
const LITERALS: ReadonlySet<string> = new Set(['true', 'false', 'null'])

function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09
}

function show(text: string, at: number): string {
  const point = text.codePointAt(at)!
  if (point < 0x20 || point === 0x7f || (point >= 0xd800 && point < 0xe000))
    return `the character U+${point.toString(16).toUpperCase().padStart(4, '0')}`
  return `"${String.fromCodePoint(point)}"`
}

/** End of the string whose opening quote is at `at`, or the fault in it. */
function scanString(text: string, at: number): number | JsonFault {
  for (let i = at + 1; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit === 0x22) return i + 1
    if (unit < 0x20) return { code: 'not-json', offset: i, message: `${show(text, i)} stands unescaped inside a string` }
    if (unit !== 0x5c) continue
    i += 1
    const escape = text[i]
    if (escape === undefined) break
    if (escape === 'u') {
      if (i + 4 >= text.length) break
      if (!/^[0-9a-fA-F]{4}$/.test(text.slice(i + 1, i + 5)))
        return { code: 'not-json', offset: i - 1, message: '\\u is not followed by four hexadecimal digits' }
      i += 4
    } else if (!'"\\/bfnrt'.includes(escape))
      return { code: 'not-json', offset: i - 1, message: `\\${escape} is not an escape that JSON has` }
  }
  return { code: 'not-json', offset: text.length, message: 'the text ends inside a string: it was cut off' }
}

/** What may come next: a value, a value or the end of the list, a name or the end of the object, a name, a colon, or what follows a value. */
type Expected = 'value' | 'value-or-end' | 'name-or-end' | 'name' | 'colon' | 'after'

/**
 * Walks a JSON text from `start` on, with a stack of its own. Stops at the first fault.
 * Cost: linear. Never throws.
 */
export function scanJson(text: string, start: number, maxDepth: number): JsonScan {
  const nonFinite: number[] = []
  const open: boolean[] = []
  let expected: Expected = 'value'
  let i = start
  const fault = (offset: number, message: string, code: JsonFault['code'] = 'not-json'): JsonScan => ({
    fault: { code, offset, message },
    nonFinite,
  })
  for (;;) {
    while (i < text.length && isBlank(text.charCodeAt(i))) i += 1
    const inObject = open[open.length - 1] === true
    if (i >= text.length) {
      if (open.length === 0 && expected === 'after') return { fault: null, nonFinite }
      return fault(
        text.length,
        open.length === 0
          ? 'there is nothing but white space'
          : `the text ends inside ${inObject ? 'an object' : 'a list'}: it was cut off`,
      )
    }
    const character = text[i]!
    if (expected === 'after') {
      if (open.length === 0) return fault(i, `${show(text, i)} follows after the end of the value`)
      if (character === ',') expected = inObject ? 'name' : 'value'
      else if (character === (inObject ? '}' : ']')) open.pop()
      else return fault(i, `${show(text, i)} stands where a comma or ${inObject ? '"}"' : '"]"'} is expected`)
      i += 1
    } else if (expected === 'colon') {
      if (character !== ':') return fault(i, `${show(text, i)} stands where a colon is expected`)
      expected = 'value'
      i += 1
    } else if (expected === 'name' || expected === 'name-or-end') {
      if (character === '}' && expected === 'name-or-end') {
        open.pop()
        expected = 'after'
        i += 1
        continue
      }
      if (character !== '"') return fault(i, `${show(text, i)} stands where a name in double quotes is expected`)
      const end = scanString(text, i)
      if (typeof end !== 'number') return { fault: end, nonFinite }
      i = end
      expected = 'colon'
    } else if (character === '{' || character === '[') {
      if (open.length >= maxDepth) return fault(i, `values are nested deeper than ${maxDepth} levels`, 'too-deep')
      open.push(character === '{')
      expected = character === '{' ? 'name-or-end' : 'value-or-end'
      i += 1
    } else if (character === ']' && expected === 'value-or-end') {
      open.pop()
      expected = 'after'
      i += 1
    } else {
      const end = scanScalar(text, i, nonFinite)
      if (typeof end !== 'number') return { fault: end, nonFinite }
      i = end
      expected = 'after'
    }
  }
}

/** End of the string, number or word at `at`, or the fault in it. */
function scanScalar(text: string, at: number, nonFinite: number[]): number | JsonFault {
  if (text[at] === '"') return scanString(text, at)
  WORD.lastIndex = at
  const word = WORD.exec(text)?.[0]
  if (word !== undefined) {
    if (NON_FINITE.has(word)) nonFinite.push(at, at + word.length)
    else if (!LITERALS.has(word)) {
      const cut = at + word.length === text.length && [...LITERALS, ...NON_FINITE].some((literal) => literal.startsWith(word))
      return {
        code: 'not-json',
        offset: at,
        message: cut ? 'the text ends inside a word: it was cut off' : `the word ${word.slice(0, 40)} is not JSON`,
      }
    }
    return at + word.length
  }
  NUMBER.lastIndex = at
  const number = NUMBER.exec(text)?.[0]
  if (number !== undefined) return at + number.length
  return { code: 'not-json', offset: at, message: `${show(text, at)} stands where a value is expected` }
}

/** JSON: one body, or one object a line, which shows only once a second line begins. */
import { utf8Decode } from '@logitscope/core'
import type { Delta } from '../contract.ts'
import { parseJson } from '../shared/json.ts'
import { issue, withoutMark, type Transport, type TransportOptions } from './contract.ts'
import { createHeldBytes } from './held-bytes.ts'
import { createJsonLines } from './json-lines.ts'

const LF = 0x0a
const CLOSE = 0x7d

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === LF || byte === 0x0d

/** Whether the first line is an object by itself. */
function isObject(line: Uint8Array): boolean {
  let end = line.length
  while (end > 0 && isSpace(line[end - 1]!)) end -= 1
  return line[end - 1] === CLOSE && parseJson(withoutMark(utf8Decode(line, 0, end))).ok
}

export function createJsonText(options: TransportOptions): Transport {
  const { reader, issues, limitBytes } = options
  const held = createHeldBytes(limitBytes)
  let lines: Transport | null = null
  /** What the first line was: not over yet; an object, and nothing behind it so far; the beginning of a body. */
  let first: 'open' | 'object' | 'body' = 'open'

  function push(bytes: Uint8Array, out: Delta[]): void {
    if (lines !== null) {
      lines.push(bytes, out)
      return
    }
    const end = first === 'open' ? bytes.indexOf(LF) : -1
    if (end >= 0) {
      held.add(bytes.subarray(0, end))
      const line = held.peek()
      first = line !== null && isObject(line) ? 'object' : 'body'
      push(bytes.subarray(end), out)
      return
    }
    const before = first === 'object' && bytes.some((byte) => !isSpace(byte)) ? held.take() : null
    if (before === null) {
      held.add(bytes)
      return
    }
    lines = createJsonLines(options)
    lines.push(before, out)
    lines.push(bytes, out)
  }

  return {
    push,
    end(out) {
      if (lines !== null) {
        lines.end(out)
        return
      }
      const bytes = held.take()
      if (bytes === null) {
        issues.push(issue('record-too-large', `the answer is longer than ${limitBytes} bytes`))
        return
      }
      const parsed = parseJson(withoutMark(utf8Decode(bytes)))
      if (parsed.ok) reader.body(parsed.value, out)
      else issues.push(issue('malformed-json', `the answer is not JSON: ${parsed.message}`))
    },
  }
}

/** A JSON list whose elements are events, each read as soon as it is complete. */
import { utf8Decode } from '@logitscope/core'
import type { Delta } from '../contract.ts'
import { parseJson } from '../shared/json.ts'
import { issue, noteOversized, type Transport, type TransportOptions } from './contract.ts'
import { createHeldBytes } from './held-bytes.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const OPENING: readonly number[] = [0x5b, 0x7b]
const CLOSING: readonly number[] = [0x5d, 0x7d]
const SHOWN = 80

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d

export function createJsonList(options: TransportOptions): Transport {
  const { reader, issues, limitBytes } = options
  const held = createHeldBytes(limitBytes)
  let depth = 0
  let inString = false
  let escaped = false
  let elements = 0
  let oversized = 0
  let isOver = false
  /** The beginning of what stands behind the end. */
  const rest: number[] = []

  function keepRest(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length && rest.length < SHOWN; i++) if (rest.length > 0 || !isSpace(bytes[i]!)) rest.push(bytes[i]!)
  }

  function take(last: boolean, out: Delta[]): void {
    const bytes = held.take()
    elements += 1
    if (bytes === null) {
      oversized += 1
      return
    }
    const text = utf8Decode(bytes)
    if (last && text.trim() === '') {
      elements -= 1
      return
    }
    const parsed = parseJson(text)
    if (parsed.ok) reader.event(parsed.value, '', out)
    else reader.unreadable('malformed', `element ${elements} is not JSON: ${parsed.message}`)
  }

  /** Whether a byte stands between elements: the brackets of the list, and the commas in it. */
  function isBetween(byte: number): boolean {
    if (inString) {
      if (escaped) escaped = false
      else if (byte === BACKSLASH) escaped = true
      else if (byte === QUOTE) inString = false
      return false
    }
    if (byte === QUOTE) inString = true
    else if (OPENING.includes(byte)) return depth++ === 0
    else if (CLOSING.includes(byte)) return --depth === 0
    return byte === COMMA && depth === 1
  }

  return {
    push(bytes, out) {
      let start = 0
      for (let i = 0; i < bytes.length && !isOver; i++) {
        if (!isBetween(bytes[i]!)) continue
        if (depth === 0 || bytes[i] === COMMA) {
          held.add(bytes.subarray(start, i))
          take(depth === 0, out)
        } else held.take()
        isOver = depth === 0
        start = i + 1
      }
      if (isOver) keepRest(bytes.subarray(start))
      else held.add(bytes.subarray(start))
    },
    end() {
      if (!isOver) {
        const within = held.size() > limitBytes ? 'x' : utf8Decode(held.take() ?? new Uint8Array(0)).trim()
        reader.unreadable(
          'cut',
          within === '' ? `the list ends behind element ${elements}` : `the list ends inside element ${elements + 1}`,
        )
      } else if (rest.length > 0)
        issues.push(issue('malformed-json', `something stands behind the end of the list: "${utf8Decode(Uint8Array.from(rest)).trim()}"`))
      noteOversized(options, oversized, 'elements')
    },
  }
}

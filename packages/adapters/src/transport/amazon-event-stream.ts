/**
 * `application/vnd.amazon.eventstream`, in which Bedrock and SageMaker stream: binary messages of headers and a JSON payload. A payload that only
 * wraps the model's own JSON (`{"bytes": base64}`) is unwrapped. Layout: smithy.io, "Amazon Event Stream Specification".
 */
import { utf8Decode } from '@logitscope/core'
import type { Delta } from '../contract.ts'
import { parseJson } from '../shared/json.ts'
import { asRecord, asText } from '../shared/wire.ts'
import { fromBase64 } from './base64.ts'
import { issue, noteOversized, type Transport, type TransportOptions } from './contract.ts'

/** Total length, length of the headers, checksum of both. */
const PRELUDE = 12
const CHECKSUM = 4
/** Lengths of the values of header types; the others carry their own. */
const FIXED: ReadonlyMap<number, number> = new Map([
  [0, 0],
  [1, 0],
  [2, 1],
  [3, 2],
  [4, 4],
  [5, 8],
  [8, 8],
  [9, 16],
])
const TEXT = 7

/** The headers that hold text; as far as they can be read. */
function headersOf(bytes: Uint8Array): ReadonlyMap<string, string> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const found = new Map<string, string>()
  for (let at = 0; at < bytes.length;) {
    const name = at + 1
    const type = name + bytes[at]!
    if (type >= bytes.length) break
    const fixed = FIXED.get(bytes[type]!)
    const value = fixed === undefined ? type + 3 : type + 1
    if (fixed === undefined && value > bytes.length) break
    const end = value + (fixed ?? view.getUint16(type + 1))
    if (end > bytes.length) break
    if (bytes[type] === TEXT) found.set(utf8Decode(bytes, name, type), utf8Decode(bytes, value, end))
    at = end
  }
  return found
}

/** Whether bytes begin as such a stream does: a length whose first byte is 0, where text never has one. */
export function isAmazonEventStream(first: number): boolean {
  return first === 0
}

export function createAmazonEventStream(options: TransportOptions): Transport {
  const { reader, issues, limitBytes } = options
  let held: Uint8Array = new Uint8Array(0)
  let events = 0
  let oversized = 0
  /** Bytes of a message that is too long and still to come. */
  let skip = 0
  let isBroken = false

  function unwrapped(payload: Uint8Array): string {
    const text = utf8Decode(payload)
    const parsed = parseJson(text)
    const inner = parsed.ok ? asText(asRecord(parsed.value)?.['bytes']) : null
    const bytes = inner === null ? null : fromBase64(inner)
    return bytes === null ? text : utf8Decode(bytes)
  }

  function take(message: Uint8Array, headersLength: number, out: Delta[]): void {
    events += 1
    const headers = headersOf(message.subarray(PRELUDE, PRELUDE + headersLength))
    const kind = headers.get(':message-type')
    const parsed = parseJson(unwrapped(message.subarray(PRELUDE + headersLength, message.length - CHECKSUM)))
    if (kind === 'exception' || kind === 'error') {
      const code = headers.get(':exception-type') ?? headers.get(':error-code') ?? 'error'
      const said = parsed.ok ? asText(asRecord(parsed.value)?.['message']) : null
      reader.event({ error: { type: code, message: said ?? headers.get(':error-message') ?? code } }, 'error', out)
    } else if (parsed.ok) reader.event(parsed.value, headers.get(':event-type') ?? '', out)
    else reader.unreadable('malformed', `message ${events} holds no JSON: ${parsed.message}`)
  }

  /** Takes one message off what is held; whether there was one. */
  function next(out: Delta[]): boolean {
    if (held.length < PRELUDE) return false
    const view = new DataView(held.buffer, held.byteOffset, held.length)
    const total = view.getUint32(0)
    const headers = view.getUint32(4)
    if (total < PRELUDE + CHECKSUM || headers > total - PRELUDE - CHECKSUM) {
      isBroken = true
      reader.unreadable('malformed', `what follows message ${events} is no message`)
      return false
    }
    if (total > limitBytes) {
      oversized += 1
      skip = total
      drop()
      return held.length > 0
    }
    if (held.length < total) return false
    take(held.subarray(0, total), headers, out)
    held = held.subarray(total)
    return true
  }

  function drop(): void {
    const now = Math.min(skip, held.length)
    held = held.subarray(now)
    skip -= now
  }

  return {
    push(bytes, out) {
      if (isBroken) return
      const all = new Uint8Array(held.length + bytes.length)
      all.set(held)
      all.set(bytes, held.length)
      held = all
      drop()
      let more = true
      while (more) more = next(out)
    },
    end() {
      if (!isBroken && (held.length > 0 || skip > 0)) reader.unreadable('cut', `the stream ends inside message ${events + 1}`)
      noteOversized(options, oversized, 'messages')
      if (events === 0 && oversized === 0 && isBroken) issues.push(issue('not-an-answer', 'neither JSON nor an event stream: binary data'))
    },
  }
}

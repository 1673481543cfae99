/** Server-sent events by the WHATWG HTML standard (§9.2), from bytes cut anywhere. */
import { utf8Decode } from '@logitscope/core'

export interface SseEvent {
  /** The `event:` field; "" where there was none. */
  readonly name: string
  /** The `data:` lines, joined by line feeds. */
  readonly data: string
  /** The last `id:` of the stream; "" where there was none. */
  readonly id: string
  /** The stream ended before the blank line that closes an event. */
  readonly unfinished: boolean
}

export interface SseParser {
  /** Takes the next bytes; returns the events that they complete. */
  readonly push: (bytes: Uint8Array) => readonly SseEvent[]
  /** Says that no more will come; returns the event that the stream left open, where it has data. */
  readonly end: () => readonly SseEvent[]
  /** Events dropped because they were longer than the limit. */
  readonly oversized: () => number
  /** Lines that are no field of an event stream, and the first of them. */
  readonly strayLines: () => { readonly count: number; readonly first: string }
  /** The last `retry:` in milliseconds, or null. */
  readonly retryMs: () => number | null
}

const LF = 0x0a
const CR = 0x0d
const COLON = 0x3a
const STRAY_SHOWN = 120

/**
 * `limitBytes`: longest event, its field names included; a longer one is dropped and counted, and reading goes on behind it.
 * `onStray`: is told every line that is no field of an event stream.
 */
export function createSseParser(limitBytes: number, onStray?: (line: string) => void): SseParser {
  let held: Uint8Array = new Uint8Array(0)
  let heldLength = 0
  let skipLineFeed = false
  let atStart = true
  let eventBytes = 0
  let tooLong = false
  /** The line that is being read is dropped, whatever else of it comes. */
  let lineDropped = false
  let name = ''
  let id = ''
  let data: string[] = []
  let retry: number | null = null
  let dropped = 0
  let stray = 0
  let firstStray = ''

  function hold(bytes: Uint8Array): void {
    if (eventBytes + heldLength + bytes.length > limitBytes) {
      tooLong = true
      lineDropped = true
      heldLength = 0
      data = []
      return
    }
    if (lineDropped) return
    if (heldLength + bytes.length > held.length) {
      const grown = new Uint8Array(Math.max(heldLength + bytes.length, held.length * 2, 1024))
      grown.set(held.subarray(0, heldLength))
      held = grown
    }
    held.set(bytes, heldLength)
    heldLength += bytes.length
  }

  function dispatch(out: SseEvent[], unfinished: boolean): void {
    if (tooLong) dropped += 1
    else if (data.length > 0) out.push({ name, data: data.length === 1 ? data[0]! : data.join('\n'), id, unfinished })
    name = ''
    data = []
    eventBytes = 0
    tooLong = false
  }

  function field(line: string): void {
    const colon = line.indexOf(':')
    const key = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(line.charCodeAt(colon + 1) === 0x20 ? colon + 2 : colon + 1)
    if (key === 'data') data.push(value)
    else if (key === 'event') name = value
    else if (key === 'id') id = value.includes('\0') ? id : value
    else if (key === 'retry') retry = /^\d{1,9}$/.test(value) ? Number(value) : retry
    else {
      stray += 1
      if (stray === 1) firstStray = line.slice(0, STRAY_SHOWN)
      onStray?.(line)
    }
  }

  function line(out: SseEvent[], bytes: Uint8Array, start: number, end: number): void {
    if (heldLength > 0) hold(bytes.subarray(start, end))
    const length = heldLength
    heldLength = 0
    if (lineDropped) lineDropped = false
    else if (length > 0) content(out, held, 0, length)
    else content(out, bytes, start, end)
  }

  function content(out: SseEvent[], bytes: Uint8Array, from: number, end: number): void {
    let start = from
    if (atStart) {
      atStart = false
      if (end - start >= 3 && bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf) start += 3
    }
    if (start === end) {
      dispatch(out, false)
      return
    }
    eventBytes += end - start
    if (eventBytes > limitBytes) {
      tooLong = true
      data = []
    }
    if (!tooLong && bytes[start] !== COLON) field(utf8Decode(bytes, start, end))
  }

  return {
    push(bytes) {
      const out: SseEvent[] = []
      let start = 0
      if (skipLineFeed && bytes.length > 0) {
        if (bytes[0] === LF) start = 1
        skipLineFeed = false
      }
      let lineFeed = bytes.indexOf(LF, start)
      let carriageReturn = bytes.indexOf(CR, start)
      for (;;) {
        const end = lineFeed < 0 ? carriageReturn : carriageReturn < 0 ? lineFeed : Math.min(lineFeed, carriageReturn)
        if (end < 0) break
        line(out, bytes, start, end)
        start = end + 1
        if (bytes[end] === CR) {
          if (start === bytes.length) skipLineFeed = true
          else if (bytes[start] === LF) start += 1
        }
        if (lineFeed >= 0 && lineFeed < start) lineFeed = bytes.indexOf(LF, start)
        if (carriageReturn >= 0 && carriageReturn < start) carriageReturn = bytes.indexOf(CR, start)
      }
      if (start < bytes.length) hold(bytes.subarray(start))
      return out
    },
    end() {
      const out: SseEvent[] = []
      if (heldLength > 0) {
        const length = heldLength
        heldLength = 0
        content(out, held, 0, length)
      }
      dispatch(out, true)
      return out
    },
    oversized: () => dropped,
    strayLines: () => ({ count: stray, first: firstStray }),
    retryMs: () => retry,
  }
}

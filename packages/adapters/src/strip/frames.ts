/** Cuts a stream into its events as bytes, so that each can go on as it came. */

export interface Frame {
  /** All bytes of the event: fields, comments and the blank line that closes it; of a stream of JSON lines, the line with its end. */
  readonly bytes: Uint8Array
  /** Place of the data in the bytes; `null` where the event has none, or has it in several lines. */
  readonly data: { readonly start: number; readonly end: number } | null
}

export interface FrameCutter {
  /** Takes the next bytes; returns the events that they complete. The frames are copies. */
  readonly push: (bytes: Uint8Array) => readonly Frame[]
  /** What has not become an event yet; the cutter is empty afterwards. */
  readonly rest: () => Frame
  /** Whether it holds a part of an event. */
  readonly isInside: () => boolean
}

const LF = 0x0a
const CR = 0x0d
const COLON = 0x3a
const SPACE = 0x20
const NAME = [0x64, 0x61, 0x74, 0x61] as const

const isSpace = (byte: number | undefined): boolean => byte === SPACE || byte === 0x09 || byte === LF || byte === CR

/** The data of one event, where it stands in one line. */
function dataOf(bytes: Uint8Array): Frame['data'] {
  let found: Frame['data'] = null
  let start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  while (start < bytes.length) {
    let end = start
    while (end < bytes.length && bytes[end] !== LF && bytes[end] !== CR) end += 1
    const from = start
    if (NAME.every((byte, i) => bytes[from + i] === byte) && bytes[from + 4] === COLON) {
      if (found !== null) return null
      found = { start: from + (bytes[from + 5] === SPACE ? 6 : 5), end }
    }
    start = end + 1
  }
  return found
}

/**
 * `limitBytes`: an event longer than this is not waited for; its bytes go on in pieces without data.
 * Server-sent events end with a blank line (LF, CRLF or CR); a stream whose first byte opens an object is read as JSON lines, one that opens
 * a list goes on in pieces without data.
 */
export function createFrameCutter(limitBytes: number): FrameCutter {
  let held = new Uint8Array(1024)
  let length = 0
  /** Where the search goes on: before it no event ends. */
  let searched = 0
  /** Where the line that is being read begins. */
  let lineStart = 0
  let lines: boolean | null = null
  /** One long list, or no stream of events at all: its bytes wait for nothing. */
  let isRaw = false
  /** The event that is being read was too long: what is left of it has no data of its own. */
  let broken = false

  function hold(bytes: Uint8Array): void {
    if (length + bytes.length > held.length) {
      const grown = new Uint8Array(Math.max(length + bytes.length, held.length * 2))
      grown.set(held.subarray(0, length))
      held = grown
    }
    held.set(bytes, length)
    length += bytes.length
  }

  /** End of the first event behind what was searched, or −1. */
  function eventEnd(): number {
    for (let i = searched; i < length; i++) {
      const byte = held[i]
      if (byte !== LF && byte !== CR) continue
      if (lines === true) {
        if (byte === LF) return i + 1
        continue
      }
      const isBlank = i === lineStart
      // A CR at the end of the bytes may be half of a line end. Behind an empty line it closes the event all the same: nothing waits for it.
      if (byte === CR && i + 1 === length && !isBlank) {
        searched = i
        return -1
      }
      const end = byte === CR && i + 1 < length && held[i + 1] === LF ? i + 2 : i + 1
      if (isBlank) return end
      lineStart = end
      i = end - 1
    }
    searched = length
    return -1
  }

  function take(from: number, end: number): Frame {
    const bytes = held.slice(from, end)
    const data = broken ? null : lines === true ? { start: 0, end: bytes.length } : dataOf(bytes)
    broken = false
    return { bytes, data }
  }

  function findKind(): void {
    let i = 0
    while (i < length && (isSpace(held[i]) || held[i]! >= 0x80)) i += 1
    if (i === length) return
    lines = held[i] === 0x7b
    isRaw = held[i] === 0x5b
  }

  function drop(count: number): void {
    held.copyWithin(0, count, length)
    length -= count
    searched -= count
    lineStart -= count
  }

  return {
    push(bytes) {
      hold(bytes)
      if (lines === null) findKind()
      const out: Frame[] = []
      let from = 0
      for (let end = eventEnd(); end >= 0; end = eventEnd()) {
        out.push(take(from, end))
        from = end
        searched = end
        lineStart = end
      }
      drop(from)
      if (length > limitBytes || (isRaw && length > 0)) {
        out.push({ bytes: held.slice(0, length), data: null })
        broken = true
        drop(length)
      }
      return out
    },
    rest() {
      const frame = take(0, length)
      drop(length)
      return frame
    },
    isInside: () => length > 0,
  }
}

/** The bytes of an input that were pushed and not yet used up: usually the caller's own chunk, copied only when a value is cut by its end. */

const LF = 0x0a
/** A buffer that once held a long value is given back when it is no longer needed. */
const KEEP = 1024 * 1024
const LEAST = 65_536

export interface ByteWindow {
  bytes: Uint8Array
  /** The first byte not used up. */
  start: number
  end: number
  append: (chunk: Uint8Array) => void
  /** Copies what is left, so that the caller may reuse the chunk. */
  settle: () => void
  /** Index of the next line feed from `start` on, or −1. What was searched once is not searched again as long as `start` stays. */
  lineFeed: () => number
}

/** `usual` is the size that the buffer does not outgrow by doubling. */
export function createByteWindow(usual: number): ByteWindow {
  let own = new Uint8Array(0)
  let borrowed = false
  /** Offset in the whole input of index 0. */
  let base = 0
  let searchedFrom = -1
  let searched = 0

  function room(length: number): Uint8Array<ArrayBuffer> {
    if (own.length >= length && (own.length <= KEEP || length > KEEP / 2)) return own
    return new Uint8Array(Math.max(length, Math.min(own.length * 2, usual), LEAST))
  }

  const window: ByteWindow = {
    bytes: own,
    start: 0,
    end: 0,
    append(chunk) {
      const left = window.end - window.start
      if (left === 0) {
        base += window.end
        window.bytes = chunk
        window.start = 0
        window.end = chunk.length
        borrowed = true
        return
      }
      if (window.end + chunk.length > own.length) {
        const grown = room(left + chunk.length)
        grown.set(own.subarray(window.start, window.end))
        own = grown
        base += window.start
        window.start = 0
        window.end = left
      }
      own.set(chunk, window.end)
      window.bytes = own
      window.end += chunk.length
    },
    settle() {
      const left = window.end - window.start
      if (left === 0) {
        base += window.end
        if (own.length > KEEP) own = new Uint8Array(0)
        window.bytes = own
        window.start = 0
        window.end = 0
      } else if (borrowed) {
        const target = room(left)
        target.set(window.bytes.subarray(window.start, window.end))
        own = target
        window.bytes = own
        base += window.start
        window.start = 0
        window.end = left
      }
      borrowed = false
    },
    lineFeed() {
      const { bytes, start, end } = window
      const position = base + start
      const from = position === searchedFrom ? start + searched : start
      const at = (bytes.length === end ? bytes : bytes.subarray(0, end)).indexOf(LF, from)
      searchedFrom = position
      searched = (at < 0 ? end : at) - start
      return at
    },
  }
  return window
}

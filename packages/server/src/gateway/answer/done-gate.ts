/** Finds the mark that ends a stream, so that something can be put before it. */

export interface DoneGate {
  /** What may go on now. From the mark on, nothing does. */
  readonly push: (bytes: Uint8Array) => Uint8Array
  readonly isAtMark: () => boolean
  /** What was held back; the gate holds nothing afterwards. */
  readonly rest: () => Uint8Array
}

const MARKS = ['data: [DONE]', 'data:[DONE]'].map((mark) => Buffer.from(mark))
const LF = 0x0a
const NOTHING = new Uint8Array(0)

type Fit = 'whole' | 'begun' | 'none'

function fitAt(bytes: Buffer, at: number): Fit {
  let fit: Fit = 'none'
  for (const mark of MARKS) {
    const length = Math.min(mark.length, bytes.length - at)
    if (bytes.compare(mark, 0, length, at, at + length) !== 0) continue
    if (length === mark.length) return 'whole'
    fit = 'begun'
  }
  return fit
}

/** A line that begins as the mark does waits until it is clear what it is; all others go on at once. */
export function createDoneGate(): DoneGate {
  let held: Buffer = Buffer.alloc(0)
  let isAtMark = false
  let isLineStart = true

  return {
    push(piece) {
      const bytes = held.length === 0 ? Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength) : Buffer.concat([held, piece])
      if (isAtMark) {
        held = bytes
        return NOTHING
      }
      let at = isLineStart ? 0 : bytes.indexOf(LF) + 1
      const hasStart = isLineStart || at > 0
      while (hasStart && at < bytes.length) {
        const fit = fitAt(bytes, at)
        if (fit !== 'none') {
          isAtMark = fit === 'whole'
          isLineStart = true
          held = bytes.subarray(at)
          return bytes.subarray(0, at)
        }
        const next = bytes.indexOf(LF, at)
        if (next < 0) break
        at = next + 1
      }
      held = Buffer.alloc(0)
      if (bytes.length > 0) isLineStart = bytes[bytes.length - 1] === LF
      return bytes
    },
    isAtMark: () => isAtMark,
    rest() {
      const bytes = held
      held = Buffer.alloc(0)
      isAtMark = false
      return bytes
    },
  }
}

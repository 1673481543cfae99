/** Bytes of one piece that has not ended yet, up to a limit. */

export interface HeldBytes {
  /** Takes a copy. Beyond the limit nothing of the piece is kept. */
  readonly add: (bytes: Uint8Array) => void
  readonly size: () => number
  /** The piece so far; `null` where it is too long. */
  readonly peek: () => Uint8Array | null
  /** The piece, and an empty start for the next one; `null` where it was too long. */
  readonly take: () => Uint8Array | null
}

export function createHeldBytes(limitBytes: number): HeldBytes {
  let chunks: Uint8Array[] = []
  let size = 0

  function peek(): Uint8Array | null {
    if (size > limitBytes) return null
    if (chunks.length > 1) {
      const all = new Uint8Array(size)
      let at = 0
      for (const chunk of chunks) {
        all.set(chunk, at)
        at += chunk.length
      }
      chunks = [all]
    }
    return chunks[0] ?? new Uint8Array(0)
  }

  return {
    add(bytes) {
      if (bytes.length === 0) return
      size += bytes.length
      if (size > limitBytes) chunks = []
      else chunks.push(bytes.slice())
    },
    size: () => size,
    peek,
    take() {
      const bytes = peek()
      chunks = []
      size = 0
      return bytes
    },
  }
}

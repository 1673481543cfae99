/** Counts how often each record came, so that identical records of one input get different ids. */

/** Records whose count is kept (34 MB); among what comes beyond them, identical records are not told apart. */
const MOST = 3_000_000
const SEGMENTS = 64
const FULL = 0.75
/** The count takes the low bits of an entry's second word, the digest the others. */
const COUNT = 0xff

interface Segment {
  /** Two words an entry; a count of 0 makes it free. */
  table: Uint32Array
  used: number
}

export interface Occurrences {
  /** How often the digest (at least 18 hexadecimal digits) came before. */
  readonly next: (digest: string) => number
}

/** Index of the digest's entry, or of the free one where it belongs. */
function find(table: Uint32Array, high: number, low: number): number {
  const mask = table.length / 2 - 1
  for (let slot = (low >>> 8) & mask; ; slot = (slot + 1) & mask) {
    const word = table[slot * 2 + 1]!
    if ((word & COUNT) === 0 || (table[slot * 2] === high && (word ^ low) >>> 8 === 0)) return slot * 2
  }
}

function grow(segment: Segment): void {
  const old = segment.table
  segment.table = new Uint32Array(old.length * 2)
  for (let at = 0; at < old.length; at += 2) {
    if ((old[at + 1]! & COUNT) !== 0) segment.table.set(old.subarray(at, at + 2), find(segment.table, old[at]!, old[at + 1]!))
  }
}

export function createOccurrences(most: number = MOST): Occurrences {
  const segments: Segment[] = Array.from({ length: SEGMENTS }, () => ({ table: new Uint32Array(2 * 16), used: 0 }))
  const often = new Map<string, number>()
  let total = 0
  return {
    next(digest) {
      const high = Number.parseInt(digest.slice(0, 8), 16)
      const low = Number.parseInt(digest.slice(8, 16), 16)
      const segment = segments[Number.parseInt(digest.slice(16, 18), 16) % SEGMENTS]!
      let at = find(segment.table, high, low)
      const before = segment.table[at + 1]! & COUNT
      if (before === COUNT) {
        const count = often.get(digest) ?? COUNT
        often.set(digest, count + 1)
        return count
      }
      if (before === 0) {
        if (total >= most) return 0
        if (segment.used + 1 > (segment.table.length / 2) * FULL) {
          grow(segment)
          at = find(segment.table, high, low)
        }
        total += 1
        segment.used += 1
        segment.table[at] = high
        segment.table[at + 1] = (low & ~COUNT) >>> 0
      }
      segment.table[at + 1]! += 1
      return before
    },
  }
}

/** Which periods the end of a sequence repeats with, kept up to date symbol by symbol. */

export interface PeriodTracker {
  /** Takes the next symbol (`null` equals nothing) and returns how many of `candidates` are meant. */
  push: (key: number | string | null) => number
  /** Periods, ascending, with at least `copies` copies and at least `leastLength` symbols up to and including the latest one. */
  readonly candidates: Int32Array
  /** Symbols at the end that lie in copies of this period, the first copy included; 0 where the latest symbol does not repeat so. */
  lengthOf: (period: number) => number
  /** Forgets everything. */
  clear: () => void
}

/**
 * Tracks every period from 1 to `maxPeriod` at once: for each it counts how many symbols in a row equal the one a period before.
 *
 * Only earlier occurrences of the same symbol can continue a run, so a symbol costs one step for each of its occurrences among the last
 * `maxPeriod` symbols: few in a text, `maxPeriod` in a run of one symbol. Memory: proportional to `maxPeriod`.
 */
export function createPeriodTracker(maxPeriod: number, copies: number, leastLength: number): PeriodTracker {
  let size = 64
  while (size <= maxPeriod + 1) size *= 2
  const mask = size - 1
  const keys = new Array<number | string | null>(size).fill(null)
  const earlier = new Int32Array(size)
  const latestOf = new Map<number | string, number>()
  const matched = new Int32Array(maxPeriod + 1)
  const matchedAt = new Int32Array(maxPeriod + 1).fill(-2)
  const candidates = new Int32Array(maxPeriod)
  let count = 0

  return {
    candidates,
    push(key) {
      const at = count
      count += 1
      const latest = key === null ? undefined : latestOf.get(key)
      if (at > maxPeriod) {
        const gone = keys[(at - maxPeriod - 1) & mask] ?? null
        if (gone !== null && latestOf.get(gone) === at - maxPeriod - 1) latestOf.delete(gone)
      }
      keys[at & mask] = key
      earlier[at & mask] = latest ?? -1
      if (key !== null) latestOf.set(key, at)
      let found = 0
      for (let i = latest ?? -1; i >= 0 && at - i <= maxPeriod; i = earlier[i & mask]!) {
        const period = at - i
        const length = matchedAt[period] === at - 1 ? matched[period]! + 1 : 1
        matched[period] = length
        matchedAt[period] = at
        if (length >= (copies - 1) * period && length + period >= leastLength) candidates[found++] = period
      }
      return found
    },
    lengthOf: (period) => (count > 0 && matchedAt[period] === count - 1 ? matched[period]! + period : 0),
    clear() {
      latestOf.clear()
      matchedAt.fill(-2)
      count = 0
    },
  }
}

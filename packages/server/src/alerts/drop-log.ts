/** Remembers when captures were dropped, for as long as the longest window that a rule may have. */
export interface DropLog {
  /** Takes the count since the start; the difference to the last one is what was dropped meanwhile. */
  readonly update: (total: number, at: number) => void
  /** Noticed in (from, to]: what an update at `to` brought is in it. */
  readonly between: (from: number, to: number) => number
}

const KEPT_MS = 31 * 24 * 60 * 60_000

/** What was dropped before the start is not known to it. */
export function createDropLog(): DropLog {
  let last = 0
  let entries: { readonly at: number; readonly count: number }[] = []
  return {
    update: (total, at) => {
      if (total > last) entries.push({ at, count: total - last })
      last = total
      if (entries.length > 0 && (entries[0]?.at ?? at) < at - KEPT_MS) entries = entries.filter((entry) => entry.at >= at - KEPT_MS)
    },
    between: (from, to) => entries.reduce((sum, entry) => (entry.at > from && entry.at <= to ? sum + entry.count : sum), 0),
  }
}

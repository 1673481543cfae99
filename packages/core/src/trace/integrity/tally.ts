/** Counting what one rule finds. */
import type { EvidenceIssue, IssueCode } from '../types.ts'

export interface Tally {
  /** Counts one finding at a token; the detail of the first is kept. */
  readonly add: (at: number, detail?: string) => void
  readonly count: () => number
  /** The issue, or `null` where nothing was found. */
  readonly issue: (detail?: string) => EvidenceIssue | null
}

export function createTally(code: IssueCode): Tally {
  let count = 0
  let first = -1
  let firstDetail: string | undefined
  return {
    add(at, detail) {
      if (count === 0) {
        first = at
        firstDetail = detail
      }
      count += 1
    },
    count: () => count,
    issue(detail = firstDetail) {
      if (count === 0) return null
      return detail === undefined ? { code, count, at: first } : { code, count, at: first, detail }
    },
  }
}

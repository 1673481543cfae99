/** Counts what was wrong, by code and detail. */
import type { EvidenceIssue, IssueCode } from '@logitscope/core'

export interface IssueLog {
  /** `at`: index of the token; the first one is kept. */
  readonly add: (code: IssueCode, at?: number, detail?: string, count?: number) => void
  readonly has: (code: IssueCode) => boolean
  readonly list: () => EvidenceIssue[]
  /** Says that the first `by` tokens belong elsewhere: places move, those before the first are forgotten. */
  readonly moveBack: (by: number) => void
  /** Takes over everything of another log. */
  readonly absorb: (other: IssueLog) => void
}

const MOST_KINDS = 64
const LONGEST_DETAIL = 200

interface Counted {
  readonly code: IssueCode
  count: number
  at: number | undefined
  readonly detail: string | undefined
}

export function createIssueLog(): IssueLog {
  const counted = new Map<string, Counted>()

  function add(code: IssueCode, at?: number, detail?: string, count = 1): void {
    const shown = detail !== undefined && detail.length > LONGEST_DETAIL ? `${detail.slice(0, LONGEST_DETAIL)}…` : detail
    let key = shown === undefined ? code : `${code}\n${shown}`
    let kept = shown
    if (counted.size >= MOST_KINDS && !counted.has(key)) {
      key = `${code}\nand others`
      kept = 'and others'
    }
    const known = counted.get(key)
    if (known === undefined) counted.set(key, { code, count, at, detail: kept })
    else {
      known.count += count
      known.at ??= at
    }
  }

  return {
    add,
    has: (code) => [...counted.values()].some((issue) => issue.code === code),
    list: () =>
      [...counted.values()].map(({ code, count, at, detail }) => ({
        code,
        count,
        ...(at === undefined ? {} : { at }),
        ...(detail === undefined ? {} : { detail }),
      })),
    moveBack(by) {
      for (const issue of counted.values()) if (issue.at !== undefined) issue.at = issue.at < by ? undefined : issue.at - by
    },
    absorb(other) {
      for (const issue of other.list()) add(issue.code, issue.at, issue.detail, issue.count)
    },
  }
}

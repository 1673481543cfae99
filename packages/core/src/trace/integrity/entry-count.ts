/** Token entries against the number of output tokens that the provider reports. */
import type { EvidenceIssue, FinishReason, Token, Usage } from '../types.ts'

export interface EntryCount {
  /** Entries divided by reported tokens, at most 1; `null` where the report does not tell. */
  readonly completeness: number | null
  readonly issue: EvidenceIssue | null
}

const UNKNOWN: EntryCount = { completeness: null, issue: null }

/**
 * Compares the entries of one output with its reported number of tokens.
 * - The end-of-sequence token is counted by most providers and listed by few: one entry less is explained where the output ended by itself, and
 *   none is explained where it was cut by length.
 * - Hidden reasoning is counted too: where no entry belongs to reasoning, `usage.reasoning` is taken off, as far as entries are missing.
 * - Several choices share one count and cannot be told apart: `null`, and so without a count or without any entry.
 * Fewer entries are `entries-missing`, more are `entries-extra` (and a completeness of 1), each with the difference as its count.
 */
export function compareEntries(tokens: readonly Token[], usage: Usage | undefined, finish: FinishReason, choices: number): EntryCount {
  if (usage === undefined || choices > 1 || tokens.length === 0 || !Number.isFinite(usage.output) || usage.output < 0) return UNKNOWN
  const entries = tokens.length
  const reasoning = tokens.some((token) => token.part === 'reasoning') ? 0 : (usage.reasoning ?? 0)
  const reported = entries < usage.output ? usage.output - Math.min(Math.max(0, reasoning), usage.output - entries) : usage.output
  const missing = reported - entries
  const endListed = tokens[entries - 1]!.special === true
  const explained = finish !== 'length' && !endListed ? 1 : 0
  if (missing > explained) {
    const detail = `${entries} entries for ${usage.output} reported tokens`
    return { completeness: entries / reported, issue: { code: 'entries-missing', count: missing - explained, detail } }
  }
  // A provider that lists the end-of-sequence token need not count it.
  if (-missing > (endListed ? 1 : 0)) {
    const detail = `${entries} entries for ${usage.output} reported tokens`
    return { completeness: 1, issue: { code: 'entries-extra', count: -missing, detail } }
  }
  return { completeness: 1, issue: null }
}

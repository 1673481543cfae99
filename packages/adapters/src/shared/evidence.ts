/** Evidence of one answer: what the reader noted and what the tokens themselves show. */
import type { Evidence, EvidenceBasis, EvidenceIssue, EvidenceTier, Output, Token } from '@logitscope/core'
import type { IssueLog } from './issue-log.ts'

export interface EvidenceFacts {
  readonly output: Output
  readonly tokens: readonly Token[]
  readonly basis: EvidenceBasis
  readonly completeness: number | null
  readonly log: IssueLog
}

function tierOf(tokens: readonly Token[], k: number): EvidenceTier {
  if (k > 0) return 'top-k'
  return tokens.some((token) => token.logprob !== null || token.ceiling !== undefined) ? 'selected' : 'none'
}

/** A place behind the last token is none: the entry there could not be read. */
function placed(issue: EvidenceIssue, tokens: number): EvidenceIssue {
  if (issue.at === undefined || issue.at < tokens) return issue
  const { at: _, ...rest } = issue
  return rest
}

export function evidenceOf(facts: EvidenceFacts): Evidence {
  const k = facts.tokens.reduce((most, token) => Math.max(most, token.alternatives.length), 0)
  return {
    tier: tierOf(facts.tokens, k),
    k,
    basis: facts.basis,
    completeness: facts.completeness,
    issues: facts.log.list().map((issue) => placed(issue, facts.tokens.length)),
  }
}

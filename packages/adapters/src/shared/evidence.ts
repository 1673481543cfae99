/** Evidence of one answer: what the reader noted and what the tokens themselves show. */
import {
  assessEvidence,
  type Evidence,
  type EvidenceBasis,
  type EvidenceIssue,
  type Message,
  type Output,
  type Token,
  type Usage,
} from '@logitscope/core'
import type { IssueLog } from './issue-log.ts'

export interface EvidenceFacts {
  readonly output: Output
  readonly tokens: readonly Token[]
  readonly basis: EvidenceBasis
  /** Entries / reported tokens, as the reader worked it out; what is missing stands in the log. */
  readonly completeness: number | null
  readonly log: IssueLog
  readonly usage?: Usage
  readonly streamed?: boolean
  /** Outputs of the request; default 1. */
  readonly choices?: number
  readonly messages?: readonly Message[]
  readonly vocabulary?: number
}

/** A place behind the last token is none: the entry there could not be read. */
function placed(issue: EvidenceIssue, tokens: number): EvidenceIssue {
  if (issue.at === undefined || issue.at < tokens) return issue
  const { at: _, ...rest } = issue
  return rest
}

export function evidenceOf({
  log,
  output,
  tokens,
  basis,
  completeness,
  usage,
  streamed,
  choices,
  messages,
  vocabulary,
}: EvidenceFacts): Evidence {
  return assessEvidence({
    tokens,
    output,
    basis,
    completeness,
    streamed: streamed ?? false,
    choices: choices ?? 1,
    adapterIssues: log.list().map((issue) => placed(issue, tokens.length)),
    ...(usage === undefined ? {} : { usage }),
    ...(messages === undefined ? {} : { messages }),
    ...(vocabulary === undefined ? {} : { vocabulary }),
  })
}

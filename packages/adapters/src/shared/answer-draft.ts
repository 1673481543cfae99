/** One output (one choice) while its pieces arrive. */
import type { EvidenceBasis, FinishReason, Part } from '@logitscope/core'
import type { DecodeLimits } from '../contract.ts'
import { createEntryNotes, type DraftToken, type EntryNotes } from './draft-token.ts'
import { createIssueLog, type IssueLog } from './issue-log.ts'

export interface ToolDraft {
  id: string | null
  name: string
  arguments: string
}

/** What came where log-probabilities could have been. */
export type LogprobsSeen = 'absent' | 'null' | 'empty' | 'tokens'

const RANK: Readonly<Record<LogprobsSeen, number>> = { absent: 0, null: 1, empty: 2, tokens: 3 }

export interface AnswerDraft {
  readonly choice: number
  content: string
  refusal: string
  reasoning: string
  /** By the provider's index. */
  readonly tools: Map<number, ToolDraft>
  tokens: DraftToken[]
  /** For each token: came in the list that is shared by everything the model wrote, so that its part shows only beside the texts. */
  shared: boolean[]
  /** For each token: the part of the text that came with it. */
  hints: Part[]
  /** Index of the first token of each event that carried tokens. */
  blocks: number[]
  /** Events that carried text. */
  textEvents: number
  promptTokens: DraftToken[] | null
  finishRaw: string | null
  /** What the end was, where the provider's word alone does not say. */
  finishUnified: FinishReason | null
  error: { readonly code: string; readonly message: string } | null
  seen: LogprobsSeen
  /** Counted output tokens, where the payload reports them for this choice alone. */
  ownOutputTokens: number | null
  /** Tokens around an output that are counted and never listed: usually that of the end of the sequence alone. */
  framing: number
  /** From which distribution the values come, where the format itself says so. */
  basis: EvidenceBasis | null
  readonly log: IssueLog
  readonly notes: EntryNotes
}

export function createAnswerDraft(choice: number, limits: DecodeLimits): AnswerDraft {
  const log = createIssueLog()
  return {
    choice,
    content: '',
    refusal: '',
    reasoning: '',
    tools: new Map(),
    tokens: [],
    shared: [],
    hints: [],
    blocks: [],
    textEvents: 0,
    promptTokens: null,
    finishRaw: null,
    finishUnified: null,
    error: null,
    seen: 'absent',
    ownOutputTokens: null,
    framing: 1,
    basis: null,
    log,
    notes: createEntryNotes(log, limits),
  }
}

/** Remembers the most that was seen so far. */
export function noteSeen(draft: AnswerDraft, seen: LogprobsSeen): void {
  if (RANK[seen] > RANK[draft.seen]) draft.seen = seen
}

/** Adds tokens that came together. `shared`: they came in the list that is shared by all texts; `hint`: the text they came with. */
export function addTokens(draft: AnswerDraft, tokens: readonly DraftToken[], shared: boolean, hint: Part): readonly DraftToken[] {
  if (tokens.length === 0) return tokens
  const most = draft.notes.limits.tokens
  const room = Math.max(0, most - draft.tokens.length)
  const kept = tokens.length <= room ? tokens : tokens.slice(0, room)
  if (kept.length < tokens.length)
    draft.log.add('limit-exceeded', undefined, `tokens beyond ${most} are left out`, tokens.length - kept.length)
  if (kept.length > 0) draft.blocks.push(draft.tokens.length)
  for (const token of kept) {
    if (shared) token.part = hint
    draft.tokens.push(token)
    draft.shared.push(shared)
    draft.hints.push(hint)
  }
  return kept
}

/** Leaves out what lies beyond the limit of tokens in a scored prompt, and counts it. */
export function limitPrompt(draft: AnswerDraft): void {
  const { promptTokens, notes } = draft
  const beyond = (promptTokens?.length ?? 0) - notes.limits.tokens
  if (promptTokens === null || beyond <= 0) return
  draft.promptTokens = promptTokens.slice(0, notes.limits.tokens)
  draft.log.add('limit-exceeded', undefined, `prompt tokens beyond ${notes.limits.tokens} are left out`, beyond)
}

const MOST_TOOLS = 1024

/** The tool call with the provider's index, made where it is new; `null` beyond a limit, which is counted. */
export function toolAt(draft: AnswerDraft, index: number): ToolDraft | null {
  const known = draft.tools.get(index)
  if (known !== undefined) return known
  if (draft.tools.size >= MOST_TOOLS) {
    draft.log.add('limit-exceeded', undefined, `tool calls beyond ${MOST_TOOLS} are left out`)
    return null
  }
  const tool: ToolDraft = { id: null, name: '', arguments: '' }
  draft.tools.set(index, tool)
  return tool
}

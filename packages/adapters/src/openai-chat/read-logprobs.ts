/** The log-probabilities of a choice or of a piece of one, in every shape that chat answers carry them. */
import type { Part, Token } from '@logitscope/core'
import { addTokens, noteSeen, type AnswerDraft } from '../shared/answer-draft.ts'
import type { DraftToken } from '../shared/draft-token.ts'
import { noteUnknown } from '../shared/known-fields.ts'
import { usableLogprob } from '../shared/numbers.ts'
import { isArrays, readArrays } from '../shared/read-arrays.ts'
import { readEntry } from '../shared/read-entry.ts'
import { asArray, asCount, asRecord, asText, isPresent, type Wire } from '../shared/wire.ts'
import { LISTS } from './fields.ts'

function readList(draft: AnswerDraft, list: unknown, part: Part, shared: boolean, hint: Part): readonly Token[] {
  const entries = asArray(list)
  if (entries === null) {
    if (isPresent(list)) draft.log.add('wrong-type', undefined, 'a list of log-probabilities is not a list')
    return []
  }
  const room = draft.notes.limits.tokens - draft.tokens.length
  const tokens: DraftToken[] = []
  for (let i = 0; i < entries.length && i <= room; i++) {
    const token = readEntry(entries[i], part, draft.tokens.length + tokens.length, draft.notes)
    if (token !== null) tokens.push(token)
  }
  const kept = addTokens(draft, tokens, shared, hint)
  const beyond = entries.length - 1 - room
  if (beyond > 0) draft.log.add('limit-exceeded', undefined, `tokens beyond ${draft.notes.limits.tokens} are left out`, beyond)
  noteSeen(draft, kept.length > 0 ? 'tokens' : 'empty')
  return kept
}

function readRecord(draft: AnswerDraft, logprobs: Wire, hint: Part): readonly Token[] {
  noteUnknown(logprobs, LISTS, 'choices[].logprobs.', draft.log)
  noteSeen(draft, 'empty')
  if (isArrays(logprobs)) {
    const read = readArrays(logprobs, 'content', draft.tokens.length, draft.notes).map(({ token }) => token)
    const kept = addTokens(draft, read, true, hint)
    if (kept.length > 0) noteSeen(draft, 'tokens')
    return kept
  }
  return [
    ...readList(draft, logprobs['reasoning_content'], 'reasoning', false, 'reasoning'),
    ...readList(draft, logprobs['content'], 'content', true, hint),
    ...readList(draft, logprobs['refusal'], 'refusal', false, 'refusal'),
  ]
}

/** One number for the piece: the token is the piece's own text. */
function readNumber(draft: AnswerDraft, value: number, message: Wire | null, hint: Part): readonly Token[] {
  const logprob = usableLogprob(value)
  if (Number.isNaN(logprob)) draft.log.add('sentinel', draft.tokens.length)
  const token: DraftToken = {
    text: asText(message?.['content']) ?? '',
    logprob: Number.isNaN(logprob) ? null : logprob,
    part: 'content',
    alternatives: [],
  }
  const id = asCount(message?.['token_id'])
  if (id !== null) token.id = id
  noteSeen(draft, 'tokens')
  return addTokens(draft, [token], true, hint)
}

/** Ids that came beside the tokens, one for each. */
function addIds(tokens: readonly DraftToken[], ids: unknown): void {
  const list = asArray(ids)
  if (list?.length !== tokens.length) return
  tokens.forEach((token, i) => {
    const id = asCount(list[i])
    if (id !== null) token.id ??= id
  })
}

/** Reads what a choice says about its tokens; returns those that came. `hint`: the text that came with them. */
export function readLogprobs(draft: AnswerDraft, choice: Wire, message: Wire | null, hint: Part): readonly Token[] {
  const { logprobs } = choice as { readonly logprobs?: unknown }
  const before = draft.tokens.length
  if (logprobs === null) noteSeen(draft, 'null')
  else if (typeof logprobs === 'number') readNumber(draft, logprobs, message, hint)
  else if (Array.isArray(logprobs)) readList(draft, logprobs, 'content', true, hint)
  else {
    const record = asRecord(logprobs)
    if (record !== null) readRecord(draft, record, hint)
    else if (logprobs !== undefined) draft.log.add('wrong-type', undefined, 'logprobs is neither an object nor null')
  }
  const reasoning = asRecord(choice['reasoning_logprobs'])
  if (reasoning !== null) readList(draft, reasoning['content'], 'reasoning', false, 'reasoning')
  const came = draft.tokens.slice(before)
  addIds(came, choice['token_ids'])
  return came
}

/** The log-probabilities of a choice or of a piece of one, in every shape that chat answers carry them. */
import type { Part, Token } from '@logitscope/core'
import { addTokens, noteSeen, type AnswerDraft } from '../shared/answer-draft.ts'
import type { DraftToken } from '../shared/draft-token.ts'
import { noteUnknown } from '../shared/known-fields.ts'
import { usableLogprob } from '../shared/numbers.ts'
import { isArrays, readArrays } from '../shared/read-arrays.ts'
import { addIds, readList } from '../shared/read-list.ts'
import { asCount, asRecord, asText, type Wire } from '../shared/wire.ts'
import { LISTS } from './fields.ts'

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

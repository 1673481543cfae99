/** A list of token entries, added to an answer. */
import type { Part, Token } from '@logitscope/core'
import { addTokens, noteSeen, type AnswerDraft } from './answer-draft.ts'
import type { DraftToken } from './draft-token.ts'
import { readEntry } from './read-entry.ts'
import { asArray, asCount, isPresent } from './wire.ts'

/** `shared`: the list holds the tokens of everything the model wrote; `hint`: the text that came with it. Returns the tokens that came. */
export function readList(draft: AnswerDraft, list: unknown, part: Part, shared: boolean, hint: Part): readonly Token[] {
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

/** Gives tokens the ids that came beside them, where there is one for each. */
export function addIds(tokens: readonly DraftToken[], ids: unknown): void {
  const list = asArray(ids)
  if (list?.length !== tokens.length) return
  tokens.forEach((token, i) => {
    const id = asCount(list[i])
    if (id !== null) token.id ??= id
  })
}

/** Entries of formats that name a token by its id and perhaps its text: read as entries of chat, or as tokens of a scored prompt. */
import { censor, isIdText, type Alternative, type Token } from '@logitscope/core'
import { makeAlternative, type DraftToken, type EntryNotes } from './draft-token.ts'
import { flawOf, usableLogprob } from './numbers.ts'
import { asCount, asText, isPresent } from './wire.ts'

/** One token as such a format writes it. */
export interface IdEntry {
  readonly logprob: unknown
  readonly id: unknown
  readonly text: unknown
}

/** The text of a token of which only the id is known. */
export function idText(id: unknown): string {
  const known = asCount(id)
  return known === null ? '' : `token_id:${known}`
}

/** The text that a format which writes ids has for a token: none where only the id is known. */
export function textOrNull({ text, id }: Token | Alternative): string | null {
  return id !== undefined && isIdText(text) ? null : text
}

/** In the words of chat. */
export function chatEntry({ logprob, id, text }: IdEntry, list: readonly IdEntry[] | null): Record<string, unknown> {
  return {
    token: isPresent(text) ? text : idText(id),
    logprob,
    ...(isPresent(id) ? { id } : {}),
    ...(list === null ? {} : { top_logprobs: list.map((entry) => chatEntry(entry, null)) }),
  }
}

/** One token of a scored prompt; the first has no value in any format. */
export function promptToken(entry: IdEntry, list: readonly IdEntry[], at: number, notes: EntryNotes): DraftToken {
  const logprob = usableLogprob(entry.logprob)
  if (Number.isNaN(logprob) && at > 0) notes.log.add(flawOf(entry.logprob) ?? 'missing-logprob', undefined, 'of the prompt')
  const alternatives: Alternative[] = []
  const most = notes.limits.alternatives
  if (list.length > most)
    notes.log.add('limit-exceeded', undefined, `alternatives beyond ${most} at one token are left out`, list.length - most)
  for (const other of list.length > most ? list.slice(0, most) : list) {
    const value = usableLogprob(other.logprob)
    if (Number.isNaN(value)) notes.log.add(flawOf(other.logprob) ?? 'missing-logprob', undefined, 'of an alternative in the prompt')
    else alternatives.push(makeAlternative(asText(other.text) ?? idText(other.id), value, null, asCount(other.id)))
  }
  alternatives.sort((a, b) => b.logprob - a.logprob)
  const id = asCount(entry.id)
  const token: DraftToken = {
    text: asText(entry.text) ?? idText(entry.id),
    logprob: Number.isNaN(logprob) ? null : logprob,
    part: 'content',
    alternatives,
  }
  if (id !== null) token.id = id
  if (token.logprob !== null || alternatives.some((other) => other.id === token.id)) return token
  const { ceiling } = censor(null, alternatives)
  if (ceiling !== undefined) token.ceiling = ceiling
  return token
}

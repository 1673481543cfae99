/** Which of the token lists of a piece to believe: exact values win over rounded ones, and take what only the rounded list has. */
import type { Alternative } from '@logitscope/core'
import { noteSeen, type AnswerDraft } from '../shared/answer-draft.ts'
import { createEntryNotes, type DraftToken, type EntryNotes } from '../shared/draft-token.ts'
import { createIssueLog } from '../shared/issue-log.ts'
import { readEntry } from '../shared/read-entry.ts'
import type { Piece } from './pieces.ts'

/** Six decimals are what the finished answer is rounded to. */
const ROUNDED = 1e-6

function readAll(list: readonly unknown[], at: number, notes: EntryNotes): DraftToken[] {
  const most = notes.limits.tokens
  if (list.length > most) notes.log.add('limit-exceeded', undefined, `tokens beyond ${most} are left out`, list.length - most)
  return list.slice(0, most).flatMap((entry, i) => readEntry(entry, 'content', at + i, notes) ?? [])
}

function isSame(exact: DraftToken, rounded: DraftToken): boolean {
  if (exact.text !== rounded.text) return false
  if (exact.logprob === null || rounded.logprob === null) return exact.logprob === rounded.logprob
  return Math.abs(exact.logprob - rounded.logprob) <= ROUNDED
}

function withBytesOf(exact: Alternative, other: Alternative | undefined): Alternative {
  return exact.bytes === undefined && other?.bytes !== undefined && other.text === exact.text ? { ...exact, bytes: other.bytes } : exact
}

/** The exact token with the bytes that only the other list gives. */
function completed(exact: DraftToken, other: DraftToken): DraftToken {
  const alternatives = exact.alternatives.map((entry, i) => withBytesOf(entry, other.alternatives[i]))
  const token: DraftToken = { ...exact, alternatives: alternatives.length === 0 ? other.alternatives : alternatives }
  if (token.bytes === undefined && other.bytes !== undefined) token.bytes = other.bytes
  if (token.id === undefined && other.id !== undefined) token.id = other.id
  return token
}

/** The longer list, with the exact tokens in the places of their rounded copies. */
function merged(exact: readonly DraftToken[], other: readonly DraftToken[]): DraftToken[] {
  const out: DraftToken[] = []
  let next = 0
  for (const token of other) {
    const match = next < exact.length && isSame(exact[next]!, token) ? exact[next++]! : null
    out.push(match === null ? token : completed(match, token))
  }
  return next === exact.length ? out : [...exact]
}

/** The tokens of a piece; `at`: index of the first among those of the answer. */
export function tokensOf(draft: AnswerDraft, piece: Piece, at: number): readonly DraftToken[] {
  const { tokens, closing, finished } = piece
  const longest = (closing?.length ?? 0) > 0 ? closing : finished
  if (closing !== null || finished !== null) noteSeen(draft, 'empty')
  if (tokens.length === 0) return longest === null ? [] : readAll(longest, at, draft.notes)
  const withoutBytes = tokens.every((token) => token.bytes === undefined)
  const other = (closing?.length ?? 0) > tokens.length ? closing : withoutBytes || (finished?.length ?? 0) > tokens.length ? finished : null
  if (other === null || other.length < tokens.length) return tokens
  // What is wrong with these entries was noted when they came the first time.
  const notes = createEntryNotes(createIssueLog(), draft.notes.limits)
  return merged(tokens, readAll(other, at, notes))
}

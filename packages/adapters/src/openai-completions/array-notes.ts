/** What the parallel arrays of an answer say beside the tokens, kept until the answer is whole. */
import type { AnswerDraft } from '../shared/answer-draft.ts'
import type { ArrayToken } from '../shared/read-arrays.ts'

export interface ArrayNotes {
  /** Where each token starts in the text, in the provider's unit. */
  readonly offsets: (number | null)[]
  /** For each token: neither a value nor a list came for it. */
  readonly unscored: boolean[]
  /** Number of alternatives listed for each token; `null` where there is no list. */
  readonly listed: (number | null)[]
  /** Ids of the prompt's tokens where the payload tells them. */
  promptIds: readonly unknown[] | null
}

export function createArrayNotes(): ArrayNotes {
  return { offsets: [], unscored: [], listed: [], promptIds: null }
}

export function addArrayNotes(notes: ArrayNotes, tokens: readonly ArrayToken[]): void {
  for (const { offset, unscored, listed } of tokens) {
    notes.offsets.push(offset)
    notes.unscored.push(unscored)
    notes.listed.push(listed)
  }
}

const NEARLY_ALL = 1 - 1e-3

/** The usual length of a list. Some servers add the chosen token behind the asked number: a list that it closes says nothing. */
function usualLength(draft: AnswerDraft, listed: readonly (number | null)[], asked: number | undefined): number {
  if (asked !== undefined && listed.some((length) => length !== null && length >= asked)) return asked
  const counts = new Map<number, number>()
  draft.tokens.forEach((token, i) => {
    const length = listed[i]
    const last = token.alternatives[token.alternatives.length - 1]
    const closes = token.alternatives.length > 1 && last?.text === token.text && last.logprob === token.logprob
    if (typeof length === 'number' && !closes) counts.set(length, (counts.get(length) ?? 0) + 1)
  })
  let usual = 0
  for (const [length, count] of counts) if (count > (counts.get(usual) ?? 0)) usual = length
  return usual
}

/** Says where a list is shorter than the others though it does not hold the whole mass: texts that are equal fell together in it. */
export function noteCollapsed(draft: AnswerDraft, notes: ArrayNotes, asked: number | undefined): void {
  const usual = usualLength(draft, notes.listed, asked)
  let count = 0
  let first = -1
  for (let i = 0; i < draft.tokens.length; i++) {
    const length = notes.listed[i]
    if (length === null || length === undefined || length >= usual) continue
    const mass = draft.tokens[i]!.alternatives.reduce((sum, entry) => sum + Math.exp(entry.logprob), 0)
    if (mass >= NEARLY_ALL) continue
    count += 1
    if (first < 0) first = i
  }
  if (count > 0)
    draft.log.add('not-true-top-k', first, 'alternatives with equal texts fell together in a list that is keyed by text', count)
}

/** The parallel arrays of older completions: `{tokens[], token_logprobs[], top_logprobs[], text_offset[]}` and what dialects add. */
import type { Alternative, Part } from '@logitscope/core'
import type { DraftToken, EntryNotes } from './draft-token.ts'
import { names, noteUnknown } from './known-fields.ts'
import { flawOf, usableLogprob } from './numbers.ts'
import { assembleToken, readDictionary } from './read-entry.ts'
import { readTokenText } from './token-text.ts'
import { asArray, asCount, asRecord, isPresent, type Wire } from './wire.ts'

const KNOWN: ReadonlySet<string> = names('tokens token_logprobs top_logprobs text_offset token_ids content refusal')

/** Whether an object holds its tokens as parallel arrays. */
export function isArrays(logprobs: Wire): boolean {
  return Array.isArray(logprobs['tokens']) || Array.isArray(logprobs['token_logprobs'])
}

export interface ArrayToken {
  readonly token: DraftToken
  /** Where the token starts in the text of prompt and answer, in the provider's unit; `null` where not given. */
  readonly offset: number | null
  /** No value and no list came for it: the first token of a prompt has none. */
  readonly unscored: boolean
  /** Number of alternatives that the payload listed, `null` where it listed none at all. */
  readonly listed: number | null
}

function alternativesAt(given: unknown, at: number, notes: EntryNotes): Alternative[] {
  if (!isPresent(given)) return []
  const dictionary = asRecord(given)
  if (dictionary !== null) return readDictionary(dictionary, at, notes)
  notes.log.add('wrong-type', at, 'an element of top_logprobs is not an object')
  return []
}

/** Reads the arrays as far as the longest goes; `at`: index of the first token among those of the answer. */
export function readArrays(logprobs: Wire, part: Part, at: number, notes: EntryNotes): ArrayToken[] {
  noteUnknown(logprobs, KNOWN, 'logprobs.', notes.log)
  const texts = asArray(logprobs['tokens']) ?? []
  const values = asArray(logprobs['token_logprobs']) ?? []
  const ids = asArray(logprobs['token_ids'])
  const offsets = asArray(logprobs['text_offset'])
  // One dictionary for all tokens instead of one for each is a slip in one vendor's types; it can only belong to a single token.
  const lists = asArray(logprobs['top_logprobs']) ?? (asRecord(logprobs['top_logprobs']) !== null ? [logprobs['top_logprobs']] : null)
  if (texts.length !== values.length) notes.log.add('wrong-type', at, 'tokens and token_logprobs are not equally long')
  const count = Math.max(texts.length, values.length)
  const out: ArrayToken[] = []
  for (let i = 0; i < count; i++) {
    const index = at + i
    const value = values[i]
    const given = lists?.[i]
    const unscored = !isPresent(value) && !isPresent(given)
    const logprob = usableLogprob(value)
    if (Number.isNaN(logprob) && !(unscored && index === 0)) notes.log.add(flawOf(value) ?? 'missing-logprob', index)
    else if (typeof value === 'string') notes.log.add('wrong-type', index, 'a number in quotes')
    if (typeof texts[i] !== 'string') notes.textless += 1
    const read = readTokenText(texts[i], undefined)
    const alternatives = alternativesAt(given, index, notes)
    const listed = isPresent(given) ? alternatives.length : null
    const token = assembleToken(read, logprob, asCount(ids?.[i]) ?? read.id, part, alternatives, index, notes)
    out.push({ token, offset: asCount(offsets?.[i]), unscored, listed })
  }
  return out
}

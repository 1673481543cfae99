/** Token entries against the number of tokens that the provider reports. */
import type { Finish, Usage } from '@logitscope/core'
import type { AnswerDraft } from './answer-draft.ts'

export interface EntryCount {
  /** Token entries of the output, template and end-of-sequence tokens included. */
  readonly entries: number
  /** Those of them that belong to reasoning. */
  readonly reasoning: number
  /** Most tokens that may be in the count and have no entry: that of the end of the sequence, where the output ended by itself. */
  readonly unlisted: number
  /** Output tokens reported for this output alone. */
  readonly own: number | null
  /** Tokens known to be without an entry, whatever the report says. */
  readonly hidden: number
}

export interface Completeness {
  /** At most 1; `null` where the report does not tell. */
  readonly share: number | null
  /** Entries beyond the reported number: above 0 too many, below 0 too few; those that are explained not counted. */
  readonly surplus: number
  readonly detail: string
}

const UNKNOWN: Completeness = { share: null, surplus: 0, detail: '' }

function compare(entries: number, reported: number, ends: number, counted: number): Completeness {
  const missing = reported - entries
  const detail = `${entries} entries for ${counted} reported tokens`
  if (missing > ends) return { share: entries / reported, surplus: ends - missing, detail }
  return { share: 1, surplus: missing < 0 ? -missing : 0, detail }
}

/** Tokens that are known to be without an entry make an answer incomplete even where the numbers agree. */
function withHidden(found: Completeness, { entries, hidden }: EntryCount): Completeness {
  if (hidden === 0) return found
  const share = Math.min(found.share ?? 1, entries / (entries + hidden))
  return { ...found, share, surplus: Math.min(0, found.surplus) }
}

/**
 * The share of reported tokens that have an entry, for each output.
 * - A provider counts the end-of-sequence token without listing it: one missing entry for each output that ended by itself is explained.
 * - Hidden reasoning is counted too: where no entry belongs to reasoning, the reported reasoning tokens are not expected.
 * - `onlyOne`: the report counts one of several outputs only; an output that does not fit it is then undecided.
 */
export function completenessOf(outputs: readonly EntryCount[], usage: Usage | null, onlyOne: boolean): Completeness[] {
  const sum = (value: (output: EntryCount) => number): number => outputs.reduce((total, output) => total + value(output), 0)
  const total = sum((output) => output.entries)
  const ends = sum((output) => output.unlisted)
  const unseen = usage?.reasoning !== undefined && sum((output) => output.reasoning) === 0 && total + ends < usage.output
  const hidden = unseen ? Math.min(usage.reasoning, usage.output - total) : 0
  return outputs.map((output) => {
    const end = output.unlisted
    if (output.own !== null) return withHidden(compare(output.entries, output.own, end, output.own), output)
    if (usage === null) return withHidden(UNKNOWN, output)
    if (onlyOne && outputs.length > 1) {
      const alone = compare(output.entries, usage.output, end, usage.output)
      return withHidden(alone.share === 1 && alone.surplus === 0 ? alone : UNKNOWN, output)
    }
    return withHidden(compare(total, usage.output - hidden, ends, usage.output), output)
  })
}

/** Words for an end by a text that the caller named: no end-of-sequence token was made. */
const BY_TEXT: ReadonlySet<string> = new Set(['word', 'stop_sequence', 'stop_str'])

/** What is to be counted of an answer whose parts are settled. */
export function entryCountOf(draft: AnswerDraft, finish: Finish, hidden: number): EntryCount {
  const { tokens } = draft
  const reasoning = tokens.reduce((sum, token) => sum + (token.part === 'reasoning' ? 1 : 0), 0)
  const cut = finish.unified === 'length' || finish.unified === 'content-filter' || BY_TEXT.has(finish.raw ?? '')
  const unlisted = cut || tokens.at(-1)?.special === true ? 0 : draft.framing
  return { entries: tokens.length, reasoning, unlisted, own: draft.ownOutputTokens, hidden }
}

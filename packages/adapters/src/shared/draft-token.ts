/** Tokens while they are put together. */
import type { Alternative, Part } from '@logitscope/core'
import type { DecodeLimits } from '../contract.ts'
import type { IssueLog } from './issue-log.ts'

/** A `Token` whose part is not settled yet. */
export interface DraftToken {
  text: string
  bytes?: readonly number[]
  logprob: number | null
  ceiling?: number
  id?: number
  part: Part
  partIndex?: number
  special?: true
  alternatives: readonly Alternative[]
}

/** What reading the entries of one answer noted beside the tokens themselves. */
export interface EntryNotes {
  readonly log: IssueLog
  readonly limits: DecodeLimits
  /** Lists that begin with the chosen token although others are more probable, the chosen one being the least of them: it may have displaced one. */
  displaced: number
  displacedAt: number
  /** Entries whose values were linear probabilities, declared as such. */
  linear: number
  /** Alternatives with a placeholder for a value: the distribution was masked before it was read off. */
  masked: number
  /** Entries without a text. */
  textless: number
  /** Tokens and alternatives with the bytes of a replacement character: lost bytes, unless the provider is seen to give those of cut characters. */
  readonly replaced: { readonly entry: { bytes?: readonly number[] }; readonly bytes: readonly number[] }[]
  replacedAt: number
  cutCharacters: boolean
  /** Entries that carry a second value, that of the sampler's distribution. */
  sampled: number
}

export function createEntryNotes(log: IssueLog, limits: DecodeLimits): EntryNotes {
  return {
    log,
    limits,
    displaced: 0,
    displacedAt: -1,
    linear: 0,
    masked: 0,
    textless: 0,
    replaced: [],
    replacedAt: -1,
    cutCharacters: false,
    sampled: 0,
  }
}

export function makeAlternative(text: string, logprob: number, bytes: readonly number[] | null, id: number | null): Alternative {
  if (bytes === null) return id === null ? { text, logprob } : { text, id, logprob }
  return id === null ? { text, bytes, logprob } : { text, bytes, id, logprob }
}

/** Puts alternatives into descending order and notes how they came. `isChosen`: whether an entry is that of the chosen token. */
export function orderAlternatives(
  alternatives: Alternative[],
  isChosen: (entry: Alternative) => boolean,
  at: number,
  notes: EntryNotes,
): void {
  let from = 1
  while (from < alternatives.length && alternatives[from - 1]!.logprob >= alternatives[from]!.logprob) from += 1
  if (from >= alternatives.length) return
  let chosenFirst = from === 1 && isChosen(alternatives[0]!)
  for (let i = 2; chosenFirst && i < alternatives.length; i++) chosenFirst = alternatives[i - 1]!.logprob >= alternatives[i]!.logprob
  if (!chosenFirst) notes.log.add('unsorted-alternatives', at)
  else if (alternatives[0]!.logprob <= alternatives[alternatives.length - 1]!.logprob) {
    notes.displaced += 1
    if (notes.displacedAt < 0) notes.displacedAt = at
  }
  alternatives.sort((a, b) => b.logprob - a.logprob)
}

/** One row's support: the listed alternatives and the chosen token, and the most that an unlisted token can have. */
import type { TraceColumns } from './columns.ts'
import { indexOfChosen, isSameToken, textIdentifies } from './token-identity.ts'
import type { Alternative, Token } from './types.ts'

/** exp of less than this is 0 in a double: not a log-probability that an engine computed, but a placeholder such as −9999. */
const LOWEST = -745
/** More than this above 0 is not rounding (half precision reaches 4e-3): the value is no logprob. */
const MOST_ABOVE_ZERO = 1e-2
/** Longer lists are deduplicated through a set. */
const MANY = 48

/** A reported logprob as it can be used: clamped to 0, or `NaN` where it is missing or cannot be a logprob. */
export function usableLogprob(value: number | null): number {
  return value !== null && value >= LOWEST && value <= MOST_ABOVE_ZERO ? Math.min(0, value) : NaN
}

/** Index of an earlier entry of a short list that names the same token, or −1. */
function earlierOf(alternatives: readonly Alternative[], index: number): number {
  const entry = alternatives[index]!
  for (let earlier = 0; earlier < index; earlier++) if (isSameToken(alternatives[earlier]!, entry)) return earlier
  return -1
}

/** Whether an earlier entry of a long list names the same token: by id, else by text. */
function isSeen(entry: Alternative, seen: Set<number | string>): boolean {
  const key = entry.id ?? (textIdentifies(entry.text) ? entry.text : undefined)
  if (key === undefined) return false
  if (seen.has(key)) return true
  seen.add(key)
  return false
}

/** Inserts a value into the descending run `[start, end)`; lists come nearly sorted, so this is usually one comparison. */
function insertDescending(values: Float64Array, start: number, end: number, value: number): void {
  let i = end
  while (i > start && values[i - 1]! < value) {
    values[i] = values[i - 1]!
    i -= 1
  }
  values[i] = value
}

/**
 * Writes the support of one row, its rank, cap and number of listed alternatives; returns the end of the support.
 * `columns.logprob[row]` and room for the entries must be there. `usual` is the length of list that the provider gives.
 *
 * The cap is `NaN` (holes possible) where the list is empty, is shorter than usual, lost an entry (unusable, or two values under one name),
 * misses a token more probable than its last (the chosen one), or is the chosen token alone.
 * A chosen token that is the last of its list may have been put there beside the true top-k, so the one before it is the cap.
 */
export function fillSupport(columns: TraceColumns, row: number, token: Token, usual: number): number {
  const { alternatives } = token
  const { support } = columns
  const logprob = columns.logprob[row]!
  const isKnown = logprob === logprob
  const chosenAt = isKnown ? indexOfChosen(token) : -1
  const seen = alternatives.length > MANY ? new Set<number | string>() : null
  const start = columns.supportStart[row]!
  let end = start
  let dropped = false
  for (let i = 0; i < alternatives.length; i++) {
    const entry = alternatives[i]!
    const value = i === chosenAt ? logprob : usableLogprob(entry.logprob)
    if (value !== value) {
      dropped = true
      continue
    }
    const earlier = seen === null ? earlierOf(alternatives, i) : isSeen(entry, seen) ? 0 : -1
    if (earlier >= 0) {
      // One token listed twice adds nothing; two values under one name are two tokens of which one is lost.
      dropped ||= seen !== null || alternatives[earlier]!.logprob !== entry.logprob
      continue
    }
    insertDescending(support, start, end, value)
    end += 1
  }
  const listed = end - start
  const lowest = end - 1
  columns.listed[row] = listed
  let cap = listed === 0 || dropped || alternatives.length < usual ? NaN : support[lowest]!
  if (!isKnown) {
    columns.rank[row] = 0
  } else {
    if (chosenAt < 0) {
      if (logprob > cap) cap = NaN
      insertDescending(support, start, end, logprob)
      end += 1
    } else if (logprob === cap) {
      cap = listed > 1 ? support[lowest - 1]! : NaN
    }
    let rank = 1
    while (support[start + rank - 1]! > logprob) rank += 1
    columns.rank[row] = rank
  }
  columns.cap[row] = cap
  return end
}

/** Whether the provider showed that it leaves a chosen token outside the top-k out of the list, so that the last of a list belongs to the top-k. */
export function leavesChosenOut(columns: TraceColumns, row: number, token: Token, usual: number): boolean {
  if (token.alternatives.length === 0 || token.alternatives.length !== usual || columns.listed[row] !== usual) return false
  if (token.id === undefined && !textIdentifies(token.text)) return false
  if (columns.rank[row] === 0) return (token.logprob !== null || token.ceiling !== undefined) && indexOfChosen(token) < 0
  const start = columns.supportStart[row]!
  return columns.supportStart[row + 1]! - start > usual && columns.logprob[row]! <= columns.support[start + usual - 1]!
}

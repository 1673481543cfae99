import { createColumns, isAnswerToken, type TraceColumns } from './columns.ts'
import { roundingOf } from './rounding.ts'
import { isSameToken } from './token-identity.ts'
import type { Alternative, Token, Trace } from './types.ts'

const MANY = 48

function utf8Length(text: string): number {
  let length = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) continue
    if (
      unit < 0x800 ||
      (unit >= 0xd800 && unit <= 0xdfff && (unit & 0x400) === 0 && i + 1 < text.length && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00)
    ) {
      // Two bytes for one unit; or the first half of a pair, whose four bytes are counted as two here and two for the second half.
      length += 1
    } else if (unit >= 0xdc00 && unit <= 0xdfff && i > 0 && (text.charCodeAt(i - 1) & 0xfc00) === 0xd800) {
      length += 1
    } else {
      length += 2
    }
  }
  return length
}

function growInts(array: Int32Array, needed: number): Int32Array {
  if (array.length >= needed) return array
  const grown = new Int32Array(Math.max(needed, array.length * 2))
  grown.set(array)
  return grown
}

function growFloats(array: Float64Array, needed: number): Float64Array {
  if (array.length >= needed) return array
  const grown = new Float64Array(Math.max(needed, array.length * 2))
  grown.set(array)
  return grown
}

function makeRoom(columns: TraceColumns, rows: number): void {
  columns.position = growInts(columns.position, rows)
  columns.logprob = growFloats(columns.logprob, rows)
  columns.ceiling = growFloats(columns.ceiling, rows)
  columns.rank = growInts(columns.rank, rows)
  columns.byteLength = growInts(columns.byteLength, rows)
  columns.part = growInts(columns.part, rows)
  columns.supportStart = growInts(columns.supportStart, rows + 1)
  columns.cap = growFloats(columns.cap, rows)
  columns.listed = growInts(columns.listed, rows)
}

/** The usual length of the lists: what was asked for where that is known and plausible, else the commonest length. */
function usualLength(trace: Trace): number {
  const counts = new Map<number, number>()
  for (const token of trace.tokens)
    if (isAnswerToken(token)) counts.set(token.alternatives.length, (counts.get(token.alternatives.length) ?? 0) + 1)
  const asked = trace.request.parameters.topLogprobs
  if (asked !== undefined && counts.has(asked)) return asked
  let usual = 0
  let most = 0
  for (const [length, count] of counts) {
    if (count > most || (count === most && length < usual)) {
      usual = length
      most = count
    }
  }
  return usual
}

/** Whether an earlier entry of the list names the same token. */
function isRepeated(alternatives: readonly Alternative[], index: number, seen: Set<number> | null): boolean {
  const entry = alternatives[index]!
  if (seen !== null && entry.id !== undefined) {
    if (seen.has(entry.id)) return true
    seen.add(entry.id)
    return false
  }
  if (seen !== null) return false
  for (let earlier = 0; earlier < index; earlier++) if (isSameToken(alternatives[earlier]!, entry)) return true
  return false
}

/** Index of the chosen token in its own list, or −1. */
export function indexOfChosen(token: Token): number {
  const { alternatives } = token
  for (let i = 0; i < alternatives.length; i++) if (isSameToken(alternatives[i]!, token)) return i
  return -1
}

/**
 * Turns a trace into columns: one row per answer token (see `TraceColumns`), in `reuse` where given.
 *
 * The cap of a row is the smallest logprob of the contiguous true top-k. It is `NaN` (holes possible) where the list is empty, is shorter
 * than its neighbours without holding the whole mass, lacks a token more probable than its first (the chosen one), or holds the chosen token only.
 * A chosen token that the provider put into the list beside the top-k (a longer list, or `not-true-top-k` among the issues) is never the cap.
 * Cost: linear in tokens × alternatives, plus comparisons within each list. Never throws; non-finite values count as missing.
 */
export function columnsOf(trace: Trace, reuse?: TraceColumns): TraceColumns {
  const columns = reuse ?? createColumns()
  const { tokens } = trace
  makeRoom(columns, tokens.length)
  const usual = usualLength(trace)
  const mayReplaceLast = trace.evidence.issues.some((issue) => issue.code === 'not-true-top-k')
  let excessMass = 0
  let row = 0
  let end = 0
  let part = 0
  let previous: Token | null = null
  for (let position = 0; position < tokens.length; position++) {
    const token = tokens[position]!
    if (!isAnswerToken(token)) continue
    if (previous !== null && (previous.part !== token.part || (previous.partIndex ?? 0) !== (token.partIndex ?? 0))) part += 1
    previous = token
    const logprob = token.logprob === null || !Number.isFinite(token.logprob) ? NaN : Math.min(0, token.logprob)
    columns.position[row] = position
    columns.logprob[row] = logprob
    columns.ceiling[row] =
      Number.isNaN(logprob) && token.ceiling !== undefined && Number.isFinite(token.ceiling) ? Math.min(0, token.ceiling) : NaN
    columns.byteLength[row] = token.bytes?.length ?? utf8Length(token.text)
    columns.part[row] = part
    columns.supportStart[row] = end
    const { alternatives } = token
    columns.support = growFloats(columns.support, end + alternatives.length + 1)
    const { support } = columns
    const seen = alternatives.length > MANY ? new Set<number>() : null
    const chosenAt = indexOfChosen(token)
    const start = end
    let chosenIn = false
    let mass = 0
    for (let i = 0; i < alternatives.length; i++) {
      const value = alternatives[i]!.logprob
      if (!Number.isFinite(value) || isRepeated(alternatives, i, seen)) continue
      const own = i === chosenAt && !Number.isNaN(logprob)
      if (own) chosenIn = true
      const clamped = own ? logprob : Math.min(0, value)
      mass += Math.exp(clamped)
      insertDescending(support, start, end, clamped)
      end += 1
    }
    const listed = end - start
    columns.listed[row] = listed
    let cap = listed === 0 ? NaN : support[end - 1]!
    const shorter = alternatives.length < usual && mass < 1 - 1e-3
    if (Number.isNaN(logprob)) {
      columns.rank[row] = 0
      if (shorter) cap = NaN
    } else {
      if (chosenIn) {
        const isLowest = listed > 0 && logprob === support[end - 1]
        const mayBeOutside = isLowest && (alternatives.length > usual || mayReplaceLast || listed === 1)
        if (mayBeOutside) cap = listed > 1 ? support[end - 2]! : logprob > Math.log(0.5) ? logprob : NaN
      } else {
        if (listed > 0 && logprob > support[start]!) cap = NaN
        mass += Math.exp(logprob)
        insertDescending(support, start, end, logprob)
        end += 1
      }
      if (shorter) cap = NaN
      let rank = 1
      while (support[start + rank - 1]! > logprob) rank += 1
      columns.rank[row] = rank
    }
    excessMass = Math.max(excessMass, mass - 1)
    columns.cap[row] = cap
    row += 1
  }
  columns.supportStart[row] = end
  columns.count = row
  columns.roundingNats = Math.max(roundingOf(trace), excessMass)
  columns.vocabulary = trace.evidence.vocabulary ?? NaN
  return columns
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

import { censor } from './censor.ts'
import { createColumns, isAnswerToken, type TraceColumns } from './columns.ts'
import { precisionOf } from './rounding.ts'
import { fillSupport, leavesChosenOut, usableLogprob } from './support.ts'
import { indexOfChosen } from './token-identity.ts'
import type { Token, Trace } from './types.ts'
import { utf8Length } from './utf8.ts'

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
  if (columns.position.length >= rows && columns.supportStart.length > rows) return
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

/** The length of list that the provider gives: what was asked for where some list has it, else the commonest length (the shorter of two); 0 without lists. */
function usualLength(trace: Trace): number {
  const asked = trace.request.parameters.topLogprobs
  const counts = new Map<number, number>()
  for (const token of trace.tokens) {
    if (!isAnswerToken(token)) continue
    const { length } = token.alternatives
    if (length === 0) continue
    if (length === asked) return asked
    counts.set(length, (counts.get(length) ?? 0) + 1)
  }
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

/**
 * Upper bound on the logprob of a token without a usable one: as given, else, for a placeholder such as −9999 of a token that its list lacks, the
 * least of the list; `NaN` where nothing bounds it.
 */
function ceilingOf(token: Token): number {
  if (token.ceiling !== undefined) return usableLogprob(token.ceiling)
  if (token.logprob === null || !(token.logprob < 0) || indexOfChosen(token) >= 0) return NaN
  return usableLogprob(censor(token.logprob, token.alternatives).ceiling ?? null)
}

/** Whether a logprob of exactly 0 stands for "not computed": the trace has such values, and no list says that the other tokens are improbable. */
function isPlaceholderZero({ logprob, alternatives }: Token): boolean {
  return logprob === 0 && !alternatives.some((other) => other.logprob < 0)
}

/** UTF-8 length of a token, or −1 where the provider lost its bytes. */
function byteLengthOf(token: Token): number {
  if (token.bytes !== undefined) return token.bytes.length
  return token.text.includes('\uFFFD') ? -1 : utf8Length(token.text)
}

/**
 * Where the provider leaves a chosen token outside the top-k out of its lists, the last of a list of the usual length is the k-th of the
 * vocabulary, the chosen token or not: it becomes the cap.
 */
function trustLastPlaces(columns: TraceColumns, tokens: readonly Token[], usual: number): void {
  for (let row = 0; row < columns.count; row++) {
    const listed = columns.listed[row]!
    if (listed !== usual || tokens[columns.position[row]!]!.alternatives.length !== usual) continue
    const start = columns.supportStart[row]!
    const isListed = columns.supportStart[row + 1]! - start === listed
    const last = columns.support[start + listed - 1]!
    if (isListed && columns.logprob[row] === last) columns.cap[row] = last
  }
}

/**
 * Turns a trace into columns: one row per answer token (see `TraceColumns`), in `reuse` where given.
 *
 * What a row's numbers mean is settled here once for every kernel: which tokens count, which values can be logprobs at all (finite, at most 0
 * but for rounding, above −745), which entries are the same token, how precise the numbers are, and what an unlisted token can have at most.
 * Cost: linear in tokens × alternatives, plus comparisons within each list. Never throws.
 */
export function columnsOf(trace: Trace, reuse?: TraceColumns): TraceColumns {
  const columns = reuse ?? createColumns()
  const { tokens } = trace
  makeRoom(columns, tokens.length)
  const usual = usualLength(trace)
  const hasPlaceholderZeros = trace.evidence.issues.some((issue) => issue.code === 'all-zero')
  let trusted = false
  let row = 0
  let end = 0
  let part = 0
  let previous: Token | null = null
  for (let position = 0; position < tokens.length; position++) {
    const token = tokens[position]!
    if (!isAnswerToken(token)) continue
    if (previous !== null && (previous.part !== token.part || (previous.partIndex ?? 0) !== (token.partIndex ?? 0))) part += 1
    previous = token
    const isComputed = !(hasPlaceholderZeros && isPlaceholderZero(token))
    const logprob = isComputed ? usableLogprob(token.logprob) : NaN
    columns.position[row] = position
    columns.logprob[row] = logprob
    columns.ceiling[row] = logprob === logprob ? NaN : ceilingOf(token)
    columns.byteLength[row] = byteLengthOf(token)
    columns.part[row] = part
    columns.supportStart[row] = end
    columns.support = growFloats(columns.support, end + token.alternatives.length + 1)
    if (isComputed) {
      end = fillSupport(columns, row, token, usual)
    } else {
      columns.rank[row] = columns.listed[row] = 0
      columns.cap[row] = NaN
    }
    columns.supportStart[row + 1] = end
    trusted ||= isComputed && leavesChosenOut(columns, row, token, usual)
    row += 1
  }
  columns.supportStart[row] = end
  columns.count = row
  if (trusted && !trace.evidence.issues.some((issue) => issue.code === 'not-true-top-k')) trustLastPlaces(columns, tokens, usual)
  const precision = precisionOf(trace)
  columns.roundingNats = precision.roundingNats
  columns.roundingRelative = precision.roundingRelative
  columns.lostMass = precision.lostMass
  columns.vocabulary = trace.evidence.vocabulary ?? NaN
  return columns
}

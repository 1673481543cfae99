/** The same tokens listed again. */
import type { EvidenceIssue, Token } from '../types.ts'

/** Longest block that is compared. */
const LONGEST = 4096
/** Without a reported count a block must be this long and hold this many different values: a loop's values differ in their last digits. */
const TELLING_LENGTH = 6
const TELLING_VALUES = 4

/** Numbers tokens so that equal numbers mean equal text, id and value to the last digit. */
function identities(tokens: readonly Token[]): Int32Array {
  // Few values come twice, and most of those belong to one token: only for the others is a key worth writing.
  const firstOf = new Map<number | null, number>()
  const known = new Map<string, number>()
  const out = new Int32Array(tokens.length)
  for (let i = 0; i < tokens.length; i++) {
    const { text, id, logprob } = tokens[i]!
    const first = firstOf.get(logprob)
    if (first === undefined) {
      firstOf.set(logprob, i)
      out[i] = i
    } else if (tokens[first]!.text === text && tokens[first]!.id === id) out[i] = first
    else {
      const key = `${logprob ?? ''} ${id ?? ''} ${text}`
      let number = known.get(key)
      if (number === undefined) known.set(key, (number = i))
      out[i] = number
    }
  }
  return out
}

function isTelling(tokens: readonly Token[], from: number, length: number): boolean {
  if (length < TELLING_LENGTH) return false
  const values = new Set<number>()
  for (let i = from; i < from + length && values.size < TELLING_VALUES; i++) {
    const { logprob } = tokens[i]!
    if (logprob !== null && logprob !== 0) values.add(logprob)
  }
  return values.size >= TELLING_VALUES
}

/**
 * Blocks of tokens that are followed by an identical copy, values included, as some gateways send them (Bedrock mantle). A model that repeats
 * itself gives other values each time; a saturated loop may not, so that the reported number of output tokens decides where there is one:
 * no more entries than reported (and the end-of-sequence token), no issue. `reported` is `null` where it is not known.
 *
 * `count` is the number of tokens in the copies, `at` the start of the first copy. Cost: linear in tokens, with a bounded search for each.
 */
export function findDuplicateBlocks(tokens: readonly Token[], reported: number | null): EvidenceIssue | null {
  if (tokens.length < 2 || (reported !== null && tokens.length <= reported + 1)) return null
  const ids = identities(tokens)
  const next = new Int32Array(ids.length)
  const last = new Map<number, number>()
  for (let i = ids.length - 1; i >= 0; i--) {
    next[i] = last.get(ids[i]!) ?? -1
    last.set(ids[i]!, i)
  }
  let count = 0
  let first = -1
  for (let i = 0; i < ids.length;) {
    const length = next[i]! < 0 ? 0 : next[i]! - i
    let same = 0
    if (length > 0 && length <= LONGEST)
      while (same < length && i + length + same < ids.length && ids[i + same] === ids[i + length + same]) same += 1
    if (length === 0 || same < length || (reported === null && !isTelling(tokens, i, length))) {
      i += 1
      continue
    }
    if (first < 0) first = i + length
    count += length
    i += length
  }
  return count === 0 ? null : { code: 'duplicate-blocks', count, at: first }
}

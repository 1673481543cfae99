/** The alignment of a trace's tokens with its texts. */
import type { Part, Token } from '../types.ts'
import { bytesAreReplaced } from '../token-identity.ts'
import { alignGroup, type AlignedGroup, type AlignmentInput, type Group } from './align-group.ts'
import { LOSSY } from './spelled.ts'
import { summarize } from './summarize.ts'
import type { AlignedWord, Alignment, PartAlignment, PartKey, TextRange, TextSpan, TokenRange } from './types.ts'
import { wordsOf } from './words.ts'
import { isEmpty, SHARED } from './work.ts'

interface AlignedPart extends AlignedGroup {
  readonly summary: PartAlignment
  /** Rows that have a place, in order. */
  readonly rows: Int32Array
}

function keyOf(token: Token): PartKey {
  return token.part === 'tool' ? `tool:${token.partIndex ?? 0}` : token.part
}

/** The parts in the order of the output, with the indices of their tokens. */
function groupsOf(input: AlignmentInput): Group[] {
  const { tokens, output } = input
  const groups = new Map<PartKey, Group>()
  const add = (key: PartKey, part: Part, text: string): Group => {
    const group: Group = { key, part, text, index: [] }
    groups.set(key, group)
    return group
  }
  if (output.reasoning !== undefined && output.reasoning !== '') add('reasoning', 'reasoning', output.reasoning)
  if (output.text !== '') add('content', 'content', output.text)
  if (output.refusal !== undefined && output.refusal !== '') add('refusal', 'refusal', output.refusal)
  output.toolCalls?.forEach((call, i) => add(`tool:${i}`, 'tool', call.arguments))
  let last: Group | undefined
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    if (last?.part !== token.part || token.part === 'tool') {
      const key = keyOf(token)
      last = groups.get(key) ?? add(key, token.part, '')
    }
    last.index.push(i)
  }
  return [...groups.values()]
}

function alignPart(input: AlignmentInput, group: Group): AlignedPart {
  const { work, offsets } = alignGroup(input, group)
  const rows = new Int32Array(work.spelled.count)
  let placed = 0
  for (let row = 0; row < rows.length; row++) if (work.end[row]! >= 0) rows[placed++] = row
  return { summary: summarize(group.key, group.part, group.text, work, offsets), work, offsets, rows: rows.subarray(0, placed) }
}

/** First of `count` rising values for which `test` holds. */
function firstWhere(count: number, test: (i: number) => boolean): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >> 1
    if (test(middle)) high = middle
    else low = middle + 1
  }
  return low
}

/**
 * Aligns the tokens of an output with its texts, through bytes: the tokens' true bytes, else their text, else what an escape (`\xe9\x9b`), a
 * vocabulary mark (`Ġ`, `▁`, `<0x0A>`) or a lost character (U+FFFD) may stand for, each checked against the text.
 *
 * Special tokens, white space that the server trimmed, a prefilled beginning, a text cut at a stop string, missing and surplus tokens are
 * passed over; where both sides part, they meet again at sequences that stand only once on either side. What could not be placed has no range.
 * Cost: linear in bytes and tokens, with a bounded number of passes for texts that do not match. Never throws.
 */
export function alignTokens(input: AlignmentInput): Alignment {
  const parts = groupsOf(input).map((group) => alignPart(input, group))
  const byKey = new Map(parts.map((aligned) => [aligned.summary.key, aligned]))
  const partOf = new Int32Array(input.tokens.length)
  const rowOf = new Int32Array(input.tokens.length)
  parts.forEach(({ work: { spelled } }, p) => {
    for (let row = 0; row < spelled.count; row++) {
      partOf[spelled.index[row]!] = p
      rowOf[spelled.index[row]!] = row
    }
  })

  const find = (token: number): { aligned: AlignedPart; row: number } | null => {
    const aligned = Number.isInteger(token) && token >= 0 ? parts[partOf[token] ?? -1] : undefined
    if (aligned === undefined) return null
    const row = rowOf[token]!
    return aligned.work.end[row]! < 0 ? null : { aligned, row }
  }

  const tokensOf = (part: PartKey, start: number, end: number): TokenRange | null => {
    const aligned = byKey.get(part)
    if (aligned === undefined || !(end > start)) return null
    const { work, offsets, rows } = aligned
    const from = offsets.toByte(start)
    const to = offsets.toByte(end, 'end')
    const first = firstWhere(rows.length, (i) => work.end[rows[i]!]! > from)
    const after = firstWhere(rows.length, (i) => work.start[rows[i]!]! >= to)
    if (first >= after) return null
    const { index } = work.spelled
    return [index[rows[first]!]!, index[rows[after - 1]!]! + 1]
  }

  const words = new Map<PartKey, readonly AlignedWord[]>()
  return {
    parts: parts.map(({ summary }) => summary),
    part: (key) => byKey.get(key)?.summary ?? null,
    chars(token) {
      const found = find(token)
      if (found === null) return null
      const { work, offsets, summary } = found.aligned
      return { part: summary.key, start: offsets.toOffset(work.start[found.row]!), end: offsets.toOffset(work.end[found.row]!, 'end') }
    },
    bytes(token) {
      const found = find(token)
      if (found === null) return null
      const { work, summary } = found.aligned
      return { part: summary.key, start: work.start[found.row]!, end: work.end[found.row]! }
    },
    recoveredBytes(token) {
      const found = find(token)
      if (found === null) return null
      const { work } = found.aligned
      const wasLost = (work.spelled.flags[found.row]! & LOSSY) !== 0 || isEmpty(work, found.row)
      if (!wasLost || (work.notes[found.row]! & SHARED) !== 0) return null
      const bytes = Array.from(work.text.subarray(work.start[found.row], work.end[found.row]))
      return bytesAreReplaced(bytes) ? null : bytes
    },
    tokensOf,
    charsOfTokens(start, end): TextSpan | null {
      let span: { aligned: AlignedPart; from: number; to: number } | null = null
      for (let token = Math.max(0, start); token < Math.min(end, input.tokens.length); token++) {
        const found = find(token)
        if (found === null) continue
        const { work } = found.aligned
        if (span === null) span = { aligned: found.aligned, from: work.start[found.row]!, to: work.end[found.row]! }
        else if (span.aligned === found.aligned) span.to = Math.max(span.to, work.end[found.row]!)
      }
      if (span === null) return null
      const { offsets, summary } = span.aligned
      const range: TextRange = { part: summary.key, start: offsets.toOffset(span.from), end: offsets.toOffset(span.to, 'end') }
      return { ...range, text: summary.text.slice(range.start, range.end) }
    },
    words(part) {
      const known = words.get(part)
      if (known !== undefined) return known
      const text = byKey.get(part)?.summary.text ?? ''
      const made = wordsOf(text).map(({ start, end }) => ({ start, end, text: text.slice(start, end), tokens: tokensOf(part, start, end) }))
      words.set(part, made)
      return made
    },
  }
}

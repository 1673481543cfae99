import type { Alignment, PartKey, TokenRange } from '../trace/alignment/types.ts'
import type { TraceColumns } from '../trace/columns.ts'
import type { Token } from '../trace/types.ts'

/** What the numbers of a stretch of text are read from. */
export interface SpanInput {
  readonly trace: { readonly tokens: readonly Token[] }
  /** The columns of the trace. */
  readonly columns: TraceColumns
  /** The alignment of the trace. */
  readonly alignment: Alignment
}

/** The logprobs of the tokens that spell a stretch of text. */
export interface SpanEvidence {
  /** Half-open range of indices into `trace.tokens`; `[0, 0]` where no token spells the stretch. */
  readonly tokens: TokenRange
  /**
   * `tokens`: how many. `minLogprob`, `sumLogprob`, `meanLogprob`: nats; upper bounds where `censored` says how many tokens take part with their
   * ceiling. `unknown`: tokens about which nothing is known: they are in neither minimum nor mean, and there is no sum. What is not known is absent.
   */
  readonly evidence: Readonly<Record<string, number>>
}

/** First row of an answer token at or after a position in `trace.tokens`. */
function rowFrom(columns: TraceColumns, position: number): number {
  let low = 0
  let high = columns.count
  while (low < high) {
    const middle = (low + high) >> 1
    if (columns.position[middle]! >= position) high = middle
    else low = middle + 1
  }
  return low
}

/**
 * Minimum, sum and mean of the logprobs of the tokens that spell the characters `[start, end)` of a part.
 *
 * A token counts when at least one of its bytes belongs to the stretch, so a token shared with the text beside it counts as a whole;
 * one that carries no byte of the stretch (white space or a quotation mark beside it) does not, nor does a special token.
 * Censored tokens count with their ceiling: the numbers can only be higher than the truth, never lower, and never improve on
 * what a logprob equal to the ceiling would give. Empty ranges, and ranges that no token spells, give `{ tokens: 0 }`.
 * Cost: linear in the tokens of the stretch, logarithmic in those of the answer.
 */
export function spanEvidence({ trace, columns, alignment }: SpanInput, part: PartKey, start: number, end: number): SpanEvidence {
  const range = alignment.tokensOf(part, start, end)
  if (range === null) return { tokens: [0, 0], evidence: { tokens: 0 } }
  const kind = part.startsWith('tool:') ? 'tool' : part
  let count = 0
  let known = 0
  let censored = 0
  let sum = 0
  let min = 0
  for (let row = rowFrom(columns, range[0]); row < columns.count && columns.position[row]! < range[1]; row++) {
    if (trace.tokens[columns.position[row]!]!.part !== kind) continue
    count += 1
    const logprob = columns.logprob[row]!
    const value = Number.isNaN(logprob) ? columns.ceiling[row]! : logprob
    if (Number.isNaN(value)) continue
    if (Number.isNaN(logprob)) censored += 1
    known += 1
    sum += value
    if (known === 1 || value < min) min = value
  }
  const evidence: Record<string, number> = { tokens: count }
  if (known > 0) {
    evidence['minLogprob'] = min
    evidence['meanLogprob'] = sum / known
    if (known === count) evidence['sumLogprob'] = sum
  }
  if (censored > 0) evidence['censored'] = censored
  if (known < count) evidence['unknown'] = count - known
  return { tokens: range, evidence }
}

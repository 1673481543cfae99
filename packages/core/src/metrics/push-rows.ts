import type { SumState } from '../numeric/compensated-sum.ts'
import type { TraceColumns } from '../trace/columns.ts'
import { growStatistics, type AnswerStatistics } from './answer-statistics.ts'
import { temperedTop } from './tempered-top.ts'
import type { TokenArrays } from './token-arrays.ts'
import { pushWindows } from './worst-window.ts'

export interface StatisticsOptions {
  /** A token below this is a low-confidence token, nats. */
  readonly lowTokenLogprob: number
  /** The sampler's temperature where the logprobs were reported before it; `NaN` where they are already what the sampler drew from. */
  readonly temperature: number
  /** Vocabulary size, known or assumed; `NaN` for neither. */
  readonly vocabulary: number
}

/** Goes on with a compensated sum over values[from, to). */
function pushColumn(state: SumState, values: Float64Array, from: number, to: number): void {
  let { sum, compensation } = state
  for (let i = from; i < to; i++) {
    const value = values[i]!
    const after = sum + value
    compensation += Math.abs(sum) >= Math.abs(value) ? sum - after + value : value - after + sum
    sum = after
  }
  state.sum = sum
  state.compensation = compensation
}

/** Logprobs and ceilings: counts, the column of values, bytes. */
function pushValues(s: AnswerStatistics, columns: TraceColumns, low: number, from: number, to: number): void {
  const { logprob: logprobs, ceiling: ceilings, part, byteLength } = columns
  const { values, parts } = s
  const before = s.valueCount
  let end = before
  let known = 0
  let lowCount = 0
  let lowCensored = 0
  let bytes = 0
  let unknownBytes = 0
  let { min } = s
  for (let r = from; r < to; r++) {
    const logprob = logprobs[r]!
    const isKnown = logprob === logprob
    const value = isKnown ? logprob : ceilings[r]!
    if (isKnown) known += 1
    if (value !== value) continue
    if (value < low) {
      lowCount += 1
      if (!isKnown) lowCensored += 1
    }
    if (value < min) min = value
    values[end] = value
    parts[end] = part[r]!
    end += 1
    const length = byteLength[r]!
    if (length < 0) unknownBytes += 1
    else bytes += length
  }
  s.tokenCount += known
  s.censoredCount += to - from - known
  s.valueCount = end
  s.min = min
  s.lowCount += lowCount
  // Whether a censored token is low is known only where even its ceiling is.
  s.lowKnown += known + lowCensored
  s.byteCount += bytes
  s.unknownBytes += unknownBytes
  pushColumn(s.sum, values, before, end)
  pushWindows(s.window, values, parts, end)
}

/** Entropy intervals: sums and extremes; rows without one. */
function pushEntropies(s: AnswerStatistics, columns: TraceColumns, tokens: TokenArrays, from: number, to: number): void {
  const { entropyLowerBits, entropyUpperBits } = tokens
  let { entropyLower, entropyUpper, maxEntropyLower, maxEntropyUpper } = s
  let open = 0
  for (let r = from; r < to; r++) {
    const lower = entropyLowerBits[r]!
    const upper = entropyUpperBits[r]!
    if (lower !== lower) {
      open += 1
      if (columns.supportStart[r + 1]! > columns.supportStart[r]!) s.inconsistentRows += 1
      continue
    }
    entropyLower += lower
    entropyUpper += upper
    if (lower > maxEntropyLower) maxEntropyLower = lower
    if (!(upper <= maxEntropyUpper)) maxEntropyUpper = upper
  }
  s.entropyLower = entropyLower
  s.entropyUpper = entropyUpper
  s.maxEntropyLower = maxEntropyLower
  s.maxEntropyUpper = maxEntropyUpper
  s.entropyRows += to - from - open
  s.openRows += open
}

const tempered = new Float64Array(2)

/** Whether the chosen tokens left the top, against how often the sampler should; how surprising they were, against what their lists expected. */
function pushDraws(
  s: AnswerStatistics,
  columns: TraceColumns,
  tokens: TokenArrays,
  options: StatisticsOptions,
  from: number,
  to: number,
): void {
  const { offTop, topProbability, surpriseNats, surpriseVariance: variances } = tokens
  const isTempered = options.temperature >= 0 && options.temperature !== 1
  let { rankedRows, offRows, offExpected, offVariance, offOpen, surprise, surpriseVariance } = s
  for (let r = from; r < to; r++) {
    surprise += surpriseNats[r]!
    surpriseVariance += variances[r]!
    const off = offTop[r]!
    if (off < 0) continue
    let top = topProbability[r]!
    if (isTempered) {
      temperedTop(columns, r, options.temperature, options.vocabulary, tempered)
      top = (tempered[0]! + tempered[1]!) / 2
      offOpen += tempered[1]! - tempered[0]!
    }
    rankedRows += 1
    offRows += off
    offExpected += 1 - top
    offVariance += top * (1 - top)
  }
  s.rankedRows = rankedRows
  s.offRows = offRows
  s.offExpected = offExpected
  s.offVariance = offVariance
  s.offOpen = offOpen
  s.surprise = surprise
  s.surpriseVariance = surpriseVariance
}

/**
 * Takes the rows `[from, to)` of an answer, measured by `measureTokens`. Rows must come in order; any split of them gives the same statistics:
 * counts, extremes and windows exactly, the sum of logprobs to the last bit (it is compensated), other sums to 1e-12.
 */
export function pushRows(
  statistics: AnswerStatistics,
  columns: TraceColumns,
  tokens: TokenArrays,
  options: StatisticsOptions,
  from = 0,
  to: number = columns.count,
): void {
  growStatistics(statistics, statistics.valueCount + to - from)
  statistics.rows += to - from
  pushValues(statistics, columns, options.lowTokenLogprob, from, to)
  pushEntropies(statistics, columns, tokens, from, to)
  pushDraws(statistics, columns, tokens, options, from, to)
}

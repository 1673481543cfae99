import { createSum, mergeSum, pushSum, type SumState } from '../numeric/compensated-sum.ts'
import type { TraceColumns } from '../trace/columns.ts'
import { temperedTop } from './tempered-top.ts'
import type { TokenArrays } from './token-arrays.ts'
import { createWindow, mergeWindow, pushWindow, type WindowState } from './worst-window.ts'

/**
 * The running statistics of one answer. Counts, sums and extremes take O(1) and merge; the values are kept because a tail needs them (and windows
 * need their border). A token counts by its logprob, else by its ceiling, which is the best that it can have been: every sum, mean and minimum
 * then bounds the truth from above, and a censored token can never look better than one whose logprob is the ceiling.
 */
export interface AnswerStatistics {
  /** Rows seen. */
  rows: number
  /** Rows with a usable logprob. */
  tokenCount: number
  /** Rows without: they have a value only where there is a ceiling. */
  censoredCount: number
  /** The column of values (logprobs and ceilings), nats; the first `valueCount` are in use. */
  values: Float64Array
  valueCount: number
  sum: SumState
  min: number
  window: WindowState
  /** UTF-8 bytes of the rows with a value, and how many of these rows do not know theirs. */
  byteCount: number
  unknownBytes: number
  /** Rows known to be below the low-token threshold, and rows known to be below it or not. */
  lowCount: number
  lowKnown: number
  /** Rows with an entropy interval; rows without one, whose entropy may be anything; and of these the ones whose list contradicts itself. */
  entropyRows: number
  openRows: number
  inconsistentRows: number
  entropyLower: SumState
  entropyUpper: SumState
  maxEntropyLower: number
  maxEntropyUpper: number
  /** Rows whose place (top or not) is known, those off the top, and Σ(1 − q), Σq(1 − q) over them; low and high end of q's interval. */
  rankedRows: number
  offRows: number
  offExpectedLow: SumState
  offExpectedHigh: SumState
  offVariance: SumState
  /** Rows whose expected surprisal is known, Σ(−value − expected), Σ variance; nats. */
  surpriseRows: number
  surprise: SumState
  surpriseVariance: SumState
}

export interface StatisticsOptions {
  /** A token below this is a low-confidence token, nats. */
  readonly lowTokenLogprob: number
  /** The sampler's temperature where the logprobs were reported before it; `NaN` where they are already what the sampler drew from. */
  readonly temperature: number
  /** Vocabulary size, known or assumed; `NaN` for neither. */
  readonly vocabulary: number
}

/** Statistics of nothing, with room for `tokens` values. */
export function createStatistics(tokens = 0): AnswerStatistics {
  return {
    rows: 0,
    tokenCount: 0,
    censoredCount: 0,
    values: new Float64Array(tokens),
    valueCount: 0,
    sum: createSum(),
    min: Infinity,
    window: createWindow(),
    byteCount: 0,
    unknownBytes: 0,
    lowCount: 0,
    lowKnown: 0,
    entropyRows: 0,
    openRows: 0,
    inconsistentRows: 0,
    entropyLower: createSum(),
    entropyUpper: createSum(),
    maxEntropyLower: -Infinity,
    maxEntropyUpper: -Infinity,
    rankedRows: 0,
    offRows: 0,
    offExpectedLow: createSum(),
    offExpectedHigh: createSum(),
    offVariance: createSum(),
    surpriseRows: 0,
    surprise: createSum(),
    surpriseVariance: createSum(),
  }
}

function growValues(statistics: AnswerStatistics, needed: number): void {
  if (statistics.values.length >= needed) return
  const grown = new Float64Array(Math.max(needed, 2 * statistics.values.length))
  grown.set(statistics.values.subarray(0, statistics.valueCount))
  statistics.values = grown
}

const tempered = new Float64Array(2)

/**
 * Takes the rows `[from, to)` of an answer, measured by `measureTokens`. Rows must come in order; any split of them gives the same statistics
 * (counts and extremes exactly, sums to the last bit but for one part in 1e15).
 */
export function pushRows(
  statistics: AnswerStatistics,
  columns: TraceColumns,
  tokens: TokenArrays,
  options: StatisticsOptions,
  from = 0,
  to: number = columns.count,
): void {
  const s = statistics
  const { lowTokenLogprob, temperature } = options
  const isTempered = temperature >= 0 && temperature !== 1
  growValues(s, s.valueCount + to - from)
  for (let row = from; row < to; row++) {
    s.rows += 1
    const lower = tokens.entropyLowerBits[row]!
    if (lower === lower) {
      const upper = tokens.entropyUpperBits[row]!
      s.entropyRows += 1
      pushSum(s.entropyLower, lower)
      pushSum(s.entropyUpper, upper)
      if (lower > s.maxEntropyLower) s.maxEntropyLower = lower
      if (!(upper <= s.maxEntropyUpper)) s.maxEntropyUpper = upper
    } else {
      s.openRows += 1
      if (columns.supportStart[row + 1]! > columns.supportStart[row]!) s.inconsistentRows += 1
    }
    const off = tokens.offTop[row]!
    if (off >= 0) {
      s.rankedRows += 1
      s.offRows += off
      const top = tokens.topProbability[row]!
      if (isTempered) {
        temperedTop(columns, row, temperature, options.vocabulary, tempered)
        const middle = (tempered[0]! + tempered[1]!) / 2
        pushSum(s.offExpectedLow, 1 - tempered[1]!)
        pushSum(s.offExpectedHigh, 1 - tempered[0]!)
        pushSum(s.offVariance, middle * (1 - middle))
      } else {
        pushSum(s.offExpectedLow, 1 - top)
        pushSum(s.offExpectedHigh, 1 - top)
        pushSum(s.offVariance, top * (1 - top))
      }
    }
    const logprob = columns.logprob[row]!
    const isKnown = logprob === logprob
    const value = isKnown ? logprob : columns.ceiling[row]!
    if (isKnown) s.tokenCount += 1
    else s.censoredCount += 1
    if (value !== value) continue
    const isLow = value < lowTokenLogprob
    if (isLow) s.lowCount += 1
    if (isLow || isKnown) s.lowKnown += 1
    s.values[s.valueCount] = value
    s.valueCount += 1
    pushSum(s.sum, value)
    if (value < s.min) s.min = value
    pushWindow(s.window, s.values, columns.part[row]!)
    const bytes = columns.byteLength[row]!
    if (bytes < 0) s.unknownBytes += 1
    else s.byteCount += bytes
    const expected = tokens.expectedNats[row]!
    if (expected === expected) {
      s.surpriseRows += 1
      pushSum(s.surprise, -value - expected)
      pushSum(s.surpriseVariance, tokens.expectedVariance[row]!)
    }
  }
}

/** Adds the statistics of the rows that follow; `other` is left as it was. Associative, like `pushRows` for every split. */
export function mergeStatistics(into: AnswerStatistics, other: AnswerStatistics): void {
  growValues(into, into.valueCount + other.valueCount)
  into.values.set(other.values.subarray(0, other.valueCount), into.valueCount)
  mergeWindow(into.window, other.window, into.values)
  into.valueCount += other.valueCount
  into.rows += other.rows
  into.tokenCount += other.tokenCount
  into.censoredCount += other.censoredCount
  into.byteCount += other.byteCount
  into.unknownBytes += other.unknownBytes
  into.lowCount += other.lowCount
  into.lowKnown += other.lowKnown
  into.entropyRows += other.entropyRows
  into.openRows += other.openRows
  into.inconsistentRows += other.inconsistentRows
  into.rankedRows += other.rankedRows
  into.offRows += other.offRows
  into.surpriseRows += other.surpriseRows
  into.min = Math.min(into.min, other.min)
  into.maxEntropyLower = Math.max(into.maxEntropyLower, other.maxEntropyLower)
  into.maxEntropyUpper = Math.max(into.maxEntropyUpper, other.maxEntropyUpper)
  mergeSum(into.sum, other.sum)
  mergeSum(into.entropyLower, other.entropyLower)
  mergeSum(into.entropyUpper, other.entropyUpper)
  mergeSum(into.offExpectedLow, other.offExpectedLow)
  mergeSum(into.offExpectedHigh, other.offExpectedHigh)
  mergeSum(into.offVariance, other.offVariance)
  mergeSum(into.surprise, other.surprise)
  mergeSum(into.surpriseVariance, other.surpriseVariance)
}

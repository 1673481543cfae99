import { createSum, mergeSum, type SumState } from '../numeric/compensated-sum.ts'
import { createWindow, mergeWindows, type WindowState } from './worst-window.ts'

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
  /** The values (logprobs and ceilings, nats) and their parts; the first `valueCount` are in use. */
  values: Float64Array
  parts: Int32Array
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
  /** Rows with an entropy interval, bits; rows without one, whose entropy may be anything; and of these the ones whose list contradicts itself. */
  entropyRows: number
  openRows: number
  inconsistentRows: number
  entropyLower: number
  entropyUpper: number
  maxEntropyLower: number
  maxEntropyUpper: number
  /** Rows whose place (top or not) is known, those off the top, and Σ(1 − q), Σq(1 − q) and the summed width of q's intervals over them. */
  rankedRows: number
  offRows: number
  offExpected: number
  offVariance: number
  offOpen: number
  /** Σ(−value − expected) and Σ variance over the rows whose expected surprisal is known; nats. */
  surprise: number
  surpriseVariance: number
}

/** Statistics of nothing, with room for `tokens` values. */
export function createStatistics(tokens = 0): AnswerStatistics {
  return {
    rows: 0,
    tokenCount: 0,
    censoredCount: 0,
    values: new Float64Array(tokens),
    parts: new Int32Array(tokens),
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
    entropyLower: 0,
    entropyUpper: 0,
    maxEntropyLower: -Infinity,
    maxEntropyUpper: -Infinity,
    rankedRows: 0,
    offRows: 0,
    offExpected: 0,
    offVariance: 0,
    offOpen: 0,
    surprise: 0,
    surpriseVariance: 0,
  }
}

/** Empties the statistics, keeping their arrays. */
export function clearStatistics(s: AnswerStatistics): void {
  s.rows = s.tokenCount = s.censoredCount = s.valueCount = s.byteCount = s.unknownBytes = s.lowCount = s.lowKnown = 0
  s.entropyRows = s.openRows = s.inconsistentRows = s.rankedRows = s.offRows = 0
  s.entropyLower = s.entropyUpper = s.offExpected = s.offVariance = s.offOpen = s.surprise = s.surpriseVariance = 0
  s.min = Infinity
  s.maxEntropyLower = s.maxEntropyUpper = -Infinity
  s.sum = createSum()
  s.window = createWindow()
}

/** Makes room for `needed` values. */
export function growStatistics(statistics: AnswerStatistics, needed: number): void {
  if (statistics.values.length >= needed) return
  const values = new Float64Array(Math.max(needed, 2 * statistics.values.length))
  const parts = new Int32Array(values.length)
  values.set(statistics.values.subarray(0, statistics.valueCount))
  parts.set(statistics.parts.subarray(0, statistics.valueCount))
  statistics.values = values
  statistics.parts = parts
}

/** Adds the statistics of the rows that follow; `other` is left as it was. Associative, like `pushRows` for every split. */
export function mergeStatistics(into: AnswerStatistics, other: AnswerStatistics): void {
  growStatistics(into, into.valueCount + other.valueCount)
  into.values.set(other.values.subarray(0, other.valueCount), into.valueCount)
  into.parts.set(other.parts.subarray(0, other.valueCount), into.valueCount)
  mergeWindows(into.window, other.window, into.values)
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
  into.min = Math.min(into.min, other.min)
  into.maxEntropyLower = Math.max(into.maxEntropyLower, other.maxEntropyLower)
  into.maxEntropyUpper = Math.max(into.maxEntropyUpper, other.maxEntropyUpper)
  mergeSum(into.sum, other.sum)
  into.entropyLower += other.entropyLower
  into.entropyUpper += other.entropyUpper
  into.offExpected += other.offExpected
  into.offVariance += other.offVariance
  into.offOpen += other.offOpen
  into.surprise += other.surprise
  into.surpriseVariance += other.surpriseVariance
}

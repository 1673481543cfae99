/** Neighbours in the window of `worstWindowLogprob`. */
export const WINDOW_TOKENS = 5

/** What a rolling sum of millions of logprobs may be off, nats. */
const ROLLING_ERROR = 1e-6

/** Mean of the `size` values that end before `end`. Always the same additions in the same order, however the values arrived. */
function windowMean(values: Float64Array, end: number, size: number): number {
  let sum = 0
  for (let i = end - size; i < end; i++) sum += values[i]!
  return sum / size
}

/**
 * What is kept of the windows over a run of values: enough to go on at either end. The values themselves lie in the caller's column, which
 * is needed anyway; of it only size − 1 values at either border are read again.
 */
export interface WindowState {
  readonly size: number
  /** Values seen. */
  count: number
  /** Lowest mean so far; Infinity before the first full window. */
  least: number
  /** Parts of the first and the last value; windows do not reach over a change of part. */
  firstPart: number
  lastPart: number
  /** Values of one part in a row at the start and at the end. */
  headRun: number
  tailRun: number
}

/** A state that has seen nothing. */
export function createWindow(size: number = WINDOW_TOKENS): WindowState {
  return { size, count: 0, least: Infinity, firstPart: -1, lastPart: -1, headRun: 0, tailRun: 0 }
}

/** Takes values[state.count, end); `parts[i]` is the part of value i. NaN must not be among the values. */
export function pushWindows(state: WindowState, values: Float64Array, parts: Int32Array, end: number): void {
  const { count, size } = state
  let { least, lastPart } = state
  let runStart = count - state.tailRun
  let bound = least * size + ROLLING_ERROR
  let rolling = 0
  for (let i = Math.max(0, count - size); i < count; i++) rolling += values[i]!
  for (let i = count; i < end; i++) {
    if (parts[i] !== lastPart) {
      lastPart = parts[i]!
      if (i === 0) state.firstPart = lastPart
      else if (runStart === 0) state.headRun = i
      runStart = i
    }
    rolling += values[i]!
    if (i >= size) rolling -= values[i - size]!
    // The rolling sum only says where it is worth adding up the window itself, so that a mean never depends on what came before.
    if (rolling <= bound && i - runStart >= size - 1) {
      const mean = windowMean(values, i + 1, size)
      if (mean < least) {
        least = mean
        bound = least * size + ROLLING_ERROR
      }
    }
  }
  state.least = least
  state.lastPart = lastPart
  state.count = Math.max(count, end)
  state.tailRun = state.count - runStart
  if (runStart === 0) state.headRun = state.count
}

/**
 * Joins two runs: `values` is the joint column, the `into.count` values of the left run first. Only the windows over the seam are computed.
 * Both must have the same window size; `other` is left as it was.
 */
export function mergeWindows(into: WindowState, other: WindowState, values: Float64Array): void {
  if (other.count === 0) return
  if (into.count === 0) {
    Object.assign(into, other)
    return
  }
  const { size } = into
  const isOnePart = into.lastPart === other.firstPart
  into.least = Math.min(into.least, other.least)
  if (isOnePart) {
    const from = Math.max(1, size - into.tailRun)
    const to = Math.min(size - 1, other.headRun)
    for (let right = from; right <= to; right++) into.least = Math.min(into.least, windowMean(values, into.count + right, size))
    if (into.headRun === into.count) into.headRun += other.headRun
  }
  into.tailRun = isOnePart && other.tailRun === other.count ? into.tailRun + other.tailRun : other.tailRun
  into.lastPart = other.lastPart
  into.count += other.count
}

/**
 * Lowest mean over `size` neighbours of values[0, count), in the values' unit. Fewer than `size` values → NaN; ties need no rule; NaN must not
 * be among the values. Cost: count · size.
 *
 * Why: between the minimum (size 1), which one token rules, and the mean (size n), in which a bad passage drowns (the idea of lowest span
 * confidence, arXiv 2601.19918).
 */
export function worstWindowMean(values: Float64Array, count: number = values.length, size: number = WINDOW_TOKENS): number {
  const state = createWindow(size)
  pushWindows(state, values, new Int32Array(count), count)
  return state.least === Infinity ? NaN : state.least
}

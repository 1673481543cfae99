/** Neighbours in the window of `worstWindowLogprob`. */
export const WINDOW_TOKENS = 5

/** Mean of the `size` values that end before `end`. Always the same additions in the same order, however the values arrived. */
function windowMean(values: Float64Array, end: number, size: number): number {
  let sum = 0
  for (let i = end - size; i < end; i++) sum += values[i]!
  return sum / size
}

/** What is kept of the windows over a run of values: enough to go on at either end. The values themselves lie in the caller's column. */
export interface WindowState {
  size: number
  /** Values seen. */
  count: number
  /** Lowest mean so far; Infinity before the first full window. */
  least: number
  /** Parts of the first and the last value; windows do not reach over a change of part. */
  firstPart: number
  lastPart: number
  /** Values of one part in a row, at the start and at the end, never counted beyond `size` at the start. */
  headRun: number
  tailRun: number
}

/** A state that has seen nothing. */
export function createWindow(size: number = WINDOW_TOKENS): WindowState {
  return { size, count: 0, least: Infinity, firstPart: -1, lastPart: -1, headRun: 0, tailRun: 0 }
}

/** Takes the value at `values[state.count]`, of the given part. */
export function pushWindow(state: WindowState, values: Float64Array, part: number): void {
  const { size } = state
  if (state.count === 0) state.firstPart = part
  if (part === state.lastPart) {
    if (state.headRun === state.count && state.headRun < size) state.headRun += 1
    state.tailRun += 1
  } else {
    if (state.count === 0) state.headRun = 1
    state.tailRun = 1
    state.lastPart = part
  }
  state.count += 1
  if (state.tailRun >= size) state.least = Math.min(state.least, windowMean(values, state.count, size))
}

/**
 * Joins two runs: `values` is the joint column, the `into.count` values of the left run first. Only the windows over the seam are computed.
 * Both must have the same window size.
 */
export function mergeWindow(into: WindowState, other: WindowState, values: Float64Array): void {
  const { size } = into
  if (other.count === 0) return
  if (into.count === 0) {
    Object.assign(into, other)
    return
  }
  const isOnePart = into.lastPart === other.firstPart
  into.least = Math.min(into.least, other.least)
  if (isOnePart) {
    const from = Math.max(1, size - into.tailRun)
    const to = Math.min(size - 1, other.headRun)
    for (let right = from; right <= to; right++) into.least = Math.min(into.least, windowMean(values, into.count + right, size))
    if (into.headRun === into.count) into.headRun = Math.min(size, into.headRun + other.headRun)
  }
  into.tailRun = isOnePart && other.tailRun === other.count ? into.tailRun + other.tailRun : other.tailRun
  into.lastPart = other.lastPart
  into.count += other.count
}

/**
 * Lowest mean over `size` neighbours of values[0, count) that belong to one part, in the values' unit. `parts` says which part a value is of; absent,
 * all are of one. Fewer than `size` neighbours in a row → NaN. Ties need no rule. NaN among the values spoils the windows that hold it, which are
 * left out only by the caller. Cost: count · size.
 */
export function worstWindowMean(values: Float64Array, count: number, size: number = WINDOW_TOKENS, parts?: ArrayLike<number>): number {
  const state = createWindow(size)
  for (let i = 0; i < count; i++) pushWindow(state, values, parts === undefined ? 0 : parts[i]!)
  return state.least === Infinity ? NaN : state.least
}

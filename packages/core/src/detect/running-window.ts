import { medianAbsoluteDeviation } from '../numeric/median-absolute-deviation.ts'

/** The last `size` values, in order of arrival and in order of size. */
export interface RunningWindow {
  readonly push: (value: number) => void
  readonly count: () => number
  readonly isFull: () => boolean
  /** The middle value, or the mean of the two middle ones; `NaN` while empty. */
  readonly median: () => number
  /** Median of the distances from a center; `NaN` while empty. Not scaled. */
  readonly deviationFrom: (center: number) => number
  readonly clear: () => void
}

/**
 * A window over a sequence of numbers that knows its median. `NaN` has no place in an order: leave it out.
 * Cost a value: at most `size` steps; a median is read off, a deviation costs `size` steps. Memory: 3 · `size`. `size` is at least 1.
 */
export function createRunningWindow(size: number): RunningWindow {
  const room = Math.max(1, Math.trunc(size))
  const arrived = new Float64Array(room)
  const sorted = new Float64Array(room)
  const scratch = new Float64Array(room)
  let count = 0
  let next = 0

  return {
    push(value) {
      let gap = count
      if (count === room) {
        const oldest = arrived[next]!
        gap = 0
        while (sorted[gap] !== oldest) gap += 1
        count -= 1
      }
      // The gap left by the oldest value moves to where the new one belongs.
      while (gap < count && sorted[gap + 1]! < value) {
        sorted[gap] = sorted[gap + 1]!
        gap += 1
      }
      while (gap > 0 && sorted[gap - 1]! > value) {
        sorted[gap] = sorted[gap - 1]!
        gap -= 1
      }
      sorted[gap] = value
      arrived[next] = value
      next = next + 1 === room ? 0 : next + 1
      count += 1
    },
    count: () => count,
    isFull: () => count === room,
    median() {
      if (count === 0) return NaN
      const middle = count >> 1
      return count % 2 === 1 ? sorted[middle]! : sorted[middle - 1]! + (sorted[middle]! - sorted[middle - 1]!) / 2
    },
    deviationFrom: (center) => medianAbsoluteDeviation(sorted, center, scratch, 0, count),
    clear() {
      count = 0
      next = 0
    },
  }
}

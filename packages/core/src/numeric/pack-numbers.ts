/**
 * Copies the values of values[start, end) that are not NaN to the front of `out`, in order, and returns how many there were.
 *
 * Why: NaN is how a column says "missing", and order statistics have no place for it. Infinities are kept: they are numbers.
 * `out` may be `values` itself when both are the same array. `out` must have room; nothing is allocated.
 *
 * @example
 * packNumbers([1, NaN, 3], new Float64Array(3)) // 2
 */
export function packNumbers(values: ArrayLike<number>, out: Float64Array, start = 0, end: number = values.length): number {
  let count = 0
  for (let i = start; i < end; i++) {
    const value = values[i]!
    if (!Number.isNaN(value)) out[count++] = value
  }
  return count
}

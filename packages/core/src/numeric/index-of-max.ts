/**
 * Index of the largest of values[start, end): the first where several are. −1 if there is none, or if one of the values is NaN.
 *
 * @example
 * indexOfMax([-2, -0.5, -0.5]) // 1
 */
export function indexOfMax(values: ArrayLike<number>, start = 0, end: number = values.length): number {
  let best = start < end ? start : -1
  for (let i = start; i < end; i++) {
    const value = values[i]!
    if (Number.isNaN(value)) return -1
    if (value > values[best]!) best = i
  }
  return best
}

// Hyndman and Fan, "Sample quantiles in statistical packages", Am. Stat. 50, 1996: definition 7, as in R, numpy and Excel.

/** The value a fraction t (0 to 1) of the way from a up to b; never outside them. */
function between(a: number, b: number, t: number): number {
  if (t === 0 || a === b) return a
  if (a === -Infinity) return b === Infinity ? NaN : a
  if (b === Infinity) return b
  const step = b - a
  if (step === Infinity) return a * (1 - t) + b * t
  return t < 0.5 ? Math.min(b, a + step * t) : Math.max(a, b - step * (1 - t))
}

function checkProbability(name: string, p: number): void {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`${name} requires p in [0, 1], got ${p}`)
}

/**
 * Quantile of values that are in ascending order: with h = (n − 1)p, the value between ranks ⌊h⌋ and ⌊h⌋ + 1, counted from 0.
 *
 * Empty → NaN. One value → that value. The values must hold no NaN: they have no place in an order.
 * Between −Infinity and +Infinity there is no value: NaN. Throws a `RangeError` for p outside [0, 1].
 *
 * @example
 * quantileSorted([1, 2, 3, 4], 0.25) // 1.75
 */
export function quantileSorted(sorted: ArrayLike<number>, p: number, start = 0, end: number = sorted.length): number {
  checkProbability('quantileSorted', p)
  const last = end - start - 1
  if (last < 0) return NaN
  const h = last * p
  const low = Math.floor(h)
  const a = sorted[start + low]!
  return low === last ? a : between(a, sorted[start + low + 1]!, h - low)
}

/**
 * Hoare's selection: reorders values[start, end) so that values[k] is what it would be if they were sorted, with nothing larger before
 * it and nothing smaller behind it. No NaN. Expected cost linear, also where the values are sorted or all equal.
 */
export function selectInPlace(values: Float64Array, k: number, start: number, end: number): void {
  let left = start
  let right = end - 1
  while (left < right) {
    const middle = values[(left + right) >>> 1]!
    const first = values[left]!
    const last = values[right]!
    const pivot = Math.max(Math.min(first, middle), Math.min(Math.max(first, middle), last))
    let i = left
    let j = right
    while (i <= j) {
      while (values[i]! < pivot) i++
      while (values[j]! > pivot) j--
      if (i <= j) {
        const swapped = values[i]!
        values[i] = values[j]!
        values[j] = swapped
        i++
        j--
      }
    }
    if (k <= j) right = j
    else if (k >= i) left = i
    else return
  }
}

/**
 * Quantile of scratch[0, count) by selection, in linear time: reorders the scratch array and allocates nothing.
 * Definition and edges as in `quantile`.
 */
export function quantileInPlace(scratch: Float64Array, p: number, count: number = scratch.length): number {
  checkProbability('quantileInPlace', p)
  if (count === 0) return NaN
  for (let i = 0; i < count; i++) if (Number.isNaN(scratch[i]!)) return NaN
  const h = (count - 1) * p
  const low = Math.floor(h)
  selectInPlace(scratch, low, 0, count)
  const a = scratch[low]!
  if (h === low) return a
  let b = Infinity
  for (let i = low + 1; i < count; i++) if (scratch[i]! < b) b = scratch[i]!
  return between(a, b, h - low)
}

/**
 * Quantile (definition 7) of values in any order, in the values' unit. The values are left as they are.
 *
 * Empty → NaN. One value → that value. A NaN → NaN: leave missing values out first (`packNumbers`). Infinities are ordered like any
 * number; between two of different sign there is no value, so NaN. Ties need no care. Throws a `RangeError` for p outside [0, 1].
 * Cost: linear, and one copy.
 *
 * @example
 * quantile([4, 1, 3, 2], 0.25) // 1.75
 */
export function quantile(values: ArrayLike<number>, p: number): number {
  return quantileInPlace(new Float64Array(values), p)
}

/**
 * Median: the middle value, or the mean of the two middle ones. Edges as in `quantile`.
 *
 * @example
 * median([3, 1, 2, 10]) // 2.5
 */
export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5)
}

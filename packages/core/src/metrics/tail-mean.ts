import { compensatedSum } from '../numeric/compensated-sum.ts'
import { selectInPlace } from '../numeric/quantile.ts'

/** The tail that `tailMeanLogprob` means: the worst 10 % of the tokens. */
export const TAIL_SHARE = 0.1

/** Values are first sorted into buckets of 1/8 nat: one comparison a value finds the tail, and only the bucket at its edge needs an order. */
const BUCKETS = 256
const PER_NAT = 8
const counts = new Int32Array(BUCKETS)
let buckets = new Uint8Array(256)
let edge = new Float64Array(256)

/** Bucket 0 holds the highest values; −32 and below share the last. */
function bucketOf(value: number): number {
  return Math.min(BUCKETS - 1, value * -PER_NAT) | 0
}

/**
 * Mean of the lowest `share` of values[0, count), in the values' unit: with m = share · count, the ⌊m⌋ lowest and the next one with weight
 * m − ⌊m⌋, divided by m.
 *
 * Why: one bad token in a hundred drowns in a mean, and rules the minimum; the tail lies between. The fractional weight keeps it continuous in
 * the number of tokens. Where m ≤ 1 (fewer than ten tokens at 10 %) it is the minimum.
 * Empty → NaN; NaN among the values must not be; ties need no rule. Expected cost
 * linear; allocates only to grow a shared scratch array.
 */
export function tailMean(values: Float64Array, count: number = values.length, share: number = TAIL_SHARE): number {
  if (count === 0) return NaN
  const weight = share * count
  if (weight <= 1) {
    let least = values[0]!
    for (let i = 1; i < count; i++) if (values[i]! < least) least = values[i]!
    return least
  }
  const whole = Math.min(count, Math.floor(weight))
  if (whole === count) return compensatedSum(values, 0, count) / count
  if (edge.length < count) {
    buckets = new Uint8Array(2 * count)
    edge = new Float64Array(2 * count)
  }
  counts.fill(0)
  for (let i = 0; i < count; i++) {
    const its = bucketOf(values[i]!)
    buckets[i] = its
    counts[its]! += 1
  }
  let bucket = BUCKETS
  let below = 0
  while (below <= whole) below += counts[--bucket]!
  const wanted = whole - (below - counts[bucket]!)
  let sum = 0
  let held = 0
  for (let i = 0; i < count; i++) {
    const its = buckets[i]!
    if (its < bucket) continue
    if (its > bucket) sum += values[i]!
    else edge[held++] = values[i]!
  }
  selectInPlace(edge, wanted, 0, held)
  return (sum + compensatedSum(edge, 0, wanted) + (weight - whole) * edge[wanted]!) / weight
}

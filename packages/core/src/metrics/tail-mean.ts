import { compensatedSum } from '../numeric/compensated-sum.ts'
import { selectInPlace } from '../numeric/quantile.ts'

/** The tail that `tailMeanLogprob` means: the worst 10 % of the tokens. */
export const TAIL_SHARE = 0.1

/**
 * Mean of the lowest `share` of scratch[0, count), in the values' unit: with m = share · count, the ⌊m⌋ lowest and the next one with weight
 * m − ⌊m⌋, divided by m. Reorders the scratch array.
 *
 * Why: one bad token in a hundred drowns in a mean, and rules the minimum; the tail lies between. The fractional weight keeps it continuous in
 * the number of tokens. Where m ≤ 1 (fewer than ten tokens at 10 %) it is the minimum.
 * Empty → NaN; NaN among the values → undefined order, so none may be there; ties need no rule. Linear expected cost, nothing allocated.
 */
export function tailMeanInPlace(scratch: Float64Array, count: number, share: number = TAIL_SHARE): number {
  if (count === 0) return NaN
  const weight = share * count
  if (weight <= 1) {
    let least = scratch[0]!
    for (let i = 1; i < count; i++) if (scratch[i]! < least) least = scratch[i]!
    return least
  }
  const whole = Math.min(count, Math.floor(weight))
  if (whole === count) return compensatedSum(scratch, 0, count) / count
  selectInPlace(scratch, whole, 0, count)
  return (compensatedSum(scratch, 0, whole) + (weight - whole) * scratch[whole]!) / weight
}

import { binRange } from './bin-scale.ts'
import type { Histogram } from './histogram.ts'

/** What fixed bins can tell of a quantile: an estimate, and the ends between which the true value lies. */
export interface QuantileBounds {
  readonly lower: number
  readonly estimate: number
  readonly upper: number
}

/** The same for the value of one rank, counted from 0. */
function boundsOfRank(histogram: Histogram, rank: number): QuantileBounds {
  const { scale, counts, min, max, total } = histogram
  if (rank === 0) return { lower: min, estimate: min, upper: min }
  if (rank === total - 1) return { lower: max, estimate: max, upper: max }
  let bin = 0
  let below = 0
  while (below + counts[bin]! <= rank) below += counts[bin++]!
  const [from, to] = binRange(scale, bin)
  const lower = Math.max(from, min)
  const upper = Math.min(to, max)
  // Where the values of a bin lie is not known: taken as evenly spread over it.
  const share = (rank - below + 0.5) / counts[bin]!
  return { lower, estimate: lower + (upper - lower) * share, upper }
}

/**
 * Quantile (definition 7, as in `quantile`) of the finite values that a histogram has counted, in the values' unit.
 *
 * The true quantile lies in [lower, upper]: no wider than the bins that it falls between, and never outside the smallest and the largest
 * value seen. An empty histogram → all NaN. p = 0 and p = 1 are exact. Values that are not finite have no place in it: see `notFinite`.
 * Throws a `RangeError` for p outside [0, 1]. Cost: one pass over the bins.
 */
export function histogramQuantile(histogram: Histogram, p: number): QuantileBounds {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`histogramQuantile requires p in [0, 1], got ${p}`)
  if (histogram.total === 0) return { lower: NaN, estimate: NaN, upper: NaN }
  const h = (histogram.total - 1) * p
  const a = boundsOfRank(histogram, Math.floor(h))
  const b = boundsOfRank(histogram, Math.ceil(h))
  const t = h - Math.floor(h)
  return {
    lower: a.lower + (b.lower - a.lower) * t,
    estimate: a.estimate + (b.estimate - a.estimate) * t,
    upper: a.upper + (b.upper - a.upper) * t,
  }
}

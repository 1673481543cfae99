import { normalQuantile } from '../numeric/index.ts'
import type { DifferenceInterval } from './types.ts'

const Z = normalQuantile(0.975)

const around = (estimate: number, centre: number, error: number): DifferenceInterval => [
  Math.max(-1, Math.min(estimate, centre - Z * error)),
  estimate,
  Math.min(1, Math.max(estimate, centre + Z * error)),
]

/**
 * 95 % interval of the difference of two independent shares (second minus first), by Agresti and Caffo (Am. Stat. 54, 2000): as if one hit and one miss
 * more had been seen on each side, so that none of three is not taken for never. The estimate itself is the plain one. An empty side → ±1 about NaN.
 *
 * @example
 * shareDifference(0, 3, 0, 3) // [-0.496, 0, 0.496]
 */
export function shareDifference(hits: number, of: number, otherHits: number, otherOf: number): DifferenceInterval {
  const estimate = otherHits / otherOf - hits / of
  if (of === 0 || otherOf === 0) return [-1, NaN, 1]
  const [p, q] = [(hits + 1) / (of + 2), (otherHits + 1) / (otherOf + 2)]
  return around(estimate, q - p, Math.sqrt((p * (1 - p)) / (of + 2) + (q * (1 - q)) / (otherOf + 2)))
}

/**
 * 95 % interval of the difference of two shares on the same units (now minus before), by Agresti and Min (Stat. Med. 24, 2005): as if one unit more had
 * changed, half of it each way, and one had stayed. No unit → ±1 about NaN.
 *
 * @param worse units that were a hit and are none now; `better`: the other way round.
 *
 * @example
 * pairedShareDifference(2, 2, 40) // [-0.104, 0, 0.104]
 */
export function pairedShareDifference(worse: number, better: number, of: number): DifferenceInterval {
  if (of === 0) return [-1, NaN, 1]
  const n = of + 2
  const centre = (better - worse) / n
  return around((better - worse) / of, centre, Math.sqrt(((better + worse + 1) / n - centre * centre) / n))
}

import type { TraceColumns } from '../trace/columns.ts'

/**
 * Probability that a sampler with the given temperature draws the most probable token of a row (or one that ties for it), from logprobs
 * reported before the temperature: p^(1/T) over the sum of all, as an interval `out[0]` ≤ `out[1]`.
 *
 * The unlisted tokens take part in that sum, and their share is not known: at the ends the unlisted mass lies packed under the cap or evenly over
 * the vocabulary. At T = 1 both ends are the top probability itself; at T = 0 they are 1. An unlisted chosen token is left out: what is expected must
 * not depend on what was drawn. Top-p, top-k and penalties are not modelled. The row's list must show the top (`topProbability` not NaN).
 */
export function temperedTop(columns: TraceColumns, row: number, temperature: number, vocabulary: number, out: Float64Array): void {
  if (temperature === 0) {
    out[0] = 1
    out[1] = 1
    return
  }
  const { support } = columns
  const start = columns.supportStart[row]!
  const end = columns.supportStart[row + 1]!
  const listed = columns.listed[row]!
  const skip = end - start > listed ? start + columns.rank[row]! - 1 : -1
  const power = 1 / temperature
  const top = support[start]!
  let mass = 0
  let weight = 0
  let ties = 0
  for (let i = start; i < end; i++) {
    if (i === skip) continue
    const value = support[i]!
    mass += Math.exp(value)
    weight += Math.exp((value - top) * power)
    if (value === top) ties += 1
  }
  const unseen = Math.max(0, 1 - mass)
  const cap = columns.cap[row]!
  const most = Number.isNaN(cap) ? unseen : Math.min(unseen, Math.exp(cap))
  const unlisted = vocabulary - listed
  if (unseen === 0 || !(unlisted > 0)) {
    out[0] = out[1] = ties / weight
    return
  }
  const packed = (unseen / most) * Math.exp((Math.log(most) - top) * power)
  const even = unlisted * Math.exp((Math.log(unseen / unlisted) - top) * power)
  out[0] = ties / (weight + Math.max(packed, even))
  out[1] = ties / (weight + Math.min(packed, even))
}

import { ascendingOrder } from './order.ts'

/** Rows of one bin of predictions, as sums. */
export interface Bin {
  readonly count: number
  /** Σ weights; equals `count` without weights. */
  readonly weight: number
  /** Weighted means. */
  readonly predicted: number
  readonly observed: number
  /** Σ w²: what is needed for the variance of a weighted mean. */
  readonly squaredWeight: number
}

/** Bins that the field uses for calibration error by equal mass. */
export const ECE_BINS = 15

function binOf(
  order: Uint32Array,
  from: number,
  to: number,
  predicted: ArrayLike<number>,
  correct: ArrayLike<number>,
  weights: ArrayLike<number> | undefined,
): Bin {
  let weight = 0
  let squaredWeight = 0
  let sum = 0
  let right = 0
  for (let k = from; k < to; k++) {
    const i = order[k]!
    const w = weights === undefined ? 1 : weights[i]!
    weight += w
    squaredWeight += w * w
    sum += w * predicted[i]!
    right += w * correct[i]!
  }
  return { count: to - from, weight, squaredWeight, predicted: sum / weight, observed: right / weight }
}

/** Where equal-mass bins end in the ascending order of the predictions: equal predictions are never split, so bins may be fewer. */
export function equalMassEnds(predicted: ArrayLike<number>, order: Uint32Array, bins: number = ECE_BINS): readonly number[] {
  const n = order.length
  const ends: number[] = []
  for (let k = 1; k <= bins; k++) {
    let end = Math.round((k * n) / bins)
    while (end > 0 && end < n && predicted[order[end]!] === predicted[order[end - 1]!]) end += 1
    if (end > (ends.at(-1) ?? 0)) ends.push(end)
  }
  return ends
}

/** Bins of equal mass (see `equalMassEnds`), from the least to the most probable. */
export function equalMassBins(
  predicted: ArrayLike<number>,
  correct: ArrayLike<number>,
  bins: number = ECE_BINS,
  weights?: ArrayLike<number>,
): readonly Bin[] {
  const order = ascendingOrder(predicted)
  let from = 0
  return equalMassEnds(predicted, order, bins).map((to) => {
    const bin = binOf(order, from, to, predicted, correct, weights)
    from = to
    return bin
  })
}

/** Bins of equal width over [0, 1], each without its lower end, the first with it; empty ones are left out. */
export function equalWidthBins(predicted: ArrayLike<number>, correct: ArrayLike<number>, bins: number): readonly Bin[] {
  const order = ascendingOrder(predicted)
  const found: Bin[] = []
  for (let from = 0, k = 1; k <= bins; k++) {
    let to = from
    while (to < order.length && (predicted[order[to]!]! <= k / bins || k === bins)) to += 1
    if (to > from) found.push(binOf(order, from, to, predicted, correct, undefined))
    from = to
  }
  return found
}

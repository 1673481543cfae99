import type { RandomSource } from '../../numeric/random.ts'
import { ascendingOrder } from './order.ts'
import { ECE_BINS, equalMassEnds, type Bin } from './bins.ts'

/** Expected calibration error: the mean distance between what bins predict and what was observed there, by weight. 0 to 1; NaN without a bin. */
export function expectedCalibrationError(bins: readonly Bin[]): number {
  const weight = bins.reduce((sum, bin) => sum + bin.weight, 0)
  return bins.reduce((sum, bin) => sum + bin.weight * Math.abs(bin.predicted - bin.observed), 0) / weight
}

/** The largest distance of a bin. */
export function maximumCalibrationError(bins: readonly Bin[]): number {
  return bins.reduce((most, bin) => Math.max(most, Math.abs(bin.predicted - bin.observed)), bins.length === 0 ? NaN : 0)
}

/**
 * Root-mean-square calibration error without the bias that few answers a bin bring (Kumar, Liang and Ma 2019, arXiv 1909.10155): from each
 * squared distance the variance of the observed share is taken off. 0 where the noise explains all of it. Bins of one answer are left out.
 */
export function debiasedCalibrationError(bins: readonly Bin[]): number {
  let weight = 0
  let sum = 0
  for (const bin of bins) {
    // (Σw)²/Σw² is how many equal weights they are worth.
    const effective = (bin.weight * bin.weight) / bin.squaredWeight
    if (effective <= 1) continue
    weight += bin.weight
    sum += bin.weight * ((bin.predicted - bin.observed) ** 2 - (bin.observed * (1 - bin.observed)) / (effective - 1))
  }
  return weight === 0 ? NaN : Math.sqrt(Math.max(0, sum / weight))
}

/**
 * The noise floor of the calibration error: what these predictions would show on average if they were perfectly calibrated, labels being drawn
 * from them. What an ECE lies above its floor is miscalibration; the floor itself is only that answers are few.
 */
export function calibrationErrorFloor(
  predicted: ArrayLike<number>,
  random: RandomSource,
  { bins = ECE_BINS, draws = 100, weights }: { readonly bins?: number; readonly draws?: number; readonly weights?: ArrayLike<number> } = {},
): number {
  const order = ascendingOrder(predicted)
  const ends = equalMassEnds(predicted, order, bins)
  let total = 0
  let weightSum = 0
  for (let i = 0; i < predicted.length; i++) weightSum += weights === undefined ? 1 : weights[i]!
  for (let draw = 0; draw < draws; draw++) {
    let from = 0
    for (const to of ends) {
      let distance = 0
      for (let k = from; k < to; k++) {
        const i = order[k]!
        distance += (weights === undefined ? 1 : weights[i]!) * (predicted[i]! - (random() < predicted[i]! ? 1 : 0))
      }
      total += Math.abs(distance)
      from = to
    }
  }
  return total / (draws * weightSum)
}

import type { Bin } from './bins.ts'

/** Mean squared distance between the predicted probabilities and what happened (0 or 1). 0 is perfect. NaN without a row. */
export function brierScore(predicted: ArrayLike<number>, correct: ArrayLike<number>, weights?: ArrayLike<number>): number {
  let sum = 0
  let weight = 0
  for (let i = 0; i < predicted.length; i++) {
    const w = weights === undefined ? 1 : weights[i]!
    sum += w * (predicted[i]! - correct[i]!) ** 2
    weight += w
  }
  return sum / weight
}

/** The parts of a Brier score over bins (Murphy 1973): reliability − resolution + uncertainty, up to the spread within the bins. */
export interface BrierParts {
  /** How far the bins' predictions lie from what was observed: 0 is perfect. */
  readonly reliability: number
  /** How far what was observed in the bins lies from the base rate: the more, the better. */
  readonly resolution: number
  /** Base rate · (1 − base rate): what always saying the base rate would score. */
  readonly uncertainty: number
}

export function brierParts(bins: readonly Bin[]): BrierParts {
  const weight = bins.reduce((sum, bin) => sum + bin.weight, 0)
  const base = bins.reduce((sum, bin) => sum + bin.weight * bin.observed, 0) / weight
  const mean = (of: (bin: Bin) => number): number => bins.reduce((sum, bin) => sum + bin.weight * of(bin), 0) / weight
  return {
    reliability: mean((bin) => (bin.predicted - bin.observed) ** 2),
    resolution: mean((bin) => (bin.observed - base) ** 2),
    uncertainty: base * (1 - base),
  }
}

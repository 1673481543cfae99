import { quantile } from '../../numeric/quantile.ts'
import type { FeatureName } from '../../profile/calibrated/feature-names.ts'
import { FEATURE_INDEX, isLogprobFeature } from '../../risk/features/model-scale.ts'

/** A threshold without labels: the least probable share of a group's own answers. It says what is unusual, not what is wrong. */
export interface QuantileThreshold {
  readonly feature: FeatureName
  /** Share of the group's answers below it (above it for bits per byte). */
  readonly share: number
  /** In the feature's unit. */
  readonly value: number
  readonly n: number
}

const SHARES = [0.01, 0.05, 0.1] as const
const BY_QUANTILE = ['avgLogprob', 'sumLogprob', 'minLogprob', 'bitsPerByte'] as const
/** Below so many answers a quantile in the tail is one answer's accident. */
const FEWEST = 100

/** Thresholds of a group of unlabelled answers as quantiles of their own features (model scale); empty with fewer than 100 answers. */
export function quantileThresholds(features: readonly Float64Array[]): readonly QuantileThreshold[] {
  return BY_QUANTILE.flatMap((feature) => {
    const at = FEATURE_INDEX[feature]
    const own = features.map((row) => row[at]!).filter((value) => !Number.isNaN(value))
    if (own.length < FEWEST) return []
    const isLogprob = isLogprobFeature(feature)
    return SHARES.map((share) => {
      const value = quantile(own, isLogprob ? share : 1 - share)
      return { feature, share, value: isLogprob ? -(value * value) : value, n: own.length }
    })
  })
}

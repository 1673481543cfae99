import { quantile } from '../../numeric/quantile.ts'
import { primaryLanguage } from '../../language/fold-case.ts'
import { groupKey } from '../../profile/calibrated/group-key.ts'
import type { BaselineGroup, GroupScope, QuantileThreshold } from '../../profile/calibrated/types.ts'
import { FEATURE_INDEX, isLogprobFeature } from '../../risk/features/model-scale.ts'

const SHARES = [0.01, 0.05, 0.1] as const
const BY_QUANTILE = ['avgLogprob', 'sumLogprob', 'minLogprob', 'bitsPerByte'] as const
/** Below so many answers a quantile in the tail is one answer's accident. */
const FEWEST = 100

/** Thresholds of a group of unlabelled answers as quantiles of their own features (model scale); empty with fewer than 100 answers. */
export function quantileThresholds(features: readonly Float64Array[], shares: readonly number[] = SHARES): readonly QuantileThreshold[] {
  return BY_QUANTILE.flatMap((feature) => {
    const at = FEATURE_INDEX[feature]
    const own = features.map((row) => row[at]!).filter((value) => !Number.isNaN(value))
    if (own.length < FEWEST) return []
    const isLogprob = isLogprobFeature(feature)
    return shares.map((share) => {
      const value = quantile(own, isLogprob ? share : 1 - share)
      return { feature, share, value: isLogprob ? -(value * value) : value, n: own.length }
    })
  })
}

/**
 * The quantiles of every group of answers (model × language × template), labelled or not: features are on the model scale, `null` where an answer
 * cannot be scored. In the order in which the groups first come.
 */
export function baselinesOf(
  answers: readonly { readonly scope: Required<GroupScope>; readonly features: Float64Array | null }[],
  shares: readonly number[] = SHARES,
): readonly BaselineGroup[] {
  const groups = new Map<string, { readonly scope: Required<GroupScope>; readonly features: Float64Array[] }>()
  for (const { scope, features } of answers) {
    const plain = { ...scope, language: primaryLanguage(scope.language) }
    const key = groupKey(plain)
    const group = groups.get(key) ?? { scope: plain, features: [] }
    groups.set(key, group)
    if (features !== null) group.features.push(features)
  }
  return [...groups].map(([key, { scope, features }]) => ({
    key,
    scope,
    n: features.length,
    thresholds: quantileThresholds(features, shares),
  }))
}

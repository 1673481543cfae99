import { FEATURES, type FeatureName } from '../../profile/calibrated/feature-names.ts'

/** Features that are logprobs, nats. */
const LOGPROBS: ReadonlySet<FeatureName> = new Set<FeatureName>([
  'sumLogprob',
  'avgLogprob',
  'minLogprob',
  'lowQuantileLogprob',
  'tailMeanLogprob',
  'worstWindowLogprob',
  'firstLogprob',
  'lastLogprob',
  'entityMinLogprob',
  'fieldMinLogprob',
  'choiceLogprob',
  'choiceLogMass',
])

const IS_LOGPROB: readonly boolean[] = FEATURES.map((name) => LOGPROBS.has(name))

/** Position of each feature in a feature vector. */
export const FEATURE_INDEX: Readonly<Record<FeatureName, number>> = Object.fromEntries(
  FEATURES.map((name, i) => [name, i]),
) as unknown as Readonly<Record<FeatureName, number>>

/** Whether a feature is a logprob, which models see as −√(−x). */
export function isLogprobFeature(name: FeatureName): boolean {
  return LOGPROBS.has(name)
}

/**
 * Brings a feature vector (order of `FEATURES`) onto the scale of the models, in place, and returns it: a logprob x becomes −√(−x), everything
 * else stays. The root draws in the long tail of unlikely answers and, unlike a log-odds, stays finite for the certain ones, where a logprob is
 * mostly the provider's rounding; order is kept. NaN stays NaN.
 */
export function toModelScale(features: Float64Array): Float64Array {
  for (let i = 0; i < features.length; i++) if (IS_LOGPROB[i] === true) features[i] = -Math.sqrt(Math.max(0, -features[i]!))
  return features
}

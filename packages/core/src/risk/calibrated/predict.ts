import { logitToProbability, logprobToLogit, probabilityToLogit } from '../../numeric/logit.ts'
import { ROUNDING_TOLERANCE } from '../../numeric/probability.ts'
import type { IsotonicPredictor, LogisticPredictor, Predictor } from '../../profile/calibrated/types.ts'
import { FEATURE_INDEX } from '../features/model-scale.ts'

/** A logprob nearer to 0 than a provider's rounding says no more than that: the log-odds that it may stand for end here. */
export const LARGEST_LOGIT: number = -Math.log(ROUNDING_TOLERANCE)

function isotonicLogit({ x, p }: IsotonicPredictor, value: number): number {
  const last = x.length - 1
  if (last < 0 || Number.isNaN(value)) return NaN
  if (value <= x[0]!) return probabilityToLogit(p[0]!)
  if (value >= x[last]!) return probabilityToLogit(p[last]!)
  let low = 0
  let high = last
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (x[middle]! <= value) low = middle
    else high = middle
  }
  const share = (value - x[low]!) / (x[high]! - x[low]!)
  return probabilityToLogit(p[low]! + share * (p[high]! - p[low]!))
}

function logisticLogit(model: LogisticPredictor, features: Float64Array): number {
  let logit = model.intercept
  let present = false
  for (let j = 0; j < model.features.length; j++) {
    const value = features[FEATURE_INDEX[model.features[j]!]]!
    if (value !== value) logit += model.missing[j]!
    else {
      logit += (model.weights[j]! * (value - model.means[j]!)) / model.scales[j]!
      present = true
    }
  }
  // An answer that has none of the features says nothing: its base rate would be a plausible wrong number.
  return present ? logit : NaN
}

/**
 * The logit of the probability that an answer is right, from its features on the model scale (`toModelScale`, order of `FEATURES`).
 * NaN where all features of the predictor are missing. Cost: linear in the features; allocates nothing.
 */
export function predictLogit(predictor: Predictor, features: Float64Array): number {
  switch (predictor.kind) {
    case 'temperature': {
      const root = features[FEATURE_INDEX[predictor.feature]]!
      return logprobToLogit(-(root * root), LARGEST_LOGIT) / predictor.temperature
    }
    case 'platt':
      return predictor.intercept + predictor.slope * features[FEATURE_INDEX[predictor.feature]]!
    case 'isotonic':
      return isotonicLogit(predictor, features[FEATURE_INDEX[predictor.feature]]!)
    case 'logistic':
      return logisticLogit(predictor, features)
    case 'shifted':
      return predictor.intercept + predictor.slope * predictLogit(predictor.base, features)
  }
}

/** The probability that an answer is wrong: 1 − that of being right. NaN where the predictor cannot say. */
export function predictRisk(predictor: Predictor, features: Float64Array): number {
  return logitToProbability(-predictLogit(predictor, features))
}

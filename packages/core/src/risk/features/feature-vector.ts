import { ANSWER_FEATURES, FEATURES } from '../../profile/calibrated/feature-names.ts'
import type { Trace } from '../../trace/types.ts'
import { answerFeatures, type FeatureInput } from './answer-features.ts'
import { choiceFeatures, CHOICES_TAG } from './choice-features.ts'
import { toModelScale } from './model-scale.ts'

/**
 * The features of one answer on the model scale, in the order of `FEATURES`; NaN where one is not defined. `null` where the answer cannot be
 * scored: it holds no content, or nothing that can be read as logprobs. A multiple-choice answer (tag `choices`) has the features of its options only.
 */
export function featureVector(trace: Pick<Trace, 'tokens' | 'context'>, analysis: Omit<FeatureInput, 'tokens'>): Float64Array | null {
  const choices = trace.context.tags?.[CHOICES_TAG]
  const features = new Float64Array(FEATURES.length).fill(NaN)
  const [only] = trace.tokens
  if (choices !== undefined && only !== undefined && trace.tokens.length === 1) {
    const found = choiceFeatures(only, Number(choices))
    if (found === null) return null
    features.set(found, ANSWER_FEATURES.length)
  } else {
    const found = answerFeatures({ tokens: trace.tokens, ...analysis })
    if (found === null) return null
    features.set(found)
  }
  return toModelScale(features)
}

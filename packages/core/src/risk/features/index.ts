export { answerFeatures, type FeatureInput } from './answer-features.ts'
export { choiceFeatures, CHOICE_TEMPLATE, CHOICES_TAG, optionLogMass, optionOf } from './choice-features.ts'
export { featureVector } from './feature-vector.ts'
export { FEATURE_INDEX, isLogprobFeature, toModelScale } from './model-scale.ts'

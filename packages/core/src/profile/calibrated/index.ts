export {
  ANSWER_FEATURES,
  CHOICE_FEATURES,
  FEATURES,
  type AnswerFeatureName,
  type ChoiceFeatureName,
  type FeatureName,
} from './feature-names.ts'
export { groupKey } from './group-key.ts'
export { LEVELS } from './types.ts'
export type * from './types.ts'

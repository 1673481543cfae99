/** What a calibrated risk is made from. Names are stored in profiles: never reuse one for another meaning. */

/**
 * Features of one answer, over its content tokens that are more than white space; a censored token counts with its ceiling.
 *
 * Log-probabilities in nats. Where a feature is not defined for an answer it is NaN, and the model that reads it says what stands in.
 */
export const ANSWER_FEATURES = [
  /** Sum of the logprobs. */
  'sumLogprob',
  'avgLogprob',
  'minLogprob',
  /** The 10 % quantile of the logprobs. */
  'lowQuantileLogprob',
  /** Mean of the worst 10 %, fractional weight. */
  'tailMeanLogprob',
  /** Lowest mean over 5 neighbours; over all tokens of a shorter answer. */
  'worstWindowLogprob',
  'firstLogprob',
  'lastLogprob',
  /** ln of the number of tokens. */
  'logTokenCount',
  /** Share of tokens with a logprob below −1, and below −3. */
  'shareBelow1',
  'shareBelow3',
  /** Standard deviation of the logprobs; 0 for one token. */
  'spreadLogprob',
  /** How many more tokens than expected were not the most probable one, in standard errors; where the sampler is not known, their share. */
  'offTopOne',
  /** How much more surprising than the model itself expected, in standard errors. */
  'surpriseExcess',
  /** Bits: the lower ends of the intervals. */
  'meanEntropyLower',
  'maxEntropyLower',
  /** Bits: how wide the interval of the mean entropy is, which is what the unlisted tokens hide. */
  'entropyWidth',
  /** The lowest logprob within an entity, and within the value of a JSON field. */
  'entityMinLogprob',
  'fieldMinLogprob',
  'bitsPerByte',
] as const

/** Features of a multiple-choice answer, from the probabilities of its options at the place of the answer. */
export const CHOICE_FEATURES = [
  /** Logprob of the most probable option among the options alone, nats. */
  'choiceLogprob',
  /** Most probable option − second, nats. */
  'choiceMargin',
  /** ln of the mass on all options together. */
  'choiceLogMass',
] as const

export const FEATURES: readonly FeatureName[] = [...ANSWER_FEATURES, ...CHOICE_FEATURES]

export type AnswerFeatureName = (typeof ANSWER_FEATURES)[number]
export type ChoiceFeatureName = (typeof CHOICE_FEATURES)[number]
export type FeatureName = AnswerFeatureName | ChoiceFeatureName

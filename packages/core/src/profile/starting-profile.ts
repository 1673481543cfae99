import type { Profile } from './types.ts'

/**
 * The profile that speaks until one is calibrated: the field's usual rules of thumb, gathered in one place.
 * They are only that: on real labelled answers they find little (docs/starting-rules.md), and every report says so.
 */
export const STARTING_PROFILE: Profile = {
  schema: 1,
  name: 'starting',
  version: 1,
  thresholds: {
    hallucinationAvgLogprob: -2.5,
    lowTokenLogprob: -3,
    suddenDropNats: 5,
    robustDropMads: 6,
    robustDropWindow: 15,
    sustainedLowTokens: 5,
    sustainedLowLogprob: -3,
    repetitionCopies: 3,
    repetitionTokens: 12,
    repetitionMaxPeriod: 256,
    glitchProbability: 0.05,
    hotspotBits: 1.5,
    hotspotGapTokens: 1,
    hotspotMaskPunctuation: true,
    selfCheckReliable: 0.8,
    selfCheckHallucinated: 0.5,
    selfCheckMinSamples: 5,
    lengthNormalizationAlpha: 0.7,
    assumedVocabulary: 262_144,
  },
  languages: { en: { hallucinationAvgLogprob: -2.5 }, tr: { hallucinationAvgLogprob: -3.5 } },
  bands: {
    margin: [
      { name: 'unstable', below: 0.5 },
      { name: 'weak', below: 1 },
      { name: 'medium', below: 3 },
      { name: 'sure', below: 5 },
      { name: 'very-sure', below: null },
    ],
    entropy: [
      { name: 'sure', below: 0.5 },
      { name: 'two-way', below: 1 },
      { name: 'unsure', below: 2 },
      { name: 'very-unsure', below: null },
    ],
    avgLogprob: [
      { name: 'suspect', below: -3 },
      { name: 'doubtful', below: -2 },
      { name: 'normal', below: -1 },
      { name: 'very-confident', below: null },
    ],
    probability: [
      { name: 'very-low', below: 0.1 },
      { name: 'low', below: 0.25 },
      { name: 'medium', below: 0.5 },
      { name: 'high', below: 0.9 },
      { name: 'very-high', below: null },
    ],
  },
  votes: [
    { id: 'avg-logprob', metric: 'metrics.avgLogprob', op: '<', value: -2, points: 1 },
    { id: 'low-confidence-share', metric: 'metrics.lowConfidenceRatio', op: '>', value: 0.2, points: 1 },
    { id: 'entity-logprob', metric: 'entities.minMeanLogprob', op: '<', value: -3, points: 2 },
    { id: 'self-check', metric: 'selfCheck.consistency', op: '<', value: 0.7, points: 2 },
  ],
  flagAt: 3,
  actions: [
    { id: 'avg-logprob-review', metric: 'metrics.avgLogprob', op: '<', value: -3, action: 'review' },
    { id: 'max-entropy-flag', metric: 'metrics.maxTokenEntropy', op: '>', value: 3, action: 'flag' },
    { id: 'low-share-requery', metric: 'metrics.lowConfidenceRatio', op: '>', value: 0.25, action: 'requery' },
    { id: 'sudden-drop-flag', metric: 'detections.sudden-drop', op: '>=', value: 1, action: 'flag' },
    { id: 'perplexity-review', metric: 'metrics.perplexity', op: '>', value: 15, action: 'review' },
    { id: 'hallucination-threshold-flag', metric: 'relative.avgLogprob', op: '<', value: 0, action: 'flag' },
    { id: 'hallucination-score-flag', metric: 'hallucination.score', op: '>=', value: 3, action: 'flag' },
    { id: 'repetition-flag', metric: 'detections.repetition', op: '>=', value: 1, action: 'flag' },
    { id: 'self-check-review', metric: 'selfCheck.consistency', op: '<', value: 0.8, action: 'review' },
  ],
  groups: [],
}

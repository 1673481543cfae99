import { ANSWER_FEATURES, type FeatureName } from '../../profile/calibrated/feature-names.ts'
import type { CalibrationMethod, Predictor } from '../../profile/calibrated/types.ts'
import { FEATURE_INDEX } from '../../risk/features/model-scale.ts'
import { fitIsotonicModel, fitLogisticModel, fitPlattModel, fitTemperatureModel } from '../models/fit-predictor.ts'
import type { Rows } from '../rows.ts'

/** A way to fit a predictor. */
export interface Candidate {
  readonly method: CalibrationMethod
  /** Numbers that are free, roughly: the simpler is preferred where it is not clearly worse. */
  readonly complexity: number
  readonly fit: (rows: Rows) => Predictor
}

/** Single features that a model may rest on alone. */
const SINGLE: readonly FeatureName[] = ['avgLogprob', 'sumLogprob', 'minLogprob']
const ISOTONIC_COMPLEXITY = 6

/** Whether the rows are multiple-choice answers, which have features of their own. */
export function isChoice(rows: Pick<Rows, 'features'>): boolean {
  const [first] = rows.features
  return first !== undefined && !Number.isNaN(first[FEATURE_INDEX.choiceLogprob]!)
}

function singles(features: readonly FeatureName[]): readonly Candidate[] {
  return features.flatMap((feature) => [
    { method: 'platt', complexity: 2, fit: (rows) => fitPlattModel(rows, feature) },
    { method: 'isotonic', complexity: ISOTONIC_COMPLEXITY, fit: (rows) => fitIsotonicModel(rows, feature) },
  ])
}

/**
 * The models that are tried on answers with these features. Multiple-choice answers are given by one probability, whose order is kept: only models
 * that rise with it.
 */
export function candidatesFor(rows: Pick<Rows, 'features'>): readonly Candidate[] {
  const names: readonly FeatureName[] = isChoice(rows) ? ['choiceLogprob'] : SINGLE
  const temperature: Candidate = {
    method: 'temperature',
    complexity: 1,
    fit: (some) => fitTemperatureModel(some, isChoice(rows) ? 'choiceLogprob' : 'avgLogprob'),
  }
  const logistic: Candidate = {
    method: 'logistic',
    complexity: ANSWER_FEATURES.length,
    fit: (some) => fitLogisticModel(some, ANSWER_FEATURES),
  }
  return isChoice(rows) ? [temperature, ...singles(names)] : [temperature, ...singles(names), logistic]
}

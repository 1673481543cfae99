import type { FeatureName } from '../../profile/calibrated/feature-names.ts'
import type { Estimate, LanguageFinding } from '../../profile/calibrated/types.ts'
import { quantile } from '../../numeric/quantile.ts'
import { uniformInteger, type RandomSource } from '../../numeric/random.ts'
import { FEATURE_INDEX, isLogprobFeature } from '../../risk/features/model-scale.ts'
import { fitPlattModel } from '../models/fit-predictor.ts'
import { FEWEST_OF_A_CLASS, type GroupRows } from '../pooling/parents.ts'
import { classCounts, pickRows, type Rows } from '../rows.ts'

const COMPARED = ['avgLogprob', 'sumLogprob', 'bitsPerByte'] as const
const RESAMPLES = 200

/** Values of a feature in its own unit. */
function valuesOf(rows: Rows, feature: FeatureName): number[] {
  const at = FEATURE_INDEX[feature]
  const own = rows.features.map((features) => features[at]!).filter((value) => !Number.isNaN(value))
  return isLogprobFeature(feature) ? own.map((root) => -(root * root)) : own
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

function resampled(rows: Rows, random: RandomSource): Rows {
  return pickRows(
    rows,
    Array.from({ length: rows.count }, () => uniformInteger(random, rows.count)),
  )
}

/** Where half of the answers are right, in the feature's unit; NaN where the labels give no such place within the values seen. */
function halfRightAt(rows: Rows, feature: FeatureName): number {
  const { right, wrong } = classCounts(rows)
  if (Math.min(right, wrong) < 2) return NaN
  const { intercept, slope } = fitPlattModel(rows, feature)
  // Bits per byte fall as answers get better, log-probabilities rise.
  if (isLogprobFeature(feature) ? slope <= 0 : slope >= 0) return NaN
  const root = -intercept / slope
  const place = isLogprobFeature(feature) ? -(root * root) * Math.sign(-root) : root
  const values = valuesOf(rows, feature)
  return place >= Math.min(...values) && place <= Math.max(...values) ? place : NaN
}

function findingFor(first: GroupRows, second: GroupRows, feature: (typeof COMPARED)[number], random: RandomSource): LanguageFinding {
  const [a, b] = [first.rows, second.rows]
  const names = [first.scope.language, second.scope.language] as const
  const differences: number[] = []
  const gaps: number[] = []
  for (let draw = 0; draw < RESAMPLES; draw++) {
    const [drawnA, drawnB] = [resampled(a, random), resampled(b, random)]
    differences.push(meanOf(valuesOf(drawnB, feature)) - meanOf(valuesOf(drawnA, feature)))
    const gap = halfRightAt(drawnB, feature) - halfRightAt(drawnA, feature)
    if (!Number.isNaN(gap)) gaps.push(gap)
  }
  const difference: Estimate = [
    quantile(differences, 0.025),
    meanOf(valuesOf(b, feature)) - meanOf(valuesOf(a, feature)),
    quantile(differences, 0.975),
  ]
  const places = [halfRightAt(a, feature), halfRightAt(b, feature)] as const
  const thresholds = [Number.isNaN(places[0]) ? null : places[0], Number.isNaN(places[1]) ? null : places[1]] as const
  const counts = [classCounts(a), classCounts(b)]
  const few = counts.findIndex(({ right, wrong }) => Math.min(right, wrong) < FEWEST_OF_A_CLASS)
  const base = { model: first.scope.model, template: first.scope.template, languages: names, feature, difference, thresholds }
  if (few >= 0) {
    const { right, wrong } = counts[few]!
    const detail = `cannot tell: ${names[few]!} has ${right} right and ${wrong} wrong answers, ${FEWEST_OF_A_CLASS} of each are needed`
    return { ...base, needsLower: 'cannot-tell', detail }
  }
  if (gaps.length < 0.9 * RESAMPLES || thresholds[0] === null || thresholds[1] === null)
    return {
      ...base,
      needsLower: 'cannot-tell',
      detail: 'cannot tell: at no value within those seen half of the answers are right in both languages',
    }
  const [low, high] = [quantile(gaps, 0.025), quantile(gaps, 0.975)]
  // A worse answer has a lower log-probability, and more bits a byte.
  const isLower = isLogprobFeature(feature) ? high < 0 : low > 0
  const detail = `half of the answers are right at ${thresholds[0].toFixed(2)} (${names[0]}) and ${thresholds[1].toFixed(2)} (${names[1]}); the difference is between ${low.toFixed(2)} and ${high.toFixed(2)}`
  return { ...base, needsLower: isLower ? 'yes' : 'no', detail }
}

/**
 * Whether one language needs a lower threshold than another, for each model and template that answered in several: where half of the answers are
 * right, by mean and sum of log-probabilities and by bits per byte, with bootstrap intervals. `no` also where the second needs a higher one.
 */
export function compareLanguages(groups: readonly GroupRows[], random: RandomSource): readonly LanguageFinding[] {
  const findings: LanguageFinding[] = []
  const ordered = [...groups].sort((a, b) => (a.scope.language < b.scope.language ? -1 : 1))
  ordered.forEach((first, i) => {
    for (const second of ordered.slice(i + 1)) {
      if (first.scope.model !== second.scope.model || first.scope.template !== second.scope.template) continue
      for (const feature of COMPARED)
        if (valuesOf(first.rows, feature).length > 0 && valuesOf(second.rows, feature).length > 0)
          findings.push(findingFor(first, second, feature, random))
    }
  })
  return findings
}

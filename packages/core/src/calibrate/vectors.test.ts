// Calibration against what published implementations compute: the vector files that concern it.
import { vectorCases } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { logitToProbability } from '../numeric/logit.ts'
import { quantile } from '../numeric/quantile.ts'
import { isotonicBlocks } from './models/isotonic-regression.ts'
import { fitRidgeLogistic } from './models/ridge-logistic.ts'
import { fitTemperature } from './models/temperature.ts'
import {
  auroc,
  averagePrecision,
  brierScore,
  equalMassBins,
  equalWidthBins,
  expectedCalibrationError,
  maximumCalibrationError,
  meanLogLoss,
  predictionRejectionRatio,
  qualityAtShare,
  rejectionArea,
} from './reliability/index.ts'
import { ascendingOrder } from './reliability/order.ts'

function near(actual: number, expected: number, tolerance = 1e-9): void {
  expect(Math.abs(actual - expected), `${actual} is not ${expected}`).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected)))
}

const negated = (values: readonly number[]): number[] => values.map((value) => -value)
const hasTies = (values: readonly number[]): boolean => new Set(values).size < values.length

interface Ranking {
  readonly input: { readonly y: number[]; readonly score: number[] }
  readonly expected: { readonly auroc: number; readonly ap: number; readonly mannwhitney_u: number }
}

const ranking = vectorCases('ranking_metrics_sklearn.json') as readonly Ranking[]
describe('scikit-learn’s ranking metrics', () => {
  it.skipIf(ranking.length === 0)('AUROC with midranks, and stepwise average precision', () => {
    for (const { input, expected } of ranking) {
      near(auroc(input.score, input.y), expected.auroc)
      near(averagePrecision(input.score, input.y), expected.ap)
      const right = input.y.filter((value) => value === 1).length
      near(auroc(input.score, input.y) * right * (input.y.length - right), expected.mannwhitney_u)
    }
  })
})

interface Uqlm {
  readonly input: { readonly scores: number[]; readonly correct: number[]; readonly query: number[] }
  readonly expected: {
    readonly metrics: { readonly brier_score: number; readonly log_loss: number; readonly ece: number; readonly mce: number }
    readonly platt_coef: number
    readonly platt_intercept: number
    readonly isotonic_query: number[]
  }
}

/** Isotonic regression as scikit-learn predicts with it: linear between the ends of blocks, constant beyond. */
function isotonicAt(scores: readonly number[], correct: readonly number[], query: number): number {
  const order = ascendingOrder(scores)
  const x: number[] = []
  const sums: number[] = []
  const counts: number[] = []
  for (const i of order) {
    if (x.at(-1) !== scores[i]) {
      x.push(scores[i]!)
      sums.push(0)
      counts.push(0)
    }
    sums[sums.length - 1]! += correct[i]!
    counts[counts.length - 1]! += 1
  }
  const fitted = isotonicBlocks(
    sums.map((sum, k) => sum / counts[k]!),
    counts,
  ).flatMap(({ from, to, value }) => Array.from({ length: to - from }, () => value))
  if (query <= x[0]!) return fitted[0]!
  const above = x.findIndex((value) => value >= query)
  if (above < 0) return fitted.at(-1)!
  const share = (query - x[above - 1]!) / (x[above]! - x[above - 1]!)
  return fitted[above - 1]! + share * (fitted[above]! - fitted[above - 1]!)
}

const uqlm = vectorCases('uqlm_calibration.json') as readonly Uqlm[]
describe('uqlm’s evaluation and its calibrators from scikit-learn', () => {
  const usable = (): Uqlm[] => uqlm.filter(({ input }) => 'scores' in input && Array.isArray(input.scores) && input.scores.length > 1)

  it.skipIf(uqlm.length === 0)('Brier, log loss, and the errors over ten bins of equal width', () => {
    for (const { input, expected } of usable()) {
      const bins = equalWidthBins(input.scores, input.correct, 10)
      near(brierScore(input.scores, input.correct), expected.metrics.brier_score)
      near(expectedCalibrationError(bins), expected.metrics.ece)
      near(maximumCalibrationError(bins), expected.metrics.mce)
      // The peer clips probabilities of 0 and 1.
      if (input.scores.every((score) => score > 0 && score < 1)) near(meanLogLoss(input.scores, input.correct), expected.metrics.log_loss)
    }
  })

  it.skipIf(uqlm.length === 0)('ridge logistic regression with C = 1, and isotonic regression', () => {
    for (const { input, expected } of usable()) {
      if (new Set(input.correct).size < 2) continue
      const design = { values: Float64Array.from(input.scores), count: input.scores.length, width: 1 }
      const ones = new Float64Array(input.scores.length).fill(1)
      const fit = fitRidgeLogistic(design, input.correct, ones, { penalty: 1 })
      near(fit.weights[0]!, expected.platt_coef, 2e-4)
      near(fit.intercept, expected.platt_intercept, 2e-4)
      input.query.forEach((query, i) => {
        near(isotonicAt(input.scores, input.correct, query), expected.isotonic_query[i]!, 1e-7)
      })
    }
  })
})

interface Temperature {
  readonly input: { readonly logits: number[][]; readonly labels: number[] }
  readonly expected: { readonly T_optimal_minimiser: number; readonly nll_after: number }
}

const temperature = vectorCases('temperature_scaling.json') as readonly Temperature[]
describe('temperature scaling', () => {
  it.skipIf(temperature.length === 0)('finds the optimum where the peer’s optimiser stops early', () => {
    for (const { input, expected } of temperature) {
      const classes = input.logits[0]!.length
      const fitted = fitTemperature(Float64Array.from(input.logits.flat()), classes, input.labels)
      near(fitted, expected.T_optimal_minimiser, 1e-4)
    }
  })
})

interface Polygraph {
  readonly input: { readonly uncertainty: number[]; readonly quality_continuous: number[]; readonly quality_binary: number[] }
  readonly expected: {
    readonly prr_area: number
    readonly 'prr_area_max0.5': number
    readonly oracle_area: number
    readonly roc_auc_of_target1_is_wrong: number
  }
}

const polygraph = vectorCases('lmpolygraph_ue_metrics.json') as readonly Polygraph[]
describe('lm-polygraph’s rejection curves', () => {
  it.skipIf(polygraph.length === 0)('areas of the score and of the oracle, and the ratio between chance and oracle', () => {
    for (const { input, expected } of polygraph) {
      // The peer's sort leaves ties in no order.
      if (hasTies(input.uncertainty)) continue
      // The peer brings the quality onto [0, 1] first.
      const { uncertainty, quality_continuous: raw } = input
      const [least, most] = [Math.min(...raw), Math.max(...raw)]
      const quality = raw.map((value) => (value - least) / (most - least))
      near(rejectionArea(uncertainty, quality), expected.prr_area)
      near(rejectionArea(uncertainty, quality, 0.5), expected['prr_area_max0.5'])
      near(rejectionArea(negated(quality), quality), expected.oracle_area)
      const chance = quality.reduce((sum, value) => sum + value, 0) / quality.length
      near(predictionRejectionRatio(uncertainty, quality), (expected.prr_area - chance) / (expected.oracle_area - chance))
    }
  })
})

interface Jlko {
  readonly input: { readonly accuracies: number[]; readonly uncertainties: number[] }
  readonly expected: { readonly auroc_of_error: number; readonly accuracy_at_0p8: number; readonly aurac: number }
}

const jlko = vectorCases('jlko_eval_metrics.json') as readonly Jlko[]
describe('the evaluation of semantic entropy', () => {
  it.skipIf(jlko.length === 0)('AUROC of errors, and accuracy of the 80 % least uncertain', () => {
    for (const { input, expected } of jlko) {
      near(auroc(negated(input.uncertainties), input.accuracies), expected.auroc_of_error)
      near(qualityAtShare(input.uncertainties, input.accuracies, quantile(input.uncertainties, 0.8)), expected.accuracy_at_0p8)
    }
  })
})

describe('bins of equal mass', () => {
  it('never split equal predictions', () => {
    const predicted = [0.1, 0.1, 0.1, 0.1, 0.9, 0.9]
    expect(equalMassBins(predicted, [0, 0, 1, 0, 1, 1], 3).map(({ count }) => count)).toEqual([4, 2])
  })

  it('show no error for predictions that hold exactly', () => {
    const predicted = [0.25, 0.25, 0.25, 0.25, 0.5, 0.5]
    expect(expectedCalibrationError(equalMassBins(predicted, [0, 0, 1, 0, 1, 0], 2))).toBe(0)
    expect(logitToProbability(0)).toBe(0.5)
  })
})

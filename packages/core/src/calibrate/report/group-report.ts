import { logitToProbability } from '../../numeric/logit.ts'
import type { RandomSource } from '../../numeric/random.ts'
import { groupKey } from '../../profile/calibrated/group-key.ts'
import type { CalibratedGroup, GroupScope, Predictor, ReliabilityBin } from '../../profile/calibrated/types.ts'
import type { CalibrationMethod } from '../../profile/calibrated/types.ts'
import type { ActionRule } from '../../profile/types.ts'
import { FEATURE_INDEX } from '../../risk/features/model-scale.ts'
import { gainOf } from '../decision/decide.ts'
import { wilsonInterval } from '../math/wilson-interval.ts'
import type { DrawnAnswers } from '../promises/answered.ts'
import { promisesFor } from '../promises/promises.ts'
import { costThreshold, riskCurve, targetThreshold, whatIf } from '../promises/thresholds.ts'
import { auroc, aurocByDraw, aurocDeLong } from '../reliability/auroc.ts'
import { averagePrecision } from '../reliability/average-precision.ts'
import { equalMassBins, type Bin } from '../reliability/bins.ts'
import { brierParts, brierScore } from '../reliability/brier.ts'
import { calibrationErrorFloor, debiasedCalibrationError, expectedCalibrationError } from '../reliability/calibration-error.ts'
import { predictionRejectionRatio } from '../reliability/rejection.ts'
import { baseRate, classCounts, effectiveCount, type Rows } from '../rows.ts'
import { isChoice } from '../selection/candidates.ts'
import { meanByDraw } from '../selection/select.ts'
import type { OutOfFold } from '../selection/nested.ts'
import type { LabelledAnswer } from '../types.ts'
import { uniformDraws } from '../labels/uniform-draws.ts'
import type { CalibrateOptions } from '../options.ts'

/** What is known of a group once its model is chosen. */
export interface GroupResult {
  readonly scope: Required<GroupScope>
  readonly answers: readonly LabelledAnswer[]
  readonly unsure: number
  readonly rows: Rows
  readonly oof: OutOfFold
  readonly method: CalibrationMethod
  readonly predictor: Predictor
  readonly parents: readonly string[]
}

const DIAGRAM_BINS = 10
const LABELS_MORE = 50

function diagramOf(bins: readonly Bin[]): readonly ReliabilityBin[] {
  return bins.map(({ count, predicted, observed, weight, squaredWeight }) => ({
    count,
    predicted,
    observed: wilsonInterval(observed, (weight * weight) / squaredWeight),
  }))
}

/** The naive probability: e^(mean logprob), or that of the option. NaN where it is not known. */
function naiveProbabilities(rows: Rows): Float64Array {
  const at = FEATURE_INDEX[isChoice(rows) ? 'choiceLogprob' : 'avgLogprob']
  return Float64Array.from(rows.features, (features) => Math.exp(-(features[at]! ** 2)))
}

function sourcesOf(answers: readonly LabelledAnswer[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { source } of answers) counts[source] = (counts[source] ?? 0) + 1
  return counts
}

/** Out-of-fold risks of the uniformly drawn answers of a group, those that cannot be scored among them. */
function drawnAnswers({ answers, rows, oof }: GroupResult, random: RandomSource): DrawnAnswers {
  const uniform = uniformDraws(answers, random)
  const risks: number[] = []
  const wrong: number[] = []
  const draws: number[] = []
  let row = 0
  let unscored = 0
  answers.forEach((answer, i) => {
    const at = answer.features === null ? -1 : row++
    if (!uniform[i]) return
    risks.push(at < 0 ? NaN : logitToProbability(-oof.logits[at]!))
    wrong.push(answer.correct ? 0 : 1)
    draws.push(at < 0 ? rows.drawCount + unscored++ : rows.draws[at]!)
  })
  return { risks: Float64Array.from(risks), wrong: Uint8Array.from(wrong), draws: Int32Array.from(draws) }
}

function actionsOf(group: Pick<CalibratedGroup, 'promises'>, { policy, costs }: CalibrateOptions): readonly ActionRule[] {
  const kept = policy === null ? undefined : group.promises.find(({ kind, level }) => kind === policy.kind && level === policy.level)
  if (kept === undefined)
    return [{ id: 'calibrated-risk', metric: 'errorRisk', op: '>', value: Math.min(1, costs.review / costs.wrong), action: 'review' }]
  // A promise that cannot be kept is not replaced by another: nothing passes.
  return kept.threshold === null
    ? [{ id: 'promise-not-found', metric: 'errorRisk', op: '>=', value: 0, action: 'review' }]
    : [{ id: 'promised-risk', metric: 'errorRisk', op: '>', value: kept.threshold, action: 'review' }]
}

/** The figures of a fitted group, from its out-of-fold predictions. */
export function groupReport(result: GroupResult, options: CalibrateOptions, random: RandomSource): CalibratedGroup {
  const { rows, oof, answers, scope, unsure } = result
  const probabilities = oof.logits.map((logit) => logitToProbability(Number.isNaN(logit) ? 0 : logit))
  const naive = naiveProbabilities(rows)
  const isNaiveKnown = naive.every((value) => !Number.isNaN(value))
  const { correct, weights } = rows
  const bins = equalMassBins(probabilities, correct, undefined, weights)
  const base = baseRate(rows)
  const brier = brierScore(probabilities, correct, weights)
  const baseLoss = meanByDraw(oof.baseLosses, rows).mean
  const gain = gainOf(oof, rows)
  const effectiveN = effectiveCount(weights)
  const isIndependent = rows.drawCount === rows.count && weights.every((weight) => weight === weights[0])
  const drawn = drawnAnswers(result, random)
  const promises = promisesFor(drawn, options.promises)
  const n = answers.length
  const positives = answers.reduce((sum, answer) => sum + (answer.correct ? 1 : 0), 0)
  const accuracy = positives / n
  const half = (count: number): number => {
    const [low, , high] = wilsonInterval(accuracy, (count * effectiveN) / Math.max(1, rows.count))
    return (high - low) / 2
  }
  return {
    key: groupKey(scope),
    scope,
    n,
    positives,
    items: rows.questionCount,
    unscored: { n: n - rows.count, positives: positives - classCounts(rows).right },
    unsure: { n: unsure, accuracy: [positives / (n + unsure), (positives + unsure) / (n + unsure)] },
    effectiveN,
    sources: sourcesOf(answers),
    method: result.method,
    parents: result.parents,
    predictor: result.predictor,
    auroc: isIndependent ? aurocDeLong(probabilities, correct) : aurocByDraw(probabilities, rows, random),
    aurocBefore: isNaiveKnown ? auroc(naive, correct, weights) : null,
    logLossGain: gain,
    logLoss: { base: baseLoss, after: baseLoss - gain[1] },
    brier: {
      before: isNaiveKnown ? brierScore(naive, correct, weights) : null,
      after: brier,
      skill: 1 - brier / (base * (1 - base)),
      ...brierParts(bins),
    },
    ece: {
      before: isNaiveKnown ? expectedCalibrationError(equalMassBins(naive, correct, undefined, weights)) : null,
      after: expectedCalibrationError(bins),
      floor: calibrationErrorFloor(probabilities, random, { weights }),
      debiased: debiasedCalibrationError(bins),
    },
    averagePrecision: averagePrecision(probabilities, correct, weights),
    prr: predictionRejectionRatio(
      probabilities.map((p) => 1 - p),
      correct,
    ),
    promises,
    targets: options.targets.map(({ kind, target }) => targetThreshold(drawn, kind, target)),
    costs: costThreshold(drawn, options.costs),
    whatIf: options.whatIf.map((threshold) => whatIf(drawn, threshold)),
    moreLabels: { labels: LABELS_MORE, halfWidth: [half(n), half(n + LABELS_MORE)] },
    reliability: diagramOf(equalMassBins(probabilities, correct, DIAGRAM_BINS, weights)),
    riskCurve: riskCurve(drawn),
    actions: actionsOf({ promises }, options),
  }
}

import type { Estimate } from '../../profile/calibrated/types.ts'
import { logitToProbability, probabilityToLogit } from '../../numeric/logit.ts'
import { uniformInteger, type RandomSource } from '../../numeric/random.ts'
import { quantile } from '../../numeric/quantile.ts'
import type { Rows } from '../rows.ts'
import { ascendingOrder } from './order.ts'

const Z95 = 1.959963984540054

/**
 * Area under the ROC curve: the probability that a right answer has a higher score than a wrong one, ties counting half. 0 to 1, 0.5 for chance.
 * `correct` holds 0 and 1; `weights` default to 1. NaN where one of the classes is empty. Scores must not be NaN. Cost: one sort.
 *
 * @example
 * auroc([1, 2, 3, 4], [0, 0, 1, 1]) // 1
 */
export function auroc(scores: ArrayLike<number>, correct: ArrayLike<number>, weights?: ArrayLike<number>): number {
  const order = ascendingOrder(scores)
  let won = 0
  let right = 0
  let wrong = 0
  for (let start = 0; start < order.length;) {
    let tiedRight = 0
    let tiedWrong = 0
    let end = start
    for (; end < order.length && scores[order[end]!] === scores[order[start]!]; end++) {
      const weight = weights === undefined ? 1 : weights[order[end]!]!
      if (correct[order[end]!] === 1) tiedRight += weight
      else tiedWrong += weight
    }
    won += tiedRight * (wrong + tiedWrong / 2)
    right += tiedRight
    wrong += tiedWrong
    start = end
  }
  return won / (right * wrong)
}

/**
 * Share of the other class that each row beats (ties half), in the scores' order: the placements of DeLong's method
 * (DeLong, DeLong and Clarke-Pearson, Biometrics 44, 1988), for one class.
 */
function placements(scores: ArrayLike<number>, correct: ArrayLike<number>): { right: number[]; wrong: number[] } {
  const order = ascendingOrder(scores)
  const right: number[] = []
  const wrong: number[] = []
  let rightBelow = 0
  let wrongBelow = 0
  for (let start = 0; start < order.length;) {
    let tiedRight = 0
    let end = start
    for (; end < order.length && scores[order[end]!] === scores[order[start]!]; end++) tiedRight += correct[order[end]!]!
    const tiedWrong = end - start - tiedRight
    for (let k = 0; k < tiedRight; k++) right.push(wrongBelow + tiedWrong / 2)
    for (let k = 0; k < tiedWrong; k++) wrong.push(rightBelow + tiedRight / 2)
    rightBelow += tiedRight
    wrongBelow += tiedWrong
    start = end
  }
  return { right: right.map((count) => count / wrongBelow), wrong: wrong.map((count) => 1 - count / rightBelow) }
}

function varianceOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
}

/**
 * AUROC with its 95 % interval for independent rows, by DeLong's variance on the logit scale, so that it stays within 0 and 1.
 * With fewer than two rows of a class, or a perfect separation, the interval is what is possible at all: [0, 1] or up to the end.
 */
export function aurocDeLong(scores: ArrayLike<number>, correct: ArrayLike<number>): Estimate {
  const area = auroc(scores, correct)
  const { right, wrong } = placements(scores, correct)
  if (!(right.length > 1 && wrong.length > 1)) return [0, area, 1]
  const deviation = Math.sqrt(varianceOf(right) / right.length + varianceOf(wrong) / wrong.length)
  if (area === 0 || area === 1 || deviation === 0) {
    // No row out of place among the smaller class: the rule of three says how often one may still be.
    const slack = 1 - 0.025 ** (1 / Math.min(right.length, wrong.length))
    return [Math.max(0, area - slack), area, Math.min(1, area + slack)]
  }
  const centre = probabilityToLogit(area)
  const half = (Z95 * deviation) / (area * (1 - area))
  return [logitToProbability(centre - half), area, logitToProbability(centre + half)]
}

/**
 * AUROC with a 95 % percentile interval for rows that depend on each other or are weighted: whole draws (all answers to a question) are drawn with
 * replacement. Resamples without both classes are drawn again, at most ten times as often.
 */
export function aurocByDraw(
  scores: ArrayLike<number>,
  rows: Pick<Rows, 'correct' | 'weights' | 'draws' | 'drawCount'>,
  random: RandomSource,
  resamples = 500,
): Estimate {
  const { correct, draws, drawCount } = rows
  const weights = new Float64Array(scores.length)
  const areas: number[] = []
  for (let trial = 0; trial < 10 * resamples && areas.length < resamples; trial++) {
    const times = new Float64Array(drawCount)
    for (let k = 0; k < drawCount; k++) times[uniformInteger(random, drawCount)]! += 1
    for (let i = 0; i < weights.length; i++) weights[i] = times[draws[i]!]! * rows.weights[i]!
    const area = auroc(scores, correct, weights)
    if (!Number.isNaN(area)) areas.push(area)
  }
  const mid = auroc(scores, correct, rows.weights)
  return areas.length < resamples ? [0, mid, 1] : [quantile(areas, 0.025), mid, quantile(areas, 0.975)]
}

import { studentTQuantile } from '../../numeric/student-t.ts'
import type { Estimate } from '../../profile/calibrated/types.ts'
import { predictLogit } from '../../risk/calibrated/predict.ts'
import { logLossOf } from '../reliability/log-loss.ts'
import { pickRows, type Rows } from '../rows.ts'
import { splitAt } from '../folds/question-folds.ts'
import type { Candidate } from './candidates.ts'

/** Out-of-fold logits of a candidate, row by row. */
export function crossFit(candidate: Candidate, rows: Rows, folds: Uint8Array): Float64Array {
  const logits = new Float64Array(rows.count)
  for (const fold of new Set(folds)) {
    const { inside, outside } = splitAt(folds, fold)
    const predictor = candidate.fit(pickRows(rows, outside))
    for (const i of inside) logits[i] = predictLogit(predictor, rows.features[i]!)
  }
  return logits
}

/** Weighted log losses of logits, row by row, in nats. A row that a candidate cannot score costs what a coin would. */
export function lossesOf(logits: Float64Array, rows: Rows): Float64Array {
  return Float64Array.from(logits, (logit, i) => logLossOf(Number.isNaN(logit) ? 0 : logit, rows.correct[i]!))
}

/**
 * Weighted mean of row-wise values and its standard error, rows of one draw counting together: the linearised (sandwich) variance of a ratio
 * of sums over draws.
 */
export function meanByDraw(
  values: ArrayLike<number>,
  rows: Rows,
): { readonly mean: number; readonly standardError: number; readonly draws: number } {
  let weight = 0
  let sum = 0
  for (let i = 0; i < rows.count; i++) {
    weight += rows.weights[i]!
    sum += rows.weights[i]! * values[i]!
  }
  const mean = sum / weight
  const totals = new Float64Array(rows.drawCount)
  const seen = new Uint8Array(rows.drawCount)
  for (let i = 0; i < rows.count; i++) {
    const draw = rows.draws[i]!
    totals[draw]! += rows.weights[i]! * (values[i]! - mean)
    seen[draw] = 1
  }
  let squares = 0
  let draws = 0
  for (let draw = 0; draw < totals.length; draw++) {
    squares += totals[draw]! * totals[draw]!
    draws += seen[draw]!
  }
  return { mean, draws, standardError: draws < 2 ? NaN : Math.sqrt((squares * draws) / (draws - 1)) / weight }
}

/** `meanByDraw` with its 95 % interval, by Student's t: few draws give a wide one, two or fewer none (NaN). */
export function intervalByDraw(values: ArrayLike<number>, rows: Rows): Estimate {
  const { mean, standardError, draws } = meanByDraw(values, rows)
  const half = draws < 3 ? NaN : studentTQuantile(0.975, draws - 1) * standardError
  return [mean - half, mean, mean + half]
}

export interface Selected {
  readonly candidate: Candidate
  readonly logits: Float64Array
  readonly losses: Float64Array
}

/**
 * The candidate with the lowest out-of-fold log loss, or the simplest one whose loss is not above it by more than one standard error of their
 * difference, draw by draw (Breiman et al. 1984, for the paired difference).
 */
export function selectCandidate(candidates: readonly Candidate[], rows: Rows, folds: Uint8Array): Selected {
  const tried = candidates.map((candidate) => {
    const logits = crossFit(candidate, rows, folds)
    const losses = lossesOf(logits, rows)
    return { candidate, logits, losses, loss: meanByDraw(losses, rows).mean }
  })
  const best = tried.reduce((a, b) => (b.loss < a.loss ? b : a))
  const near = tried.filter(({ losses }) => {
    const { mean, standardError } = meanByDraw(
      losses.map((loss, i) => loss - best.losses[i]!),
      rows,
    )
    return mean <= (Number.isNaN(standardError) ? 0 : standardError)
  })
  return near.reduce((a, b) =>
    b.candidate.complexity < a.candidate.complexity || (b.candidate.complexity === a.candidate.complexity && b.loss < a.loss) ? b : a,
  )
}

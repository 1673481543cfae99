import { probabilityToLogit } from '../../numeric/logit.ts'
import { shuffleInPlace, type RandomSource } from '../../numeric/random.ts'
import { predictLogit } from '../../risk/calibrated/predict.ts'
import { questionFolds, splitAt } from '../folds/question-folds.ts'
import { logLossOf } from '../reliability/log-loss.ts'
import { baseRate, pickRows, type Rows } from '../rows.ts'
import type { Candidate } from './candidates.ts'
import { crossFit, selectCandidate } from './select.ts'

/** With more labels the choice of a model is no longer in doubt: it is made once, on so many of them, drawn at random. */
const SETTLED = 10_000

/** Honest out-of-fold predictions: no row took part in fitting or choosing the model that predicts it. */
export interface OutOfFold {
  /** Logits of being right; NaN where the model could not score the answer. */
  readonly logits: Float64Array
  /** Nats a row by which always saying the base rate of the other folds is worse. */
  readonly gains: Float64Array
  readonly baseLosses: Float64Array
  readonly folds: Uint8Array
}

/** The candidate that `selectCandidate` picks, on a random part of the rows where there are very many. */
export function chooseCandidate(candidates: readonly Candidate[], rows: Rows, folds: Uint8Array, random: RandomSource): Candidate {
  if (rows.count <= SETTLED) return selectCandidate(candidates, rows, folds).candidate
  const all = Array.from({ length: rows.count }, (_, i) => i)
  const some = pickRows(rows, shuffleInPlace(random, all).slice(0, SETTLED))
  return selectCandidate(candidates, some, questionFolds(some, random)).candidate
}

/**
 * Nested cross-validation: in every outer fold the model is chosen by an inner one on the rest (`selectCandidate`), fitted there, and tested on
 * the fold.
 */
export function nestedPredictions(candidates: readonly Candidate[], rows: Rows, random: RandomSource): OutOfFold {
  const folds = questionFolds(rows, random)
  const logits = new Float64Array(rows.count)
  const gains = new Float64Array(rows.count)
  const baseLosses = new Float64Array(rows.count)
  const settled = rows.count > SETTLED ? crossFit(chooseCandidate(candidates, rows, folds, random), rows, folds) : null
  const chosenOn = (training: Rows): ((i: number) => number) => {
    const predictor = selectCandidate(candidates, training, questionFolds(training, random)).candidate.fit(training)
    return (i) => predictLogit(predictor, rows.features[i]!)
  }
  for (const fold of new Set(folds)) {
    const { inside, outside } = splitAt(folds, fold)
    const training = pickRows(rows, outside)
    const predictLogits = settled === null ? chosenOn(training) : (i: number): number => settled[i]!
    const base = probabilityToLogit(baseRate(training))
    for (const i of inside) {
      logits[i] = predictLogits(i)
      const logit = logits[i]
      baseLosses[i] = logLossOf(base, rows.correct[i]!)
      gains[i] = baseLosses[i] - logLossOf(Number.isNaN(logit) ? base : logit, rows.correct[i]!)
    }
  }
  return { logits, gains, baseLosses, folds }
}

/**
 * Nested cross-validation over several deals of the folds, row by row their mean: how the folds fell then matters less. For decisions that one
 * deal leaves open.
 */
export function repeatedPredictions(
  candidates: readonly Candidate[],
  rows: Rows,
  random: RandomSource,
  first: OutOfFold,
  repeats: number,
): OutOfFold {
  const runs = [first]
  while (runs.length < repeats) runs.push(nestedPredictions(candidates, rows, random))
  const mean = (of: (run: OutOfFold) => Float64Array): Float64Array =>
    of(first).map((_, i) => runs.reduce((sum, run) => sum + of(run)[i]!, 0) / runs.length)
  return {
    logits: mean((run) => run.logits),
    gains: mean((run) => run.gains),
    baseLosses: mean((run) => run.baseLosses),
    folds: first.folds,
  }
}

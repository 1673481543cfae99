import { shuffleInPlace, type RandomSource } from '../../numeric/random.ts'
import { ascendingOrder } from '../reliability/order.ts'
import type { Rows } from '../rows.ts'

/** Folds of cross-validation, unless there are fewer questions. */
export const FOLDS = 5

/**
 * A fold for each row, 0 to `folds` − 1. All answers to one question are in one fold, else a model would be tested on what it has seen. Questions
 * are dealt at random within those of equal share right, so that every fold holds about as many right answers.
 */
export function questionFolds(
  rows: Pick<Rows, 'count' | 'correct' | 'questions' | 'questionCount'>,
  random: RandomSource,
  folds: number = FOLDS,
): Uint8Array {
  const right = new Float64Array(rows.questionCount)
  const size = new Float64Array(rows.questionCount)
  for (let i = 0; i < rows.count; i++) {
    right[rows.questions[i]!]! += rows.correct[i]!
    size[rows.questions[i]!]! += 1
  }
  const present = shuffleInPlace(
    random,
    [...size.keys()].filter((question) => size[question]! > 0),
  )
  // By share right, then the larger first; questions that tie stay in their random order.
  const bySize = ascendingOrder(Float64Array.from(present, (question) => -size[question]!)).map((k) => present[k]!)
  const byShare = ascendingOrder(Float64Array.from(bySize, (question) => right[question]! / size[question]!))
  const foldOf = new Uint8Array(rows.questionCount)
  byShare.forEach((at, k) => {
    foldOf[bySize[at]!] = k % folds
  })
  const dealt = new Uint8Array(rows.count)
  for (let i = 0; i < rows.count; i++) dealt[i] = foldOf[rows.questions[i]!]!
  return dealt
}

/** Positions of the rows in a fold, and of those outside. */
export function splitAt(folds: Uint8Array, fold: number): { readonly inside: Int32Array; readonly outside: Int32Array } {
  const inside = new Int32Array(folds.length)
  const outside = new Int32Array(folds.length)
  let within = 0
  for (let i = 0; i < folds.length; i++) {
    if (folds[i] === fold) inside[within++] = i
    else outside[i - within] = i
  }
  return { inside: inside.subarray(0, within), outside: outside.subarray(0, folds.length - within) }
}

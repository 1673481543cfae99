import { shuffleInPlace, type RandomSource } from '../../numeric/random.ts'
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
  present.sort((a, b) => right[a]! / size[a]! - right[b]! / size[b]! || size[b]! - size[a]!)
  const foldOf = new Uint8Array(rows.questionCount)
  present.forEach((question, k) => {
    foldOf[question] = k % folds
  })
  return Uint8Array.from({ length: rows.count }, (_, i) => foldOf[rows.questions[i]!]!)
}

/** Positions of the rows in a fold, and of those outside. */
export function splitAt(folds: Uint8Array, fold: number): { readonly inside: readonly number[]; readonly outside: readonly number[] } {
  const inside: number[] = []
  const outside: number[] = []
  folds.forEach((its, i) => (its === fold ? inside : outside).push(i))
  return { inside, outside }
}

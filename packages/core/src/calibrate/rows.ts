import { featureTable, type FeatureTable } from './feature-table.ts'
import type { LabelledAnswer } from './types.ts'

/** Labelled answers that can be scored, as columns. */
export interface Rows {
  readonly count: number
  /** Feature vectors on the model scale. */
  readonly features: readonly Float64Array[]
  /** The same numbers by feature, for fitting: row i is at place `at[i]` of the table, which rows picked from others share. */
  readonly table: FeatureTable
  readonly at: Int32Array
  /** 1 = right, 0 = wrong. */
  readonly correct: Uint8Array
  /** Hájek weights: inverse inclusion probabilities, scaled so that they sum up to the effective number of labels. */
  readonly weights: Float64Array
  /** Number of the question of each row, from 0: what folds never split. */
  readonly questions: Int32Array
  readonly questionCount: number
  /** Number of what was drawn, from 0: the question, too, but repeats of one answer are draws of their own. Rows of one draw depend on each other. */
  readonly draws: Int32Array
  readonly drawCount: number
}

/** (Σw)² / Σw²: how many equally weighted rows weighted ones are worth (Kish). */
export function effectiveCount(weights: ArrayLike<number>): number {
  let sum = 0
  let squares = 0
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i]!
    squares += weights[i]! ** 2
  }
  return squares === 0 ? 0 : (sum * sum) / squares
}

function numbered(names: readonly string[]): { readonly numbers: Int32Array; readonly count: number } {
  const known = new Map<string, number>()
  const numbers = Int32Array.from(names, (name) => {
    const number = known.get(name) ?? known.size
    known.set(name, number)
    return number
  })
  return { numbers, count: known.size }
}

const isScored = (answer: LabelledAnswer): answer is LabelledAnswer & { readonly features: Float64Array } => answer.features !== null

/** Gathers the answers that can be scored. Those that were not drawn at random count once each, as if everything like them had been labelled. */
export function rowsOf(answers: readonly LabelledAnswer[]): Rows {
  const scored = answers.filter(isScored)
  const raw = Float64Array.from(scored, ({ samplingProbability }) => 1 / (samplingProbability ?? 1))
  const total = raw.reduce((sum, weight) => sum + weight, 0)
  const scale = total === 0 ? 1 : effectiveCount(raw) / total
  const questions = numbered(scored.map(({ item }, i) => (item === '' ? `\n${i}` : item)))
  const draws = numbered(scored.map(({ item, copy }, i) => (item === '' ? `\n${i}` : `${item}\n${copy}`)))
  const features = scored.map((answer) => answer.features)
  return {
    count: scored.length,
    features,
    table: featureTable(features),
    at: Int32Array.from(features.keys()),
    correct: Uint8Array.from(scored, ({ correct }) => (correct ? 1 : 0)),
    weights: raw.map((weight) => weight * scale),
    questions: questions.numbers,
    questionCount: questions.count,
    draws: draws.numbers,
    drawCount: draws.count,
  }
}

/** The rows at some positions, questions keeping their numbers. */
export function pickRows(rows: Rows, at: ArrayLike<number>): Rows {
  const count = at.length
  const features = new Array<Float64Array>(count)
  const correct = new Uint8Array(count)
  const weights = new Float64Array(count)
  const questions = new Int32Array(count)
  const draws = new Int32Array(count)
  const places = new Int32Array(count)
  for (let k = 0; k < count; k++) {
    const i = at[k]!
    places[k] = rows.at[i]!
    features[k] = rows.features[i]!
    correct[k] = rows.correct[i]!
    weights[k] = rows.weights[i]!
    questions[k] = rows.questions[i]!
    draws[k] = rows.draws[i]!
  }
  const { table, questionCount, drawCount } = rows
  return { count, features, table, at: places, correct, weights, questions, questionCount, draws, drawCount }
}

function joinNumbers(parts: readonly { readonly numbers: Int32Array; readonly count: number }[]): { numbers: Int32Array; count: number } {
  const numbers = new Int32Array(parts.reduce((sum, part) => sum + part.numbers.length, 0))
  let count = 0
  let at = 0
  for (const part of parts) {
    for (let i = 0; i < part.numbers.length; i++) numbers[at++] = part.numbers[i]! + count
    count += part.count
  }
  return { numbers, count }
}

function joined<Column extends Uint8Array | Float64Array>(into: Column, parts: readonly Column[]): Column {
  let at = 0
  for (const part of parts) {
    into.set(part, at)
    at += part.length
  }
  return into
}

/** Rows of several groups one after another; the questions of each count as its own. */
export function joinRows(parts: readonly Rows[]): Rows {
  const questions = joinNumbers(parts.map((part) => ({ numbers: part.questions, count: part.questionCount })))
  const draws = joinNumbers(parts.map((part) => ({ numbers: part.draws, count: part.drawCount })))
  const features = parts.flatMap((part) => part.features)
  return {
    count: features.length,
    features,
    table: featureTable(features),
    at: Int32Array.from(features.keys()),
    correct: joined(
      new Uint8Array(features.length),
      parts.map((part) => part.correct),
    ),
    weights: joined(
      new Float64Array(features.length),
      parts.map((part) => part.weights),
    ),
    questions: questions.numbers,
    questionCount: questions.count,
    draws: draws.numbers,
    drawCount: draws.count,
  }
}

/** Weighted share of right answers. */
export function baseRate({ correct, weights }: Pick<Rows, 'correct' | 'weights'>): number {
  let right = 0
  let all = 0
  for (let i = 0; i < correct.length; i++) {
    right += weights[i]! * correct[i]!
    all += weights[i]!
  }
  return right / all
}

/** Right and wrong answers, unweighted. */
export function classCounts({ correct }: Pick<Rows, 'correct'>): { readonly right: number; readonly wrong: number } {
  let right = 0
  for (const value of correct) right += value
  return { right, wrong: correct.length - right }
}

/** Different questions with a right answer, and with a wrong one: answers to one question depend on each other, and many are no more than one. */
export function questionCounts({ correct, questions }: Pick<Rows, 'correct' | 'questions'>): {
  readonly right: number
  readonly wrong: number
  readonly all: number
} {
  const kinds = [new Set<number>(), new Set<number>()] as const
  const all = new Set<number>()
  for (let i = 0; i < correct.length; i++) {
    kinds[correct[i] === 1 ? 1 : 0].add(questions[i]!)
    all.add(questions[i]!)
  }
  return { right: kinds[1].size, wrong: kinds[0].size, all: all.size }
}

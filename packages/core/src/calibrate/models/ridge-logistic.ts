import { factorInPlace, solveInPlace } from '../math/solve-symmetric.ts'
import { createInformation, type Design, type Information } from './logistic-information.ts'

export interface LogisticFit {
  readonly intercept: number
  readonly weights: Float64Array
  /** The ridge penalty λ/2 · Σ weight² that was used. */
  readonly penalty: number
  /** Inverse of the penalised information (the covariance near the optimum), row-major; the last row and column are those of the intercept. */
  readonly covariance: Float64Array
}

export interface RidgeOptions {
  /** λ: a number, or `evidence`: found from the data (see `fitRidgeLogistic`). */
  readonly penalty: number | 'evidence'
  /** Centre of the penalty for each weight; default 0. */
  readonly centres?: ArrayLike<number>
  /** λ of the intercept around 0; default 0: it is free. */
  readonly interceptPenalty?: number
}

const MOST_STEPS = 100
const EVIDENCE_ROUNDS = 12
const SETTLED_SHARE = 0.01
const PENALTIES: readonly [least: number, most: number] = [1e-3, 1e6]

interface Problem {
  readonly design: Design
  readonly information: Information
  readonly options: RidgeOptions
}

/** Loss, gradient and Hessian of the labels with the penalty's part, at β (weights, then intercept); gradient and Hessian are put into g and h. */
function penalised(
  { design: { width }, information, options }: Problem,
  penalty: number,
  beta: Float64Array,
  g: Float64Array,
  h: Float64Array,
): number {
  const d = width + 1
  information.evaluate(beta)
  g.set(information.gradient)
  h.set(information.hessian)
  let loss = information.loss
  for (let j = 0; j < width; j++) {
    const off = beta[j]! - (options.centres === undefined ? 0 : options.centres[j]!)
    loss += (penalty / 2) * off * off
    g[j]! += penalty * off
    h[j * d + j]! += penalty
  }
  const own = options.interceptPenalty ?? 0
  g[width]! += own * beta[width]!
  // A whisper of curvature keeps a constant column, or rows of one class, solvable.
  h[width * d + width]! += own + 1e-9
  return loss + (own / 2) * beta[width]! ** 2
}

/** Newton's method with halved steps; β is changed in place. Returns the factor of the Hessian at the optimum. */
function minimise(problem: Problem, penalty: number, beta: Float64Array, tolerance: number): Float64Array {
  const d = beta.length
  const g = new Float64Array(d)
  const h = new Float64Array(d * d)
  const step = new Float64Array(d)
  const trial = new Float64Array(d)
  let loss = penalised(problem, penalty, beta, g, h)
  for (let round = 0; round < MOST_STEPS; round++) {
    const factor = h.slice()
    if (!factorInPlace(factor, d)) break
    step.set(g)
    solveInPlace(factor, d, step)
    let decrement = 0
    for (let j = 0; j < d; j++) decrement += g[j]! * step[j]!
    if (decrement <= tolerance) return factor
    for (let scale = 1, tries = 0; ; scale /= 2, tries++) {
      for (let j = 0; j < d; j++) trial[j] = beta[j]! - scale * step[j]!
      const next = penalised(problem, penalty, trial, g, h)
      if (next <= loss || tries >= 30) {
        loss = next
        beta.set(trial)
        break
      }
    }
  }
  const factor = h.slice()
  factorInPlace(factor, d)
  return factor
}

function inverseOf(factor: Float64Array, d: number): Float64Array {
  const inverse = new Float64Array(d * d)
  const column = new Float64Array(d)
  for (let j = 0; j < d; j++) {
    column.fill(0)
    column[j] = 1
    solveInPlace(factor, d, column)
    inverse.set(column, j * d)
  }
  return inverse
}

/**
 * Logistic regression with a ridge penalty λ/2 · Σ (weight − centre)² on the weights; the intercept is free unless asked otherwise.
 * `rowWeights` multiply the loss of the rows. With `evidence` λ is where the marginal likelihood of the weights' normal prior is stationary:
 * λ = γ / Σ weight², γ the effective number of weights (MacKay, Neural Computation 4, 1992), between 1e-3 and 1e6; so no part of the data is set
 * aside for it, and features without signal are shrunk away. Standardise the columns before. Cost: rows · width² / 2 a step, about ten steps.
 */
export function fitRidgeLogistic(
  design: Design,
  correct: ArrayLike<number>,
  rowWeights: ArrayLike<number>,
  options: RidgeOptions,
): LogisticFit {
  const { width } = design
  const problem: Problem = { design, information: createInformation(design, correct, rowWeights), options }
  const beta = new Float64Array(width + 1)
  if (options.centres !== undefined) for (let j = 0; j < width; j++) beta[j] = options.centres[j]!
  let penalty = options.penalty === 'evidence' ? 1 : options.penalty
  let factor = minimise(problem, penalty, beta, options.penalty === 'evidence' ? 1e-3 : 1e-12)
  let covariance = inverseOf(factor, width + 1)
  if (options.penalty === 'evidence') {
    for (let round = 0; round < EVIDENCE_ROUNDS; round++) {
      let norm = 0
      let trace = 0
      for (let j = 0; j < width; j++) {
        norm += (beta[j]! - (options.centres === undefined ? 0 : options.centres[j]!)) ** 2
        trace += covariance[j * (width + 1) + j]!
      }
      // The labels outweigh the prior: its width makes no difference any more.
      if (penalty * trace < SETTLED_SHARE * width) break
      const next = Math.min(PENALTIES[1], Math.max(PENALTIES[0], (width - penalty * trace) / Math.max(norm, 1e-12)))
      const change = Math.abs(Math.log(next / penalty))
      penalty = next
      factor = minimise(problem, penalty, beta, 1e-6)
      covariance = inverseOf(factor, width + 1)
      if (change < 0.05) break
    }
  }
  return { intercept: beta[width]!, weights: beta.slice(0, width), penalty, covariance }
}

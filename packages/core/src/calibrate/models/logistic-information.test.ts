import { describe, expect, it } from 'vitest'
import { createRandom, standardNormal } from '../../numeric/random.ts'
import { createInformation } from './logistic-information.ts'

/** Row by row, as the formulas stand. */
function plainly(
  columns: readonly Float64Array[],
  correct: ArrayLike<number>,
  weights: ArrayLike<number>,
  beta: Float64Array,
): { loss: number; gradient: number[]; hessian: number[][] } {
  const d = columns.length + 1
  let loss = 0
  const gradient = new Array<number>(d).fill(0)
  const hessian = Array.from({ length: d }, () => new Array<number>(d).fill(0))
  for (let i = 0; i < correct.length; i++) {
    const x = [...columns.map((column) => column[i]!), 1]
    const z = x.reduce((sum, value, j) => sum + value * beta[j]!, 0)
    const p = 1 / (1 + Math.exp(-z))
    loss -= weights[i]! * Math.log(correct[i] === 1 ? p : 1 - p)
    for (let j = 0; j < d; j++) {
      gradient[j]! += weights[i]! * (p - correct[i]!) * x[j]!
      for (let k = 0; k < d; k++) hessian[j]![k]! += weights[i]! * p * (1 - p) * x[j]! * x[k]!
    }
  }
  return { loss, gradient, hessian }
}

describe('createInformation', () => {
  it.each([
    [0, 10],
    [1, 1],
    [1, 300],
    [2, 128],
    [5, 129],
    [6, 1000],
  ])('agrees with the formulas row by row, with %i columns and %i rows', (width, count) => {
    const random = createRandom(width * 1000 + count)
    const columns = Array.from({ length: width }, () => Float64Array.from({ length: count }, () => standardNormal(random)))
    const values = new Float64Array(width * count)
    columns.forEach((column, j) => {
      values.set(column, j * count)
    })
    const correct = Uint8Array.from({ length: count }, () => (random() < 0.4 ? 1 : 0))
    const weights = Float64Array.from({ length: count }, () => 0.2 + random())
    const information = createInformation({ values, count, width }, correct, weights)
    for (let trial = 0; trial < 2; trial++) {
      const beta = Float64Array.from({ length: width + 1 }, () => standardNormal(random))
      information.evaluate(beta)
      // A second time, for the β that is known.
      information.evaluate(beta)
      const expected = plainly(columns, correct, weights, beta)
      expect(information.loss).toBeCloseTo(expected.loss, 9)
      expected.gradient.forEach((value, j) => {
        expect(information.gradient[j]).toBeCloseTo(value, 9)
      })
      for (let j = 0; j <= width; j++)
        for (let k = 0; k <= j; k++) expect(information.hessian[j * (width + 1) + k]).toBeCloseTo(expected.hessian[j]![k]!, 9)
    }
  })
})

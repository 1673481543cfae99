// Systematic sampling with probability proportional to size: Madow, Ann. Math. Stat. 20 (1949); Tillé, Sampling Algorithms (2006), ch. 7.
import { shuffleInPlace, type RandomSource } from './random.ts'

export interface SystematicSample {
  /** Indices drawn, ascending. */
  readonly indices: readonly number[]
  /** Probability with which each index of the input was to be drawn, (0, 1]. */
  readonly probabilities: Float64Array
}

/** Probabilities proportional to the weights that add up to `size`; those that would be above 1 are 1, and the rest is shared out again. */
function inclusionProbabilities(weights: ArrayLike<number>, size: number): Float64Array {
  const probabilities = new Float64Array(weights.length)
  let open = Array.from({ length: weights.length }, (_, i) => i)
  let left = size
  while (open.length > 0) {
    let total = 0
    for (const i of open) total += weights[i]!
    const sure = open.filter((i) => (left * weights[i]!) / total >= 1)
    if (sure.length === 0) {
      for (const i of open) probabilities[i] = (left * weights[i]!) / total
      return probabilities
    }
    for (const i of sure) probabilities[i] = 1
    left -= sure.length
    const taken = new Set(sure)
    open = open.filter((i) => !taken.has(i))
  }
  return probabilities
}

/**
 * Draws `size` of the indices of `weights` without replacement, each with a known probability: proportional to its weight, but never above 1.
 *
 * Why: labels drawn where they teach most are worth as much as uniform ones only if it is known how likely each was to be drawn; an estimate
 * then weights each by one over its probability. Equal weights give a simple random sample. The order is shuffled first, so that neighbours
 * are not kept apart.
 *
 * @param weights above 0 and finite: what can never be drawn can never be spoken for. Anything else is a `RangeError`.
 * @param size whole, from 0 on; as many as there are, or more, draws all with probability 1.
 *
 * @example
 * Array.from(systematicSample([1, 1, 2], 2, () => 0.5).probabilities) // [0.5, 0.5, 1]
 */
export function systematicSample(weights: ArrayLike<number>, size: number, random: RandomSource): SystematicSample {
  if (!(Number.isInteger(size) && size >= 0))
    throw new RangeError(`systematicSample requires a whole number of at least 0 as size, got ${size}`)
  for (let i = 0; i < weights.length; i++) {
    if (!(weights[i]! > 0 && Number.isFinite(weights[i])))
      throw new RangeError(`systematicSample requires weights above 0, got ${weights[i]!} at ${i}`)
  }
  const order = shuffleInPlace(
    random,
    Array.from({ length: weights.length }, (_, i) => i),
  )
  if (size >= weights.length) return { indices: order.sort((a, b) => a - b), probabilities: new Float64Array(weights.length).fill(1) }
  const probabilities = inclusionProbabilities(weights, size)
  const indices: number[] = []
  let next = random()
  let reached = 0
  for (const i of order) {
    reached += probabilities[i]!
    if (indices.length < size && reached > next) {
      indices.push(i)
      next += 1
    }
  }
  // Rounding may leave the last point just behind the last sum.
  if (indices.length < size) {
    const last = order.findLast((i) => probabilities[i]! > 0 && !indices.includes(i))
    if (last !== undefined) indices.push(last)
  }
  return { indices: indices.sort((a, b) => a - b), probabilities }
}

import { binomialTail } from '../math/binomial-tail.ts'
import { rankAnswers, withTies, type DrawnAnswers } from './answered.ts'

export interface PromiseTest {
  /** The largest share of the answered that may be wrong. */
  readonly level: number
  /** The probability with which the promise may be broken. */
  readonly delta: number
}

/** Answered shares are tried in steps of 1/40. */
const STEPS = 40
/** Sequences start at these shares, each with its part of δ: one for small answered shares, one that is not stopped by chance among the few most confident. */
const STARTS = [0.1, 0.3] as const

/**
 * By how much the variance of the error is larger than that of as many independent answers, because rows of one draw depend on each other
 * (Kish's design effect, as Rao and Scott 1981 use it); at least 1. Without any error, or any right answer: as if rows of one draw were all alike.
 */
function designEffect(
  answers: DrawnAnswers,
  order: Uint32Array,
  count: number,
  errors: number,
  scratch: Map<number, [number, number]>,
): number {
  scratch.clear()
  for (let k = 0; k < count; k++) {
    const i = order[k]!
    const entry = scratch.get(answers.draws[i]!)
    if (entry === undefined) scratch.set(answers.draws[i]!, [1, answers.wrong[i]!])
    else {
      entry[0] += 1
      entry[1] += answers.wrong[i]!
    }
  }
  if (scratch.size === count) return 1
  const share = errors / count
  let alike = 0
  let squares = 0
  for (const [size, wrong] of scratch.values()) {
    alike += size * size
    squares += (wrong - size * share) ** 2
  }
  return Math.max(1, share > 0 && share < 1 ? squares / (count * share * (1 - share)) : alike / count)
}

/**
 * The largest threshold t such that among the answers with risk ≤ t at most `level` are wrong, with probability at least 1 − δ over the draw of
 * the labels: learn then test (Angelopoulos et al. 2021, arXiv 2110.01052) with fixed sequences over a grid of answered shares that does not
 * depend on any label. Each sequence begins at its start with its part of δ and goes on, from few answered to many, while the exact binomial test
 * rejects “the error is above the level”. Dependent rows count as fewer (`designEffect`).
 *
 * `null` where nothing can be promised. The risks must not come from a model that saw the labels that they are tested on.
 */
export function learnThenTest(answers: DrawnAnswers, { level, delta }: PromiseTest): number | null {
  const { order, total } = rankAnswers(answers)
  const cumulative = new Float64Array(order.length + 1)
  for (let k = 0; k < order.length; k++) cumulative[k + 1] = cumulative[k]! + answers.wrong[order[k]!]!
  const part = delta / STARTS.length
  // Fewer answers than this could not be rejected even without an error.
  const fewest = Math.ceil(Math.log(part) / Math.log1p(-level))
  const scratch = new Map<number, [number, number]>()
  let found = 0
  for (const start of STARTS) {
    for (let step = 1; step <= STEPS; step++) {
      const wanted = Math.ceil((step / STEPS) * total - 1e-9)
      if (step / STEPS < start - 1e-9 || wanted < fewest) continue
      if (wanted > order.length) break
      const count = withTies(answers.risks, order, wanted)
      const errors = cumulative[count]!
      const effect = designEffect(answers, order, count, errors, scratch)
      if (binomialTail(errors / effect, count / effect, level) > part) break
      found = Math.max(found, count)
    }
  }
  return found === 0 ? null : answers.risks[order[found - 1]!]!
}

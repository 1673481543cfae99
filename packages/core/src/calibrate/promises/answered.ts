import { ascendingOrder } from '../reliability/order.ts'

/** Uniformly drawn answers, for testing promises: those that cannot be scored have a NaN risk, are never answered, and count all the same. */
export interface DrawnAnswers {
  readonly risks: Float64Array
  /** 1 = wrong. */
  readonly wrong: Uint8Array
  /** Rows with the same number depend on each other. */
  readonly draws: Int32Array
}

/** The answers in ascending order of risk, those without one left out. */
export interface RankedAnswers {
  readonly order: Uint32Array
  /** Answers of all kinds. */
  readonly total: number
}

const ranked = new WeakMap<DrawnAnswers, RankedAnswers>()

/** Ranks answers; those that were ranked before are not ranked again, as every level of every promise asks for it. */
export function rankAnswers(answers: DrawnAnswers): RankedAnswers {
  const before = ranked.get(answers)
  if (before !== undefined) return before
  const { risks } = answers
  const known = Uint32Array.from(risks.keys()).filter((i) => !Number.isNaN(risks[i]!))
  const within = ascendingOrder(Float64Array.from(known, (i) => risks[i]!))
  const found: RankedAnswers = { order: within.map((k) => known[k]!), total: risks.length }
  ranked.set(answers, found)
  return found
}

/** The first `count` of the order, and all that tie with the last of them. */
export function withTies(risks: Float64Array, order: Uint32Array, count: number): number {
  let end = Math.min(count, order.length)
  while (end > 0 && end < order.length && risks[order[end]!] === risks[order[end - 1]!]) end += 1
  return end
}

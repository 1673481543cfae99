import { rankAnswers, withTies, type DrawnAnswers } from './answered.ts'

/**
 * The largest threshold t such that the share of answers that are given (risk ≤ t) and wrong is at most `level` on average over the draw of the
 * labels: conformal risk control (Angelopoulos et al. 2022, arXiv 2208.02814): (errors + 1) / (n + 1) ≤ level. It is about all answers, not about
 * the answered ones, and holds on average only. `null` where nothing can be answered.
 */
export function conformalRiskThreshold(answers: DrawnAnswers, level: number): number | null {
  const { order, total } = rankAnswers(answers)
  let errors = 0
  let found = 0
  for (let from = 0; from < order.length;) {
    const to = withTies(answers.risks, order, from + 1)
    for (let k = from; k < to; k++) errors += answers.wrong[order[k]!]!
    if ((errors + 1) / (total + 1) > level) break
    found = to
    from = to
  }
  return found === 0 ? null : answers.risks[order[found - 1]!]!
}

import type { CostThreshold, RiskPoint, TargetThreshold, WhatIf } from '../../profile/calibrated/types.ts'
import { wilsonInterval } from '../math/wilson-interval.ts'
import { rankAnswers, withTies, type DrawnAnswers } from './answered.ts'

const sumOf = (values: ArrayLike<number>): number => {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]!
  return sum
}

/** What happens when answers with a risk of at most `threshold` are given: how many, and how many of them are wrong, with 95 % Wilson intervals. */
export function whatIf({ risks, wrong }: DrawnAnswers, threshold: number): WhatIf {
  let answered = 0
  let errors = 0
  risks.forEach((risk, i) => {
    if (!(risk <= threshold)) return
    answered += 1
    errors += wrong[i]!
  })
  return {
    threshold,
    answeredShare: wilsonInterval(answered / risks.length, risks.length),
    error: answered === 0 ? null : wilsonInterval(errors / answered, answered),
  }
}

/** The risk–answered-share curve at up to `points` answered shares, equally far apart; ties are not split. */
export function riskCurve(answers: DrawnAnswers, points = 40): readonly RiskPoint[] {
  const { order, total } = rankAnswers(answers)
  const curve: RiskPoint[] = []
  let errors = 0
  let from = 0
  for (let k = 1; k <= points; k++) {
    const to = withTies(answers.risks, order, Math.round((k / points) * order.length))
    if (to <= from) continue
    for (; from < to; from++) errors += answers.wrong[order[from]!]!
    curve.push({ answeredShare: to / total, threshold: answers.risks[order[to - 1]!]!, error: wilsonInterval(errors / to, to) })
  }
  return curve
}

/**
 * The threshold for looking at answers (risk above it, and all that cannot be scored) that reaches a precision or recall target on these labels:
 * for precision the one that looks at most answers, for recall the one that looks at fewest. It is an estimate with an interval, not a promise.
 */
export function targetThreshold(answers: DrawnAnswers, kind: TargetThreshold['kind'], target: number): TargetThreshold {
  const { order, total } = rankAnswers(answers)
  const allWrong = sumOf(answers.wrong)
  // From looking at all answers to looking at none: the answered ones leave from the low end.
  let reviewed = total
  let wrongReviewed = allWrong
  let best: { threshold: number; reviewed: number; wrong: number } | null = null
  for (let from = 0; from < order.length && reviewed > 0;) {
    const to = withTies(answers.risks, order, from + 1)
    for (; from < to; from++) {
      reviewed -= 1
      wrongReviewed -= answers.wrong[order[from]!]!
    }
    const reached = kind === 'precision' ? wrongReviewed / reviewed >= target : wrongReviewed / allWrong >= target
    if (!reached) continue
    if (kind === 'recall' || best === null) best = { threshold: answers.risks[order[to - 1]!]!, reviewed, wrong: wrongReviewed }
  }
  return {
    kind,
    target,
    threshold: best?.threshold ?? null,
    precision: best === null || best.reviewed === 0 ? null : wilsonInterval(best.wrong / best.reviewed, best.reviewed),
    recall: best === null || allWrong === 0 ? null : wilsonInterval(best.wrong / allWrong, allWrong),
    reviewedShare: best === null ? 0 : best.reviewed / total,
  }
}

/**
 * The threshold that costs least where a wrong answer that is given costs `wrong` and looking at one costs `review`: look where
 * risk > review / wrong, which is right for calibrated risks. Costs are means over these answers; one that cannot be scored is looked at.
 */
export function costThreshold(
  { risks, wrong: isWrong }: DrawnAnswers,
  costs: { readonly wrong: number; readonly review: number },
): CostThreshold {
  const threshold = Math.min(1, costs.review / costs.wrong)
  let total = 0
  risks.forEach((risk, i) => {
    total += risk <= threshold ? costs.wrong * isWrong[i]! : costs.review
  })
  const n = risks.length
  return {
    wrong: costs.wrong,
    review: costs.review,
    threshold,
    cost: total / n,
    costOfAnsweringAll: (costs.wrong * sumOf(isWrong)) / n,
    costOfReviewingAll: costs.review,
  }
}

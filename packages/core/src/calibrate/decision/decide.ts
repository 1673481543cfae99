import type { Estimate, RefusalReason } from '../../profile/calibrated/types.ts'
import { FEWEST_OF_A_CLASS } from '../pooling/parents.ts'
import { classCounts, questionCounts, type Rows } from '../rows.ts'
import type { OutOfFold } from '../selection/nested.ts'
import { intervalByDraw, meanByDraw } from '../selection/select.ts'

/** A gain that is surely below this share of the base rate's loss is worth nothing. */
const WORTHLESS = 0.01

/** Why nothing is fitted. */
export interface Refusal {
  readonly reason: RefusalReason
  readonly detail: string
  readonly moreLabels: number | null
  readonly logLossGain: Estimate | null
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** What can be said before anything is fitted; `null` where fitting may be tried. `n`, `positives`: all labelled answers of the group. */
export function refusalBefore(rows: Rows, n: number): Refusal | null {
  const { right, wrong } = classCounts(rows)
  if (rows.count === 0)
    return {
      reason: 'no-scores',
      detail: `none of ${plural(n, 'labelled answer')} can be scored: no content, or no usable log-probabilities (“logitscope lint” says what is wrong with them)`,
      moreLabels: null,
      logLossGain: null,
    }
  if (right === 0 || wrong === 0) {
    const what = right === 0 ? 'wrong' : 'right'
    return {
      reason: 'one-class',
      detail: `${rows.count === 1 ? 'the only labelled answer is' : `all ${rows.count} labelled answers are`} ${what}: there is nothing to tell apart`,
      moreLabels: null,
      logLossGain: null,
    }
  }
  const fewer = Math.min(right, wrong)
  if (fewer >= FEWEST_OF_A_CLASS) return tooFewQuestions(rows)
  const more = Math.ceil(((FEWEST_OF_A_CLASS - fewer) * rows.count) / fewer)
  return {
    reason: 'too-few-labels',
    detail: `${fewer} ${right < wrong ? 'right' : 'wrong'} of ${plural(rows.count, 'labelled answer')}, ${FEWEST_OF_A_CLASS} are needed of each kind: about ${more} labels more`,
    moreLabels: more,
    logLossGain: null,
  }
}

/** Answers to one question depend on each other: many of them are no more than one, and nothing could be tested on other questions. */
function tooFewQuestions(rows: Rows): Refusal | null {
  const { right, wrong, all } = questionCounts(rows)
  if (Math.min(right, wrong) >= FEWEST_OF_A_CLASS) return null
  return {
    reason: 'too-few-labels',
    detail: `the ${rows.count} labelled answers are to ${plural(all, 'question')}: ${right} with right and ${wrong} with wrong answers, ${FEWEST_OF_A_CLASS} are needed of each kind; label answers to other questions`,
    moreLabels: null,
    logLossGain: null,
  }
}

/** The gain of honest predictions over the base rate, nats an answer, with its 95 % interval. */
export function gainOf(oof: OutOfFold, rows: Rows): Estimate {
  return intervalByDraw(oof.gains, rows)
}

/**
 * Whether the predictions are worth having: the lower bound of their gain is above 0. Else `no-signal` where even the upper bound is below 1 %
 * of the base rate's loss, or `too-few-labels` with how many would settle it, were the gain what it seems to be.
 */
export function refusalAfter(oof: OutOfFold, rows: Rows): Refusal | null {
  const gain = gainOf(oof, rows)
  const [low, mid, high] = gain
  if (low > 0) return null
  const baseLoss = meanByDraw(oof.baseLosses, rows).mean
  const percent = (nats: number): string => `${((100 * nats) / baseLoss).toFixed(1)} %`
  if (high < WORTHLESS * baseLoss) {
    const detail = `no signal: on ${plural(rows.count, 'labelled answer')} the log-probabilities improve on always saying the base rate by ${percent(mid)} of its loss, at most ${percent(high)}`
    return { reason: 'no-signal', detail, moreLabels: null, logLossGain: gain }
  }
  // The interval shrinks with the root of the labels: when would its lower end pass 0?
  const settles = mid > 0 ? Math.ceil(rows.count * (((high - mid) / mid) ** 2 - 1)) : rows.count
  const detail = `too few labels: the gain over the base rate is ${percent(mid)} of its loss, between ${percent(low)} and ${percent(high)}; about ${settles} labels more would tell`
  return { reason: 'too-few-labels', detail, moreLabels: settles, logLossGain: gain }
}

import { log1pexp } from '../../numeric/log-one-minus-exp.ts'

/**
 * The log loss of one row in nats: −ln of the probability that was given to what happened, from the logit of being right. ln(1 + e^∓z), exact in
 * both tails. An infinite logit on the wrong side gives Infinity.
 */
export function logLossOf(logit: number, correct: number): number {
  return log1pexp(correct === 1 ? -logit : logit)
}

/** Mean log loss of probabilities, nats; a 0 or 1 that was wrong gives Infinity. NaN without a row. */
export function meanLogLoss(predicted: ArrayLike<number>, correct: ArrayLike<number>, weights?: ArrayLike<number>): number {
  let sum = 0
  let weight = 0
  for (let i = 0; i < predicted.length; i++) {
    const w = weights === undefined ? 1 : weights[i]!
    sum -= w * (correct[i] === 1 ? Math.log(predicted[i]!) : Math.log1p(-predicted[i]!))
    weight += w
  }
  return sum / weight
}

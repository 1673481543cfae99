import { logitToProbability } from '../../numeric/logit.ts'

const LARGEST = 1e4
const HALVINGS = 200

/** Where a rising function is 0 on [0, LARGEST], by bisection; the ends where it has one sign. */
function rootOfRising(slope: (value: number) => number): number {
  let low = 0
  let high = 1
  while (slope(high) < 0 && high < LARGEST) high *= 2
  for (let k = 0; k < HALVINGS && high - low > 1e-15 * high; k++) {
    const middle = (low + high) / 2
    if (slope(middle) < 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/**
 * The temperature T > 0 that minimises the log loss of softmax(logits / T) (Guo et al. 2017, arXiv 1706.04599). The loss is convex in 1/T, whose
 * slope is bisected: it cannot stop early as a gradient method may. `logits` holds a row of `classes` numbers for each label. Without any signal
 * T is as large as can be (1e15 and more), where all options are equally probable.
 */
export function fitTemperature(logits: ArrayLike<number>, classes: number, labels: ArrayLike<number>, weights?: ArrayLike<number>): number {
  const slope = (inverse: number): number => {
    let sum = 0
    for (let i = 0; i < labels.length; i++) {
      const at = i * classes
      let most = -Infinity
      for (let c = 0; c < classes; c++) most = Math.max(most, logits[at + c]!)
      let total = 0
      let mean = 0
      for (let c = 0; c < classes; c++) {
        const p = Math.exp(inverse * (logits[at + c]! - most))
        total += p
        mean += p * logits[at + c]!
      }
      sum += (weights === undefined ? 1 : weights[i]!) * (mean / total - logits[at + labels[i]!]!)
    }
    return sum
  }
  return 1 / rootOfRising(slope)
}

/**
 * The same for two classes given by one logit each: minimises the log loss of logit / T. The targets are those of Platt (1999), (n₊ + 1) / (n₊ + 2)
 * and 1 / (n₋ + 2): labels that a logit separates perfectly do not make it certain, since so many labels cannot.
 */
export function fitBinaryTemperature(logits: ArrayLike<number>, correct: ArrayLike<number>, weights: ArrayLike<number>): number {
  let right = 0
  let all = 0
  for (let i = 0; i < correct.length; i++) {
    all += weights[i]!
    right += weights[i]! * correct[i]!
  }
  const ofRight = (right + 1) / (right + 2)
  const ofWrong = 1 / (all - right + 2)
  const slope = (inverse: number): number => {
    let sum = 0
    for (let i = 0; i < correct.length; i++)
      sum += weights[i]! * logits[i]! * (logitToProbability(inverse * logits[i]!) - (correct[i] === 1 ? ofRight : ofWrong))
    return sum
  }
  return 1 / rootOfRising(slope)
}

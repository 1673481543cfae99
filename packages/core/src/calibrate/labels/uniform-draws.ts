import type { RandomSource } from '../../numeric/random.ts'
import type { LabelledAnswer } from '../types.ts'

/**
 * Which labels are a uniform draw from the traffic: promises are tested on these only. Where answers were drawn with different probabilities, each
 * is kept with probability least / its own, so that all kept ones had the same chance. Labels of answers that were not drawn at random (no
 * probability) are left out: somebody picked them.
 */
export function uniformDraws(answers: readonly Pick<LabelledAnswer, 'samplingProbability'>[], random: RandomSource): readonly boolean[] {
  let least = Infinity
  for (const { samplingProbability } of answers) if (samplingProbability !== null) least = Math.min(least, samplingProbability)
  return answers.map(({ samplingProbability }) => {
    if (samplingProbability === null) return false
    return samplingProbability === least || random() < least / samplingProbability
  })
}

import type { RandomSource } from '../../numeric/random.ts'
import type { GroupScope, Level, ReliabilityBin } from '../../profile/calibrated/types.ts'
import { wilsonInterval } from '../math/wilson-interval.ts'
import { equalMassBins, type Bin } from '../reliability/bins.ts'
import { brierScore } from '../reliability/brier.ts'
import { calibrationErrorFloor, debiasedCalibrationError, expectedCalibrationError } from '../reliability/calibration-error.ts'
import { effectiveCount } from '../rows.ts'

const DIAGRAM_BINS = 10

/** A labelled answer as a profile reads it now. */
export interface JudgedAnswer {
  /** Key of its group: model × language × template. */
  readonly key: string
  readonly scope: Required<GroupScope>
  /** The level that spoke, and its key; `null` where none did. */
  readonly level: 'group' | Level | null
  readonly speaker: string | null
  /** Why there is no probability: as `RiskReading.reason`. */
  readonly reason: 'no-group' | 'refused' | 'not-scorable' | null
  /** Probability of being right, 0 to 1; `null` with a reason. */
  readonly probability: number | null
  readonly label: 'correct' | 'incorrect' | 'unsure'
  /** Probability with which it was drawn for labelling; `null` where it was not drawn at random. */
  readonly samplingProbability: number | null
  /** Labelled after the profile was made, so that the profile cannot have been fitted on it. */
  readonly isNew: boolean
}

/** How the probabilities of a profile hold on the labelled answers of one group, read by one level of it. */
export interface GroupReliability {
  readonly key: string
  readonly scope: Required<GroupScope>
  readonly level: 'group' | Level | null
  readonly speaker: string | null
  /** Why the group has no probabilities; `null` where it has. */
  readonly reason: 'no-group' | 'refused' | null
  /** Answers labelled right or wrong; those that were right. */
  readonly n: number
  readonly positives: number
  /** Of `n`: labelled after the profile was made. The others may be what it was fitted on, and look better than new ones will. */
  readonly newLabels: number
  /** Of `n`: without a probability (no content, no usable logprob, nobody who speaks). They are in no figure below. */
  readonly unscored: { readonly n: number; readonly positives: number }
  /** Labels that are neither right nor wrong; not in `n`. */
  readonly unsure: number
  /** (Σw)² / Σw² of those with a probability, weighted by how they were drawn. */
  readonly effectiveN: number
  /** Of equal mass, from the least to the most probable; empty without a probability. */
  readonly bins: readonly ReliabilityBin[]
  /** Mean squared distance; `null` without a probability. */
  readonly brier: number | null
  /** `floor`: what perfectly calibrated probabilities would show on average with as many answers. `debiased`: free of that, root mean square. */
  readonly ece: { readonly value: number; readonly floor: number; readonly debiased: number | null } | null
}

function binsOf(bins: readonly Bin[]): readonly ReliabilityBin[] {
  return bins.map(({ count, predicted, observed, weight, squaredWeight }) => ({
    count,
    predicted,
    observed: wilsonInterval(observed, (weight * weight) / squaredWeight),
  }))
}

function reliabilityOf(answers: readonly JudgedAnswer[], random: RandomSource): GroupReliability {
  const [first] = answers
  const decided = answers.filter(({ label }) => label !== 'unsure')
  const scored = decided.flatMap((answer) => (answer.probability === null ? [] : [{ ...answer, probability: answer.probability }]))
  const isRight = ({ label }: JudgedAnswer): boolean => label === 'correct'
  const positives = decided.filter(isRight).length
  const probabilities = Float64Array.from(scored, ({ probability }) => probability)
  const correct = Uint8Array.from(scored, (answer) => (isRight(answer) ? 1 : 0))
  const weights = Float64Array.from(scored, ({ samplingProbability }) => 1 / (samplingProbability ?? 1))
  const bins = equalMassBins(probabilities, correct, undefined, weights)
  const debiased = debiasedCalibrationError(bins)
  const isEmpty = scored.length === 0
  return {
    key: first!.key,
    scope: first!.scope,
    level: first!.level,
    speaker: first!.speaker,
    reason: first!.reason === 'not-scorable' ? null : first!.reason,
    n: decided.length,
    positives,
    newLabels: decided.filter(({ isNew }) => isNew).length,
    unscored: { n: decided.length - scored.length, positives: positives - scored.filter(isRight).length },
    unsure: answers.length - decided.length,
    effectiveN: effectiveCount(weights),
    bins: isEmpty ? [] : binsOf(equalMassBins(probabilities, correct, DIAGRAM_BINS, weights)),
    brier: isEmpty ? null : brierScore(probabilities, correct, weights),
    ece: isEmpty
      ? null
      : {
          value: expectedCalibrationError(bins),
          floor: calibrationErrorFloor(probabilities, random, { weights }),
          debiased: Number.isNaN(debiased) ? null : debiased,
        },
  }
}

/**
 * Reliability of a profile's probabilities on labelled answers, for each group and the level that spoke for it; the largest first, ties by key.
 * Answers drawn with unequal chances count by the inverse of theirs, as in fitting. Empty input → []. Cost: a sort a group, and `floor`'s draws.
 */
export function groupReliability(answers: readonly JudgedAnswer[], random: RandomSource): readonly GroupReliability[] {
  const groups = new Map<string, JudgedAnswer[]>()
  for (const answer of answers) {
    const at = JSON.stringify([answer.key, answer.level, answer.speaker])
    const group = groups.get(at)
    if (group === undefined) groups.set(at, [answer])
    else group.push(answer)
  }
  return [...groups.values()]
    .map((group) => reliabilityOf(group, random))
    .sort((a, b) => b.n - a.n || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
}

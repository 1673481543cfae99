import {
  auroc,
  calibrationErrorFloor,
  equalMassBins,
  expectedCalibrationError,
  findSpeaker,
  predictRisk,
  type LabelledAnswer,
  type Profile,
  type RandomSource,
} from '@logitscope/core'

/** How a profile does on answers that it was not fitted on. */
export interface HeldOut {
  readonly level: string
  readonly skill: number
  readonly ece: number
  readonly excess: number
  readonly auroc: number
}

/** `null` where the profile has nobody who speaks for these answers. */
export function heldOut(profile: Profile, answers: readonly LabelledAnswer[], random: RandomSource): HeldOut | null {
  const scored = answers.flatMap((answer) =>
    answer.features === null ? [] : [{ features: answer.features, correct: answer.correct, scope: answer.scope }],
  )
  const [first] = scored
  const speaker = first === undefined ? null : findSpeaker(profile, { ...first.scope, languageSource: 'given' })
  if (speaker === null || speaker.kind === 'refused') return null
  const predicted = Float64Array.from(scored, ({ features }) => 1 - predictRisk(speaker.predictor, features))
  const correct = Uint8Array.from(scored, (answer) => (answer.correct ? 1 : 0))
  const base = correct.reduce((sum, value) => sum + value, 0) / correct.length
  const brier = predicted.reduce((sum, p, i) => sum + (p - correct[i]!) ** 2, 0) / correct.length
  const ece = expectedCalibrationError(equalMassBins(predicted, correct))
  return {
    level: speaker.level,
    skill: 1 - brier / (base * (1 - base)),
    ece,
    excess: ece - calibrationErrorFloor(predicted, random, { draws: 40 }),
    auroc: auroc(predicted, correct),
  }
}

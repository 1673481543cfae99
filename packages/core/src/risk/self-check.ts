import type { Thresholds } from '../profile/types.ts'

/** How many re-sampled answers there were and how many of them agree with the answer. */
export interface SelfCheck {
  readonly samples: number
  readonly consistent: number
}

export type SelfCheckReading = 'reliable' | 'review' | 'hallucinated' | 'too-few-samples'

/** Share of consistent samples, 0 to 1; `null` below the profile's least number of samples, and for counts that cannot be. */
export function selfCheckConsistency(
  { samples, consistent }: SelfCheck,
  thresholds: Pick<Thresholds, 'selfCheckMinSamples'>,
): number | null {
  if (!Number.isInteger(samples) || !Number.isInteger(consistent) || consistent < 0 || consistent > samples) return null
  return samples < thresholds.selfCheckMinSamples || samples === 0 ? null : consistent / samples
}

/**
 * What the samples say: `reliable` from the profile's `selfCheckReliable` on, `hallucinated` below `selfCheckHallucinated`, `review` between,
 * `too-few-samples` below `selfCheckMinSamples`.
 */
export function readSelfCheck(
  check: SelfCheck,
  thresholds: Pick<Thresholds, 'selfCheckMinSamples' | 'selfCheckReliable' | 'selfCheckHallucinated'>,
): SelfCheckReading {
  const consistency = selfCheckConsistency(check, thresholds)
  if (consistency === null) return 'too-few-samples'
  if (consistency >= thresholds.selfCheckReliable) return 'reliable'
  return consistency < thresholds.selfCheckHallucinated ? 'hallucinated' : 'review'
}

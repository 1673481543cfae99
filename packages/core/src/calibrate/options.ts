import type { PromiseKind, TargetThreshold } from '../profile/calibrated/types.ts'
import { STARTING_PROFILE } from '../profile/starting-profile.ts'
import type { Profile } from '../profile/types.ts'
import type { FittedRow } from './types.ts'
import { DEFAULT_PROMISES, type PromiseOptions } from './promises/promises.ts'

/** What may be asked of a calibration. */
export interface CalibrateOptions {
  /** The profile that the groups are put into; its version is raised by one. */
  readonly profile: Profile
  /** Name of the new profile. */
  readonly name: string
  readonly promises: PromiseOptions
  /** The promise that verdicts keep; `null`: they weigh costs instead. */
  readonly policy: { readonly kind: PromiseKind; readonly level: number } | null
  readonly targets: readonly { readonly kind: TargetThreshold['kind']; readonly target: number }[]
  /** A wrong answer that is given, and looking at one, in the same unit: look where the risk is above review / wrong. */
  readonly costs: { readonly wrong: number; readonly review: number }
  /** Risk thresholds to be told about. */
  readonly whatIf: readonly number[]
  /** Of the random numbers that fold, bootstrap and thin. */
  readonly seed: number
  /** Is shown every row of every fitted group. */
  readonly onRow?: (row: FittedRow) => void
}

/** A wrong answer costs as much as looking at two: what is more likely wrong than right is looked at. */
export const DEFAULT_OPTIONS: CalibrateOptions = {
  profile: STARTING_PROFILE,
  name: 'calibrated',
  promises: DEFAULT_PROMISES,
  policy: null,
  targets: [],
  costs: { wrong: 2, review: 1 },
  whatIf: [],
  seed: 1,
}

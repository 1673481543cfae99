export { driftBudgetShare, DRIFT_DEFAULTS } from './defaults.ts'
export { logNormalMixture, mixtureRadius } from './confidence-sequence.ts'
export { forgetDrift, type ErasedAnswers } from './forget.ts'
export { advanceDrift, createDriftState, isDrifting, pushDrift, pushDriftHour, relearnDrift } from './monitor.ts'
export type {
  BlockSums,
  DriftAlarm,
  DriftBaseline,
  DriftExample,
  DriftHour,
  DriftObservation,
  DriftOptions,
  DriftSize,
  DriftState,
  DriftStreamState,
} from './types.ts'

export type * from './types.ts'
export { analyze, type AnalyzeContext } from './analyze.ts'
export { measurementsOf } from './measurements.ts'
export { perTokenOrigin, type PerTokenOrigin } from './per-token-origin.ts'

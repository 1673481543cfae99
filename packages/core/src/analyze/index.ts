export type * from './types.ts'
export { analyze, type AnalyzeContext } from './analyze.ts'
export { measurementsOf } from './measurements.ts'

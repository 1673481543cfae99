export type * from './types.ts'
export { hallucinationScore } from './hallucination-score.ts'
export { readSelfCheck, selfCheckConsistency, type SelfCheck, type SelfCheckReading } from './self-check.ts'
export { decide } from './verdict.ts'

export type * from './answer-filter.ts'
export type * from './answers.ts'
export type * from './live.ts'
export type * from './statistics.ts'

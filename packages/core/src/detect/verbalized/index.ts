export { withStatedConfidence } from './find-stated.ts'
export { readStated, type Stated } from './read-stated.ts'
export type * from './types.ts'

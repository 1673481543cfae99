export type * from './contract.ts'
export { DEFAULT_LIMITS } from './contract.ts'

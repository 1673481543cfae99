export type * from './capture/contract.ts'
export type * from './config/types.ts'

export type * from './capture/contract.ts'
export * from './config/index.ts'

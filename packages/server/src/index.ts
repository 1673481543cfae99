export type * from './capture/contract.ts'
export * from './config/index.ts'
export * from './gateway/index.ts'
export * from './demo/index.ts'

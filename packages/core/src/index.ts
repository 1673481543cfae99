export * from './trace/index.ts'

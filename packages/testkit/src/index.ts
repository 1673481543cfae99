export * from './shared.ts'

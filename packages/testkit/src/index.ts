export * from './shared.ts'
export * from './doc-examples.ts'
export * from './vectors.ts'

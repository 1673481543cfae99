export * from './murmur3.ts'
export * from './sha256.ts'
export * from './uuid-v7.ts'

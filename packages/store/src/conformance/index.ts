export { sampleAnswer, sampleAnswers, START, type SampleOptions } from './sample-answers.ts'
export { storeConformance } from './store-conformance.ts'
export type { Engine, OpenStore, TestApi } from './types.ts'

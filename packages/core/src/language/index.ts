export { foldCase } from './fold-case.ts'
export type { DetectedLanguage, LanguageDetector, LanguageTag } from './types.ts'

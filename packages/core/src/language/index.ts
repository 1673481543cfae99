export type { DetectedLanguage, LanguageDetector, LanguageTag } from './types.ts'

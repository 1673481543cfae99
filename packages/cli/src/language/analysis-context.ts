/** Loaded by the server's ingest worker, which knows its address and no more of this package. */
import { createRuleEntityFinder, type AnalyzeContext } from '@logitscope/core'
import { loadLanguageDetector } from './detect-language.ts'

export async function createAnalysisContext(): Promise<Pick<AnalyzeContext, 'languageDetector' | 'entities'>> {
  return { languageDetector: await loadLanguageDetector(), entities: createRuleEntityFinder() }
}

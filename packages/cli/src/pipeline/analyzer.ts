import { analyze, createRuleEntityFinder, type Analysis, type Profile, type Trace } from '@logitscope/core'
import { loadLanguageDetector } from '../language/detect-language.ts'

/** The analysis of this command: the profile, the language that was named, a detector for those that were not, and the rules that find entities. */
export async function createAnalyzer(profile: Profile, language: string | undefined): Promise<(trace: Trace) => Analysis> {
  const entities = createRuleEntityFinder()
  const context = language === undefined ? { entities, languageDetector: await loadLanguageDetector() } : { entities, language }
  return (trace) => analyze(trace, profile, context)
}

import { analyze, createRuleEntityFinder, type Analysis, type Profile, type Trace } from '@logitscope/core'
import { languageDetector } from '../language/detect-language.ts'

/** The analysis of this command: the profile, the language that was named, a detector for those that were not, and the rules that find entities. */
export function createAnalyzer(profile: Profile, language: string | undefined): (trace: Trace) => Analysis {
  const context = { languageDetector, entities: createRuleEntityFinder(), ...(language === undefined ? {} : { language }) }
  return (trace) => analyze(trace, profile, context)
}

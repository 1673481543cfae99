import {
  analyze,
  createRuleEntityFinder,
  STARTING_PROFILE,
  type Analysis,
  type AnalyzeContext,
  type Profile,
  type Trace,
} from '@logitscope/core'

/** What a module of analysis parts exports: the detector of languages and the like, which the server does not depend on. */
export interface AnalysisModule {
  readonly createAnalysisContext: () => Promise<Pick<AnalyzeContext, 'languageDetector' | 'entities'>>
}

export interface Analyzer {
  readonly analyze: (trace: Trace) => Analysis
  readonly profile: () => Profile
  readonly use: (profile: Profile) => void
}

async function loadParts(module: string | null): Promise<Pick<AnalyzeContext, 'languageDetector' | 'entities'>> {
  if (module === null) return { entities: createRuleEntityFinder() }
  const loaded = (await import(module)) as Partial<AnalysisModule>
  if (loaded.createAnalysisContext === undefined) throw new TypeError(`the analysis module ${module} does not export createAnalysisContext`)
  return await loaded.createAnalysisContext()
}

export async function createAnalyzer(module: string | null, profile: Profile | null): Promise<Analyzer> {
  const parts = await loadParts(module)
  let active = profile ?? STARTING_PROFILE
  return {
    analyze: (trace) => analyze(trace, active, parts),
    profile: () => active,
    use: (next) => (active = next),
  }
}

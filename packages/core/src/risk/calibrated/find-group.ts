import { primaryLanguage } from '../../language/fold-case.ts'
import { groupKey } from '../../profile/calibrated/group-key.ts'
import type { CalibratedGroup, GroupScope, Level, PooledLevel, Predictor, RefusedGroup } from '../../profile/calibrated/types.ts'
import type { Profile } from '../../profile/types.ts'

/** What tells which group an answer belongs to. */
export interface AnswerScope extends Required<GroupScope> {
  readonly languageSource: 'given' | 'detected' | 'unknown'
}

/** Who speaks for an answer, and in whose name. */
export type Speaker =
  | {
      readonly kind: 'group'
      readonly level: 'group'
      readonly key: string
      readonly predictor: Predictor
      readonly group: CalibratedGroup
    }
  | { readonly kind: 'pool'; readonly level: Level; readonly key: string; readonly predictor: Predictor; readonly pool: PooledLevel }
  | { readonly kind: 'refused'; readonly key: string; readonly refused: RefusedGroup }

interface Lookup {
  readonly groups: ReadonlyMap<string, CalibratedGroup>
  readonly refused: ReadonlyMap<string, RefusedGroup>
  /** By level and key. */
  readonly pools: ReadonlyMap<string, PooledLevel>
  /** The languages of each model and template, where labels were. */
  readonly languages: ReadonlyMap<string, readonly string[]>
}

const known = new WeakMap<Profile, Lookup>()

const pair = (model: string, template: string): string => `${model}\n${template}`

function lookupOf(profile: Profile): Lookup {
  const before = known.get(profile)
  if (before !== undefined) return before
  const languages = new Map<string, string[]>()
  for (const { scope } of [...profile.groups, ...(profile.refused ?? [])]) {
    const at = pair(scope.model, scope.template)
    languages.set(at, [...(languages.get(at) ?? []), scope.language])
  }
  const lookup: Lookup = {
    groups: new Map(profile.groups.map((group) => [group.key, group])),
    refused: new Map((profile.refused ?? []).map((group) => [group.key, group])),
    pools: new Map((profile.pools ?? []).map((pool) => [`${pool.level} ${pool.key}`, pool])),
    languages,
  }
  known.set(profile, lookup)
  return lookup
}

/**
 * The most specific level of a profile that speaks for an answer: its group, else its model in its language, its language, all; `null` where the
 * profile holds none. A group that was refused because its labels show no signal, or contradict the levels above, is answered with that.
 *
 * Where nobody gave the language, a model that was calibrated in one language only is taken to speak that one: short answers, names above all,
 * are too little to find a language in, and calibration treated them the same.
 */
export function findSpeaker(profile: Profile, scope: AnswerScope): Speaker | null {
  const { groups, refused, pools, languages } = lookupOf(profile)
  const { model, template } = scope
  const own = languages.get(pair(model, template)) ?? []
  // Groups are of primary languages; a profile from elsewhere may name a region too.
  const said = own.includes(scope.language) ? scope.language : primaryLanguage(scope.language)
  const language = scope.languageSource !== 'given' && !own.includes(said) && own.length === 1 && own[0] !== undefined ? own[0] : said
  const key = groupKey({ model, language, template })
  const group = groups.get(key)
  if (group !== undefined) return { kind: 'group', level: 'group', key, predictor: group.predictor, group }
  const no = refused.get(key)
  if (no?.parentSpeaks === false) return { kind: 'refused', key, refused: no }
  for (const above of [`template ${key}`, `model ${groupKey({ model, language })}`, `language ${groupKey({ language })}`, 'all all']) {
    const pool = pools.get(above)
    if (pool !== undefined) return { kind: 'pool', level: pool.level, key: pool.key, predictor: pool.predictor, pool }
  }
  return null
}

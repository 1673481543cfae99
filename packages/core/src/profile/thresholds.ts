import type { LanguageTag } from '../language/types.ts'
import { STARTING_PROFILE } from './starting-profile.ts'
import type { Profile, Thresholds } from './types.ts'

const NAMES = Object.keys(STARTING_PROFILE.thresholds)
const complete = new WeakMap<Thresholds, Thresholds>()

function completed(own: Thresholds): Thresholds {
  const before = complete.get(own)
  if (before !== undefined) return before
  const all = NAMES.every((name) => Object.hasOwn(own, name)) ? own : { ...STARTING_PROFILE.thresholds, ...own }
  complete.set(own, all)
  return all
}

/**
 * The thresholds for a language: the profile's own, overridden by those of the tag (`tr-TR`) or, failing that, of its primary language (`tr`).
 * An unknown language gets the profile's own. A profile that was made before a threshold existed has that of the starting profile.
 */
export function thresholdsFor(profile: Profile, language: LanguageTag): Thresholds {
  const tag = language.toLowerCase()
  const override = findTag(profile, tag) ?? findTag(profile, tag.split('-')[0] ?? tag)
  const own = completed(profile.thresholds)
  return override === undefined ? own : { ...own, ...override }
}

function findTag(profile: Profile, tag: string): Partial<Thresholds> | undefined {
  const key = Object.keys(profile.languages).find((name) => name.toLowerCase() === tag)
  return key === undefined ? undefined : profile.languages[key]
}

import type { LanguageTag } from '../language/types.ts'
import type { Profile, Thresholds } from './types.ts'

/**
 * The thresholds for a language: the profile's own, overridden by those of the tag (`tr-TR`) or, failing that, of its primary language (`tr`).
 * An unknown language gets the profile's own.
 */
export function thresholdsFor(profile: Profile, language: LanguageTag): Thresholds {
  const tag = language.toLowerCase()
  const override = findTag(profile, tag) ?? findTag(profile, tag.split('-')[0] ?? tag)
  return override === undefined ? profile.thresholds : { ...profile.thresholds, ...override }
}

function findTag(profile: Profile, tag: string): Partial<Thresholds> | undefined {
  const key = Object.keys(profile.languages).find((name) => name.toLowerCase() === tag)
  return key === undefined ? undefined : profile.languages[key]
}

import type { GroupScope } from '../../profile/calibrated/types.ts'
import type { Profile } from '../../profile/types.ts'
import { findSpeaker, type Speaker } from './find-group.ts'

/**
 * Keys of the calibrated groups that speak for answers of these scopes, each once, in the order of the profile. The language counts as found, not
 * as given: a model that was calibrated in one language only then speaks that one, so that no group is missed.
 */
export function groupsOfTraffic(profile: Profile, scopes: Iterable<Required<GroupScope>>): readonly string[] {
  const keys = new Set<string>()
  for (const scope of scopes) {
    const speaker = findSpeaker(profile, { ...scope, languageSource: 'detected' })
    if (speaker?.kind === 'group') keys.add(speaker.key)
  }
  return profile.groups.flatMap(({ key }) => (keys.has(key) ? [key] : []))
}

/**
 * The profile with the promises of these groups (and of no others) suspended: they hold under unchanged traffic only. Their answers keep the risk
 * that was fitted and are judged by the starting rules, on that basis. Keys of no group are left out; without any the profile has none suspended.
 */
export function suspendPromises(profile: Profile, keys: Iterable<string>): Profile {
  const wanted = new Set(keys)
  const suspended = profile.groups.flatMap(({ key }) => (wanted.has(key) ? [key] : []))
  const { suspended: _, ...own } = profile
  return suspended.length === 0 ? own : { ...own, suspended }
}

/** Whether the promises of who speaks for an answer are suspended. Levels above the groups promise nothing. */
export function isSuspended(profile: Profile, speaker: Speaker): boolean {
  return speaker.kind === 'group' && profile.suspended?.includes(speaker.key) === true
}

import {
  driftSentences,
  EN_MESSAGES,
  groupsOfTraffic,
  numberFormat,
  visibleText,
  type Profile,
  type SuspendedGroup,
} from '@logitscope/core'
import { alarmsOf, type ProjectMonitor } from './project-monitor.ts'

/**
 * The groups of a profile whose promises do not hold for now: those that speak for answers of a project on which an alarm stands. A profile that
 * was made after the alarm knows the new traffic and is not suspended; `createdAt` is `null` where that is not known, as of a file: then only
 * learning anew ends it.
 */
export function suspendedGroups(monitors: Iterable<ProjectMonitor>, profile: Profile, createdAt: number | null): readonly SuspendedGroup[] {
  const found = new Map<string, SuspendedGroup>()
  for (const monitor of monitors) {
    const alarm = alarmsOf(monitor).find(({ at }) => createdAt === null || createdAt <= at)
    if (alarm === undefined) continue
    const keys = monitor.hasMoreScopes ? profile.groups.map(({ key }) => key) : groupsOfTraffic(profile, monitor.scopes.values())
    const what = driftSentences(alarm, EN_MESSAGES, numberFormat('en'))[0] ?? ''
    for (const key of keys) {
      const before = found.get(key)
      if (before === undefined || alarm.at < before.since)
        found.set(key, { key, since: alarm.at, reason: `project ${visibleText(monitor.project)}: ${what}` })
    }
  }
  return [...found.values()]
}

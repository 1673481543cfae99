import type { ReadIssue } from '../trace/types.ts'
import type { LanguageFinding } from './calibrated/types.ts'
import { readBaselines, readGroups, readPools, readRefused } from './calibrated/parse-groups.ts'
import { METRIC_PATHS } from './metric-paths.ts'
import { join, ProfileReader, shown, type Fields } from './profile-reader.ts'
import { STARTING_PROFILE } from './starting-profile.ts'
import { ACTIONS, type Action, type ActionRule, type Band, type Condition, type Profile, type Thresholds, type Vote } from './types.ts'

export type ProfileResult = { readonly ok: true; readonly value: Profile } | { readonly ok: false; readonly issues: readonly ReadIssue[] }

const OPERATORS: readonly string[] = ['<', '<=', '>', '>=']
const KEYS = [
  'schema',
  'name',
  'version',
  'thresholds',
  'languages',
  'bands',
  'votes',
  'flagAt',
  'actions',
  'groups',
  'pools',
  'refused',
  'baselines',
  'languageFindings',
  'baselines',
]

function readThresholds(reader: ProfileReader, value: unknown, path: string): Partial<Thresholds> {
  const fields = reader.object(value, path)
  if (fields === null) return {}
  const example: Readonly<Record<string, unknown>> = { ...STARTING_PROFILE.thresholds }
  reader.knownKeys(fields, Object.keys(example), path)
  const result: Record<string, number | boolean> = {}
  for (const [key, given] of Object.entries(fields)) {
    if (!Object.hasOwn(example, key)) continue
    if (typeof example[key] === 'boolean') {
      if (typeof given === 'boolean') result[key] = given
      else reader.add(join(path, key), `${join(path, key)} must be true or false`)
    } else result[key] = reader.number(given, join(path, key))
  }
  return result
}

function readBands(reader: ProfileReader, value: unknown, path: string): readonly Band[] {
  const bands = reader.list(value, path).map((entry, i): Band => {
    const at = `${path}[${i}]`
    const fields = reader.object(entry, at) ?? {}
    reader.knownKeys(fields, ['name', 'below'], at)
    return {
      name: reader.string(fields['name'], `${at}.name`),
      below: fields['below'] === null ? null : reader.number(fields['below'], `${at}.below`),
    }
  })
  bands.forEach((band, i) => {
    const isLast = i === bands.length - 1
    if ((band.below === null) !== isLast)
      reader.add(`${path}[${i}].below`, `${path} must partition the range: only the last band has "below": null`, 'not-a-partition')
    const before = bands[i - 1]?.below ?? -Infinity
    if (band.below !== null && band.below <= before)
      reader.add(`${path}[${i}].below`, `${path} must rise: ${band.below} is not above ${before}`, 'not-a-partition')
  })
  return bands
}

function readCondition(reader: ProfileReader, fields: Fields, at: string): Condition & { id: string } {
  const op = reader.string(fields['op'], `${at}.op`)
  if (op !== '' && !OPERATORS.includes(op))
    reader.add(`${at}.op`, `${at}.op must be one of ${OPERATORS.join(' ')}, got "${op}"`, 'unknown-word')
  const metric = reader.string(fields['metric'], `${at}.metric`)
  // A path that names nothing would never fire, and nobody would notice.
  if (metric !== '' && !METRIC_PATHS.includes(metric))
    reader.add(
      `${at}.metric`,
      `${at}.metric names nothing that is measured: "${metric}"; known are ${METRIC_PATHS.join(', ')}`,
      'unknown-word',
    )
  return {
    id: reader.string(fields['id'], `${at}.id`),
    metric,
    op: op as Condition['op'],
    value: reader.number(fields['value'], `${at}.value`),
  }
}

function readVotes(reader: ProfileReader, value: unknown): readonly Vote[] {
  return reader.list(value, 'votes').map((entry, i) => {
    const at = `votes[${i}]`
    const fields = reader.object(entry, at) ?? {}
    reader.knownKeys(fields, ['id', 'metric', 'op', 'value', 'points'], at)
    const points = reader.number(fields['points'], `${at}.points`)
    if (points < 0) reader.add(`${at}.points`, `${at}.points must not be negative`, 'out-of-range')
    return { ...readCondition(reader, fields, at), points }
  })
}

function readActions(reader: ProfileReader, value: unknown, path = 'actions'): readonly ActionRule[] {
  return reader.list(value, path).map((entry, i) => {
    const at = `${path}[${i}]`
    const fields = reader.object(entry, at) ?? {}
    reader.knownKeys(fields, ['id', 'metric', 'op', 'value', 'action'], at)
    const action = reader.string(fields['action'], `${at}.action`)
    if (action !== '' && !(ACTIONS as readonly string[]).includes(action))
      reader.add(`${at}.action`, `${at}.action must be one of ${ACTIONS.join(', ')}, got "${action}"`, 'unknown-word')
    return { ...readCondition(reader, fields, at), action: action as Action }
  })
}

function checkUniqueIds(reader: ProfileReader, entries: readonly { readonly id: string }[], path: string): void {
  const seen = new Set<string>()
  entries.forEach(({ id }, i) => {
    if (seen.has(id)) reader.add(`${path}[${i}].id`, `${path} has the id "${id}" twice`, 'duplicate-id')
    seen.add(id)
  })
}

/**
 * Reads a profile from parsed JSON. What is left out is taken from the starting profile, so that a file may hold only what it changes;
 * an unknown key, a wrong type, bands with gaps or a repeated id are reported, all of them at once, with the key and the reason. Never throws.
 */
export function parseProfile(value: unknown): ProfileResult {
  const reader = new ProfileReader()
  const fields = reader.object(value, '')
  if (fields === null) return { ok: false, issues: reader.issues }
  reader.knownKeys(fields, KEYS, '')
  if (fields['schema'] !== 1) reader.add('schema', `schema must be 1, got ${shown(fields['schema'])}`, 'unknown-schema')
  const start = STARTING_PROFILE
  const languages: Record<string, Partial<Thresholds>> = {}
  const givenLanguages = fields['languages'] === undefined ? start.languages : (reader.object(fields['languages'], 'languages') ?? {})
  for (const [tag, overrides] of Object.entries(givenLanguages)) languages[tag] = readThresholds(reader, overrides, `languages.${tag}`)
  const givenBands = fields['bands'] === undefined ? {} : (reader.object(fields['bands'], 'bands') ?? {})
  reader.knownKeys(givenBands, Object.keys(start.bands), 'bands')
  const bands = (name: keyof Profile['bands']): readonly Band[] =>
    givenBands[name] === undefined ? start.bands[name] : readBands(reader, givenBands[name], `bands.${name}`)
  const profile: Profile = {
    schema: 1,
    name: reader.string(fields['name'], 'name'),
    version: fields['version'] === undefined ? 1 : reader.number(fields['version'], 'version'),
    thresholds: {
      ...start.thresholds,
      ...(fields['thresholds'] === undefined ? {} : readThresholds(reader, fields['thresholds'], 'thresholds')),
    },
    languages,
    bands: { margin: bands('margin'), entropy: bands('entropy'), avgLogprob: bands('avgLogprob'), probability: bands('probability') },
    votes: fields['votes'] === undefined ? start.votes : readVotes(reader, fields['votes']),
    flagAt: fields['flagAt'] === undefined ? start.flagAt : reader.number(fields['flagAt'], 'flagAt'),
    actions: fields['actions'] === undefined ? start.actions : readActions(reader, fields['actions']),
    groups: fields['groups'] === undefined ? [] : readGroups(reader, fields['groups'], readActions),
    ...(fields['pools'] === undefined ? {} : { pools: readPools(reader, fields['pools']) }),
    ...(fields['baselines'] === undefined ? {} : { baselines: readBaselines(reader, fields['baselines']) }),
    ...(fields['languageFindings'] === undefined
      ? {}
      : { languageFindings: reader.list(fields['languageFindings'], 'languageFindings') as readonly LanguageFinding[] }),
    ...(fields['refused'] === undefined ? {} : { refused: readRefused(reader, fields['refused']) }),
  }
  checkUniqueIds(reader, profile.votes, 'votes')
  checkUniqueIds(reader, profile.actions, 'actions')
  return reader.issues.length === 0 ? { ok: true, value: profile } : { ok: false, issues: reader.issues }
}

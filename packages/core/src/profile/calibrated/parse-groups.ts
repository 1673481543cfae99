import type { ActionRule } from '../rules.ts'
import { shown, type Fields, type ProfileReader } from '../profile-reader.ts'
import { groupKey } from './group-key.ts'
import { readPredictor } from './parse-predictor.ts'
import {
  type BaselineGroup,
  LEVELS,
  type CalibratedGroup,
  type CalibratedPromise,
  type GroupScope,
  type PooledLevel,
  type RefusalReason,
  type RefusedGroup,
} from './types.ts'

const REASONS: readonly RefusalReason[] = ['no-signal', 'too-few-labels', 'one-class', 'no-scores']
const METHODS: readonly string[] = ['temperature', 'platt', 'isotonic', 'logistic', 'pooled']
const KINDS: readonly string[] = ['error-among-answered', 'answered-and-wrong']

type ReadActions = (reader: ProfileReader, value: unknown, path: string) => readonly ActionRule[]

function readScope(reader: ProfileReader, fields: Fields, at: string, isWhole: boolean): GroupScope {
  const scope = reader.object(fields['scope'], `${at}.scope`) ?? {}
  reader.knownKeys(scope, ['model', 'language', 'template'], `${at}.scope`)
  for (const name of ['model', 'language', 'template']) {
    const value = scope[name]
    if (value === undefined ? isWhole : typeof value !== 'string') reader.add(`${at}.scope.${name}`, `${at}.scope.${name} must be a text`)
  }
  const key = fields['key']
  // A key that names another group would let a profile speak for answers that it never saw.
  if (typeof key === 'string' && reader.issues.length === 0 && key !== groupKey(scope))
    reader.add(`${at}.key`, `${at}.key is "${key}", but its scope is that of "${groupKey(scope)}"`, 'wrong-group')
  return scope
}

function readCounts(reader: ProfileReader, fields: Fields, at: string): void {
  const n = reader.number(fields['n'], `${at}.n`)
  const positives = reader.number(fields['positives'], `${at}.positives`)
  if (positives < 0 || n < positives) reader.add(`${at}.positives`, `${at}.positives must be between 0 and n`, 'out-of-range')
}

function readEstimate(reader: ProfileReader, value: unknown, at: string): void {
  const list = reader.list(value, at)
  if (list.length !== 3) reader.add(at, `${at} must be [low, mid, high]`)
  list.forEach((entry, i) => reader.number(entry, `${at}[${i}]`))
}

function readPromises(reader: ProfileReader, value: unknown, path: string): void {
  reader.list(value, path).forEach((entry, i) => {
    const at = `${path}[${i}]`
    const fields = reader.object(entry, at) ?? {}
    const { kind, threshold, found } = fields as Partial<Record<keyof CalibratedPromise, unknown>>
    if (!KINDS.includes(String(kind))) reader.add(`${at}.kind`, `${at}.kind must be one of ${KINDS.join(', ')}, got ${shown(kind)}`)
    const level = reader.number(fields['level'], `${at}.level`)
    if (level <= 0 || level >= 1) reader.add(`${at}.level`, `${at}.level must be between 0 and 1`, 'out-of-range')
    if (found === true) reader.number(threshold, `${at}.threshold`)
    else if (found !== false || threshold !== null)
      reader.add(`${at}.threshold`, `${at}: a promise that was not found has "threshold": null`)
  })
}

function readUnique(reader: ProfileReader, key: unknown, at: string, seen: Set<string>): void {
  const name = reader.string(key, `${at}.key`)
  if (seen.has(name)) reader.add(`${at}.key`, `${at} has the key "${name}", which another one has too`, 'duplicate-id')
  seen.add(name)
}

/** Reads the calibrated groups of a profile: everything that a verdict rests on is checked, key by key. */
export function readGroups(reader: ProfileReader, value: unknown, readActions: ReadActions): readonly CalibratedGroup[] {
  const seen = new Set<string>()
  return reader.list(value, 'groups').map((entry, i) => {
    const at = `groups[${i}]`
    const fields = reader.object(entry, at) ?? {}
    readUnique(reader, fields['key'], at, seen)
    readScope(reader, fields, at, true)
    readCounts(reader, fields, at)
    if (!METHODS.includes(String(fields['method'])))
      reader.add(`${at}.method`, `${at}.method must be one of ${METHODS.join(', ')}, got ${shown(fields['method'])}`, 'unknown-word')
    for (const name of ['auroc', 'logLossGain']) readEstimate(reader, fields[name], `${at}.${name}`)
    for (const name of ['brier', 'ece', 'logLoss', 'unscored', 'unsure', 'sources']) reader.object(fields[name], `${at}.${name}`)
    for (const name of ['parents', 'reliability', 'riskCurve']) reader.list(fields[name], `${at}.${name}`)
    readPredictor(reader, fields['predictor'], `${at}.predictor`)
    readPromises(reader, fields['promises'], `${at}.promises`)
    readActions(reader, fields['actions'], `${at}.actions`)
    return entry as CalibratedGroup
  })
}

/** Reads the levels above the groups. */
export function readPools(reader: ProfileReader, value: unknown): readonly PooledLevel[] {
  const seen = new Set<string>()
  return reader.list(value, 'pools').map((entry, i) => {
    const at = `pools[${i}]`
    const fields = reader.object(entry, at) ?? {}
    const { level, key } = fields
    reader.string(key, `${at}.key`)
    readUnique(reader, `${String(level)} ${String(key)}`, at, seen)
    readScope(reader, fields, at, false)
    readCounts(reader, fields, at)
    if (!(LEVELS as readonly unknown[]).includes(level))
      reader.add(`${at}.level`, `${at}.level must be one of ${LEVELS.join(', ')}, got ${shown(level)}`, 'unknown-word')
    readPredictor(reader, fields['predictor'], `${at}.predictor`)
    return entry as PooledLevel
  })
}

/** Reads the groups that had labels but no fit. */
export function readRefused(reader: ProfileReader, value: unknown): readonly RefusedGroup[] {
  return reader.list(value, 'refused').map((entry, i) => {
    const at = `refused[${i}]`
    const fields = reader.object(entry, at) ?? {}
    reader.string(fields['key'], `${at}.key`)
    readScope(reader, fields, at, true)
    if (!(REASONS as readonly unknown[]).includes(fields['reason']))
      reader.add(`${at}.reason`, `${at}.reason must be one of ${REASONS.join(', ')}, got ${shown(fields['reason'])}`, 'unknown-word')
    if (typeof fields['parentSpeaks'] !== 'boolean') reader.add(`${at}.parentSpeaks`, `${at}.parentSpeaks must be true or false`)
    return entry as RefusedGroup
  })
}

/** Reads the quantiles of groups. */
export function readBaselines(reader: ProfileReader, value: unknown): readonly BaselineGroup[] {
  return reader.list(value, 'baselines').map((entry, i) => {
    const at = `baselines[${i}]`
    const fields = reader.object(entry, at) ?? {}
    reader.string(fields['key'], `${at}.key`)
    readScope(reader, fields, at, true)
    reader.number(fields['n'], `${at}.n`)
    reader.list(fields['thresholds'], `${at}.thresholds`).forEach((threshold, j) => {
      const place = `${at}.thresholds[${j}]`
      const one = reader.object(threshold, place) ?? {}
      reader.string(one['feature'], `${place}.feature`)
      for (const name of ['share', 'value', 'n']) reader.number(one[name], `${place}.${name}`)
    })
    return entry as BaselineGroup
  })
}

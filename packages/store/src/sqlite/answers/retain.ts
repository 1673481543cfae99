import type { RetentionPolicy, StepResult } from '../../contract/trace-store.ts'
import { writing, type Engine } from '../engine.ts'
import { answerBytes } from './project-sizes.ts'
import { deleteAnswers, SELECT_DOOMED, type Doomed } from './delete-answers.ts'

/** Answers in one step: short enough for appends to come between. */
const STEP = 200

interface Limits {
  readonly maxAgeMs?: number | undefined
  readonly maxBytes?: number | undefined
}

function limitsOf(policy: RetentionPolicy, project: string): Limits {
  const own = Object.hasOwn(policy.projects ?? {}, project) ? policy.projects?.[project] : undefined
  return { maxAgeMs: own?.maxAgeMs ?? policy.maxAgeMs, maxBytes: own?.maxBytes ?? policy.maxBytes }
}

/** The oldest answers of a project that a policy no longer keeps, at most `limit`. */
function doomedOf({ connection }: Engine, project: number, bytes: number, limits: Limits, now: number, limit: number): readonly Doomed[] {
  const sql = `SELECT ${SELECT_DOOMED} FROM answers a WHERE a.project = ? AND a.received_at < ? ORDER BY a.received_at, a.seq LIMIT ?`
  const tooOld = limits.maxAgeMs === undefined ? [] : connection.all<Doomed>(sql, project, now - limits.maxAgeMs, limit)
  if (tooOld.length > 0 || limits.maxBytes === undefined || bytes <= limits.maxBytes) return tooOld
  return firstOf(connection.all<Doomed>(sql, project, Number.MAX_SAFE_INTEGER, limit), bytes - limits.maxBytes)
}

/** As many of the first answers as make up so many bytes. */
function firstOf(places: readonly Doomed[], bytes: number): readonly Doomed[] {
  let left = bytes
  const count = places.findIndex((place) => {
    if (left <= 0) return true
    left -= answerBytes(place.bytes)
    return false
  })
  return count < 0 ? places : places.slice(0, count)
}

/** The oldest answers of all that are too much for the whole, at most `limit`. */
function doomedOfAll({ connection }: Engine, bytes: number, maxBytes: number | undefined, limit: number): readonly Doomed[] {
  if (maxBytes === undefined || bytes <= maxBytes) return []
  const oldest = connection.all<Doomed>(`SELECT ${SELECT_DOOMED} FROM answers a ORDER BY a.received_at, a.seq LIMIT ?`, limit)
  return firstOf(oldest, bytes - maxBytes)
}

/** See `TraceStore.retain`. Age counts from the receipt. Rollups keep what they counted. */
export function retain(engine: Engine, policy: RetentionPolicy, now: number): StepResult {
  const projects = engine.connection.all<{ project: number; bytes: number }>('SELECT project, bytes FROM project_sizes WHERE answers > 0')
  const step = (doomed: readonly Doomed[]): StepResult => {
    writing(engine, () => deleteAnswers(engine, doomed), 'deleting')
    return { done: doomed.length, more: true }
  }
  for (const { project, bytes } of projects) {
    const doomed = doomedOf(engine, project, bytes, limitsOf(policy, engine.names.name(project)), now, STEP)
    if (doomed.length > 0) return step(doomed)
  }
  const whole = projects.reduce((sum, { bytes }) => sum + bytes, 0)
  const doomed = doomedOfAll(engine, whole, policy.maxTotalBytes, STEP)
  return doomed.length > 0 ? step(doomed) : { done: 0, more: false }
}

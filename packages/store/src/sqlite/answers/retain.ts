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
  let left = bytes - limits.maxBytes
  const doomed: Doomed[] = []
  for (const place of connection.all<Doomed>(sql, project, Number.MAX_SAFE_INTEGER, limit)) {
    if (left <= 0) break
    left -= answerBytes(place.bytes)
    doomed.push(place)
  }
  return doomed
}

/** See `TraceStore.retain`. Age counts from the receipt. Rollups keep what they counted. */
export function retain(engine: Engine, policy: RetentionPolicy, now: number): StepResult {
  const projects = engine.connection.all<{ project: number; bytes: number }>('SELECT project, bytes FROM project_sizes WHERE answers > 0')
  for (const { project, bytes } of projects) {
    const limits = limitsOf(policy, engine.names.name(project))
    const doomed = doomedOf(engine, project, bytes, limits, now, STEP)
    if (doomed.length === 0) continue
    writing(engine, () => deleteAnswers(engine, doomed), 'deleting')
    return { done: doomed.length, more: true }
  }
  return { done: 0, more: false }
}

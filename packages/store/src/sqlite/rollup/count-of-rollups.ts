import type { AnswerFilter } from '@logitscope/core'
import type { Engine } from '../engine.ts'
import type { Guard } from '../guard.ts'
import { cover } from './cover.ts'
import { readCounted, readRollups } from './read-rollups.ts'
import { addStatistics } from './statistics-codec.ts'
import { createStatistics } from './statistics.ts'

const FAR = 2 ** 27 * 60_000

function counted(engine: Engine, filter: AnswerFilter, guard: Guard): number | null {
  const groups = engine.groups.select(filter, [])
  if (groups === null) return null
  const statistics = createStatistics()
  const covered = cover(Math.max(0, filter.from ?? 0), Math.min(FAR, filter.to ?? FAR))
  readRollups(engine, 'rollup_statistics', groups, covered, guard, (bytes) => addStatistics(statistics, bytes))
  let rows = 0
  for (const [from, to] of covered.ends) readCounted(engine, { ...filter, from, to }, guard, () => (rows += 1))
  return statistics.count + rows
}

/**
 * The number of stored answers of a filter that rollups can tell, read from them; `null` where they do not say: they keep counting what retention
 * has deleted. Since the oldest stored answer they count just what is stored if all they count since then is as much as there is.
 */
export function countOfRollups(engine: Engine, filter: AnswerFilter, guard: Guard): number | null {
  const { connection } = engine
  const oldest = connection.get<{ at: number | null }>('SELECT min(started_at) AS at FROM answers')?.at ?? null
  if (oldest === null || oldest < 0) return oldest === null ? 0 : null
  const stored = connection.get<{ n: number | null }>('SELECT sum(answers) AS n FROM project_sizes')?.n ?? 0
  if (counted(engine, { from: oldest }, guard) !== stored) return null
  return counted(engine, { ...filter, from: Math.max(oldest, filter.from ?? oldest) }, guard)
}

import type { StoreStatistics, TraceStore } from '../contract/trace-store.ts'
import { StoreError } from '../contract/store-error.ts'
import { append } from './answers/append.ts'
import { erase } from './answers/erase.ts'
import { momentsOfRows } from './answers/moments.ts'
import { neighboursOf } from './answers/neighbours.ts'
import { prepareAnswer } from './answers/prepared-answer.ts'
import { changesSince, getAnswer, scanAnswers } from './answers/read-answers.ts'
import { replaceAnalyses } from './answers/replace-analyses.ts'
import { retain } from './answers/retain.ts'
import { searchAnswers } from './answers/search-answers.ts'
import { windowCounts } from './answers/window-counts.ts'
import { copyDatabase } from './copy-database.ts'
import type { Engine } from './engine.ts'
import { bytesOnDisk } from './files.ts'
import { later } from './later.ts'
import { rebuildRollups } from './rollup/rebuild.ts'
import { groups, heatmap, histogram, series, tokens, values } from './rollup/statistics-queries.ts'
import { SCHEMA_VERSION } from './schema/migrations.ts'

interface Surroundings {
  readonly folder: string
  readonly file: string
  readonly measureFree: (folder: string) => number | null
  readonly close: () => Promise<void>
  /** Called where the file, or an answer in it, proves to be damaged. */
  readonly onCorrupt: (error: StoreError) => void
}

function statistics({ connection }: Engine, { folder, file, measureFree }: Surroundings): StoreStatistics {
  const sizes = connection.get<{ answers: number | null; tokens: number | null }>(
    'SELECT sum(answers) AS answers, sum(tokens) AS tokens FROM project_sizes',
  )
  const ends = connection.get<{ oldest: number | null; newest: number | null }>(
    'SELECT (SELECT min(started_at) FROM answers) AS oldest, (SELECT max(started_at) FROM answers) AS newest',
  )
  return {
    engine: 'sqlite',
    schemaVersion: SCHEMA_VERSION,
    answers: sizes?.answers ?? 0,
    tokens: sizes?.tokens ?? 0,
    bytes: bytesOnDisk(file),
    freeBytes: measureFree(folder),
    oldest: ends?.oldest ?? null,
    newest: ends?.newest ?? null,
  }
}

/** The store of answers over one connection. */
export function createTraceStore(engine: Engine, surroundings: Surroundings): TraceStore {
  const noted = async <Result>(work: () => Result | Promise<Result>): Promise<Result> => {
    try {
      return await later(work)
    } catch (error) {
      if (StoreError.isInstance(error) && error.code === 'corrupt') surroundings.onCorrupt(error)
      throw error
    }
  }
  return {
    capabilities: { fullTextSearch: true, manyWriters: false },
    prepare: (answer) => prepareAnswer(answer, engine.lowBelow),
    append: (batch, options) => noted(() => append(engine, batch, options)),
    get: (id, options) => noted(() => getAnswer(engine, id, options)),
    search: (request, options) => noted(() => searchAnswers(engine, request, options)),
    neighbours: (id, filter, sort, options) => noted(() => neighboursOf(engine, id, filter, sort, options)),
    scan: (filter, options) => scanAnswers(engine, filter, options),
    changesSince: (cursor, limit, options) => noted(() => changesSince(engine, cursor, limit, options)),
    series: (request, options) => noted(() => series(engine, request, options)),
    histogram: (filter, metric, options) => noted(() => histogram(engine, filter, metric, options)),
    heatmap: (filter, options) => noted(() => heatmap(engine, filter, options)),
    tokens: (filter, limit, options) => noted(() => tokens(engine, filter, limit, options)),
    groups: (filter, by, options) => noted(() => groups(engine, filter, by, options)),
    moments: (filter, metrics, options) => noted(() => momentsOfRows(engine, filter, metrics, options)),
    values: (filter, field, limit, options) => noted(() => values(engine, filter, field, limit, options)),
    window: (request, options) => noted(() => windowCounts(engine, request, options)),
    replaceAnalyses: (batch) => noted(() => replaceAnalyses(engine, batch)),
    retain: (policy, now) => noted(() => retain(engine, policy, now)),
    erase: (request) => noted(() => erase(engine, request)),
    rebuildRollups: (range) => noted(() => rebuildRollups(engine, range)),
    snapshot: (target) => noted(() => copyDatabase(engine.connection, target)),
    stats: (options) => noted(() => engine.connection.reading(options, () => statistics(engine, surroundings))),
    flush: () =>
      noted(() => {
        if (engine.canWrite) engine.connection.all('PRAGMA wal_checkpoint(PASSIVE)')
      }),
    close: surroundings.close,
  }
}

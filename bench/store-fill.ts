/**
 * Fills a store with millions of answers, as the product would have written them, in a fraction of the time.
 *
 * The first of thirty days goes through `append`, answer by answer. The others are that day again with ids, requests and times of their own: rows and
 * entries of the search index are made inside SQLite, payloads with tokens are packed by the store's own code, and the rows of the rollups are the
 * same but for their key, since a day is a whole number of minutes and hours. Two things are not as the product would have left them: the payloads
 * of answers without tokens are the bytes of the first day, so that they name its ids and times; and the memory of batches, which is kept for a
 * week only, has the first day's.
 */
import { analyze, STARTING_PROFILE, type Analysis, type Trace } from '@logitscope/core'
import type { AnalyzedTrace } from '@logitscope/store'
import { openSqliteStore } from '@logitscope/store/sqlite'
import { seeded } from '@logitscope/testkit'
import { ANSWER_COLUMNS } from '../packages/store/src/sqlite/answers/columns.ts'
import { writePayload } from '../packages/store/src/sqlite/answers/payloads.ts'
import { searchText } from '../packages/store/src/sqlite/answers/search-text.ts'
import { openConnection, type Connection } from '../packages/store/src/sqlite/connection.ts'
import { packAnswer } from '../packages/store/src/sqlite/payload/answer-payload.ts'
import { LEVELS, MINUTE_MS, minuteOf, rollupKey } from '../packages/store/src/sqlite/rollup/keys.ts'
import { copyFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { answerMaker } from './store-fixture.ts'

export const DAYS = 30
export const DAY_MS = 86_400_000
/** Every so-manieth answer has its tokens. */
export const WITH_TOKENS = 200

const BATCH = 1_000
/** Keys of payloads: answer · 256 + piece. */
const PIECES = 256
/** Distinct texts and metrics; one in `WITH_TOKENS` of them has tokens. */
export const MODELS = 2_000
const EMPTY: Analysis['perToken'] = {
  logprob: [],
  probability: [],
  surprisalBits: [],
  rank: [],
  margin: [],
  chosenMargin: [],
  entropyBits: [],
  entropyLowerBits: [],
  entropyUpperBits: [],
  varentropyBits2: [],
}

/** The id of an answer by its number, from 0. */
export function idOf(index: number): string {
  return `0193a5c0-0000-7000-9000-${index.toString(16).padStart(12, '0')}.0`
}

type Bare = Pick<AnalyzedTrace, 'trace' | 'analysis'>

/** A short question and the beginning of its answer. */
function shortened(trace: Trace): Trace {
  const { output, request } = trace
  const messages = (request.messages ?? []).map((message) => ({ ...message, content: message.content?.slice(0, 80) ?? null }))
  return { ...trace, request: { ...request, messages }, output: { ...output, text: output.text.slice(0, 80) } }
}

function makeModels(): readonly Bare[] {
  const make = answerMaker(11)
  return Array.from({ length: MODELS }, (_, index) => {
    const trace = make({ index, startedAt: 0 })
    const analysis = analyze(trace, STARTING_PROFILE, { language: 'en' })
    if (index % WITH_TOKENS === 0) return { trace, analysis }
    return {
      trace: { ...shortened(trace), tokens: [] },
      analysis: { ...analysis, perToken: EMPTY, detections: [] },
    }
  })
}

/** Answers by their number: what is of the day is the same every day. */
function createMaker(perDay: number, start: number): (index: number) => AnalyzedTrace {
  const models = makeModels()
  const random = seeded(12)
  const facts = Array.from({ length: 4_096 }, () => ({
    model: `model-${random.index(4)}`,
    language: random.index(4) === 0 ? 'tr' : 'en',
    promptVersion: `v${1 + random.index(3)}`,
    tags: random.index(20) === 0 ? { plan: random.pick(['gold', 'silver', 'trial']) } : null,
  }))
  return (index) => {
    const place = index % perDay
    const { trace, analysis } = models[place % MODELS]!
    const { model, language, promptVersion, tags } = facts[(place * 2_654_435_761) % 4_096]!
    const id = idOf(index)
    const startedAt = start + Math.floor(index / perDay) * DAY_MS + Math.floor((place / perDay) * DAY_MS)
    return {
      trace: {
        ...trace,
        id,
        requestId: id.slice(0, -2),
        startedAt,
        source: { ...trace.source, model },
        context: {
          ...trace.context,
          project: place % 3 === 0 ? 'shop' : 'desk',
          promptVersion,
          session: `session-${place % 5_003}`,
          user: `user-${place % 20_011}`,
          ...(tags === null ? {} : { tags }),
        },
      },
      analysis: { ...analysis, language: { tag: language, source: 'given' } },
      imported: false,
    }
  }
}

const RECEIVED_LATER_MS = 5_000

async function appendFirstDay(folder: string, perDay: number, make: (index: number) => AnalyzedTrace): Promise<void> {
  const store = await openSqliteStore(folder, { mode: 'read-write' })
  for (let first = 0; first < perDay; first += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, perDay - first) }, (_, i) => make(first + i))
    await store.traces.append(batch, { batchId: `b${first}`, receivedAt: batch[0]!.trace.startedAt + RECEIVED_LATER_MS })
  }
  await store.close()
}

/** What a column of a later day's row is, `r` being the row of the first day. */
function columnOf(column: string): string {
  if (column === 'id') return "substr(r.id, 1, 24) || printf('%012x', r.seq - 1 + :step) || '.0'"
  if (column === 'started_at' || column === 'received_at') return `r.${column} + :ms`
  return `r.${column}`
}

function repeatRows(connection: Connection, perDay: number, day: number): void {
  const values = ANSWER_COLUMNS.map((column) =>
    columnOf(column)
      .replace(':step', String(day * perDay))
      .replace(':ms', String(day * DAY_MS)),
  )
  connection.run(
    `INSERT INTO answers (seq, ${ANSWER_COLUMNS.join(', ')}) SELECT r.seq + ${day * perDay}, ${values.join(', ')} FROM answers r WHERE r.seq <= ${perDay} ORDER BY r.seq`,
  )
  connection.run(
    `INSERT INTO search (rowid, prompt, answer, low) SELECT day.seq + ${day * perDay}, t.prompt, t.answer, t.low FROM answers day JOIN texts t ON t.model = (day.seq - 1) % ${MODELS} WHERE day.seq <= ${perDay} ORDER BY day.seq`,
  )
}

function repeatPayloads(connection: Connection, perDay: number, day: number, make: (index: number) => AnalyzedTrace): void {
  const step = day * perDay
  let from = 1
  const copyUntil = (seq: number): void => {
    if (seq > from)
      connection.run(
        `INSERT INTO payloads SELECT key + ${step * PIECES}, bytes FROM payloads WHERE key >= ? AND key < ?`,
        from * PIECES,
        seq * PIECES,
      )
    from = seq + 1
  }
  for (let place = 0; place < perDay; place++) {
    if ((place % MODELS) % WITH_TOKENS !== 0) continue
    copyUntil(place + 1)
    const { trace, analysis } = make(step + place)
    const bytes = packAnswer(trace, analysis)
    writePayload(connection, step + place + 1, bytes)
    connection.run('UPDATE answers SET bytes = ? WHERE seq = ?', bytes.length, step + place + 1)
  }
  copyUntil(perDay + 1)
}

function repeatRollups(connection: Connection, start: number, day: number): void {
  const groups = connection.all<{ id: number }>('SELECT id FROM rollup_groups').map(({ id }) => id)
  const minutes = DAY_MS / MINUTE_MS
  const first = minuteOf(start)
  for (const level of LEVELS)
    for (const group of groups)
      for (const table of ['rollup_statistics', 'rollup_heatmaps', 'rollup_tokens'])
        connection.run(
          `INSERT INTO ${table} SELECT key + ${day * minutes}, bytes FROM ${table} WHERE key >= ? AND key < ?`,
          rollupKey(level, group, first),
          rollupKey(level, group, first + minutes),
        )
}

/**
 * Fills an empty folder with `total` answers (rounded up to thirty equal days) that end at `end`, a midnight UTC (epoch ms).
 * Returns how many there are.
 */
async function fillStore(folder: string, total: number, end: number, say: (words: string) => void): Promise<number> {
  const perDay = Math.ceil(total / DAYS)
  const start = end - DAYS * DAY_MS
  const began = performance.now()
  const tell = (words: string): void => say(`${words}, ${((performance.now() - began) / 1_000).toFixed(0)} s`)
  const make = createMaker(perDay, start)
  await appendFirstDay(folder, perDay, make)
  tell(`${perDay} answers appended`)
  // In a copy: the mode of the journal can be changed only where nobody has the file open, and statements that are not collected yet do.
  const [file, own] = [join(folder, 'logitscope.db'), join(folder, 'filling.db')]
  copyFileSync(file, own)
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true })
  const connection = openConnection(own, { readOnly: false, elapsed: () => 0 })
  const { db } = connection
  db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF')
  db.exec('PRAGMA cache_size = -1000000; CREATE TEMP TABLE texts (model INTEGER PRIMARY KEY, prompt TEXT, answer TEXT, low TEXT)')
  // Larger pieces of the search index are merged less often while it is filled.
  db.exec("INSERT INTO search (search, rank) VALUES ('hashsize', 67108864)")
  for (let model = 0; model < Math.min(MODELS, perDay); model++) {
    const { trace, analysis } = make(model)
    const { prompt, answer, low } = searchText(trace, analysis.perToken.logprob, STARTING_PROFILE.thresholds.lowTokenLogprob)
    connection.run('INSERT INTO texts VALUES (?, ?, ?, ?)', model, prompt, answer, low)
  }
  for (let day = 1; day < DAYS; day++) {
    connection.transaction(() => {
      repeatRows(connection, perDay, day)
      repeatPayloads(connection, perDay, day, make)
      repeatRollups(connection, start, day)
    })
    tell(`${(day + 1) * perDay} answers`)
  }
  for (const column of ['answers', 'tokens', 'bytes']) connection.run(`UPDATE project_sizes SET ${column} = ${column} * ${DAYS}`)
  db.exec("INSERT INTO search (search, rank) VALUES ('hashsize', 1048576)")
  db.exec('PRAGMA journal_mode = DELETE; PRAGMA journal_mode = WAL; PRAGMA locking_mode = NORMAL')
  connection.get('SELECT count(*) FROM names')
  connection.close()
  renameSync(own, file)
  return perDay * DAYS
}

const [, script, folder, total, end] = process.argv
if (script !== undefined && fileURLToPath(import.meta.url) === script) await fillStore(folder!, Number(total), Number(end), console.error)

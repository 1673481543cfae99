/**
 * How long the overview page's queries, lists and one trace take in a store of many answers.
 *
 *   npx tsx --conditions=@logitscope/source bench/store-queries.ts [--answers 1000000] [--folder FOLDER] [--keep] [--rounds 40] [--out bench/RESULTS.md]
 *
 * Answers are made from a seed: over 30 days, two projects, four models, three prompt versions, two languages. One in 200 has its 200 tokens with
 * five alternatives, the others their rows, texts and counts only. `--folder` with a store in it measures that one. `--answers 10000000` is the same with ten million.
 */
import { analyze, STARTING_PROFILE, type Analysis, type AnswerFilter } from '@logitscope/core'
import type { AnalyzedTrace } from '@logitscope/store'
import { openSqliteStore } from '@logitscope/store/sqlite'
import { seeded } from '@logitscope/testkit'
import { appendFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { answerMaker } from './store-fixture.ts'

const { values } = parseArgs({
  options: {
    answers: { type: 'string', default: '1000000' },
    folder: { type: 'string' },
    keep: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '40' },
    out: { type: 'string' },
  },
})
const total = Number(values.answers)
const rounds = Number(values.rounds)
const END = Date.UTC(2026, 10, 1)
const DAYS = 30
const DAY = 86_400_000
const BATCH = 1_000
const EMPTY = {
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

/** Fills a store. */
async function fill(folder: string): Promise<void> {
  const store = await openSqliteStore(folder, { mode: 'read-write' })
  const make = answerMaker(11)
  const random = seeded(12)
  const plan = (index: number) => ({
    index,
    startedAt: END - DAYS * DAY + Math.floor((index / total) * DAYS * DAY),
    project: index % 3 === 0 ? 'shop' : 'desk',
    model: `model-${random.index(4)}`,
    language: random.index(4) === 0 ? 'tr' : 'en',
    promptVersion: `v${1 + random.index(3)}`,
  })
  const models = Array.from({ length: 400 }, (_, i) => {
    const trace = make({ index: i, startedAt: END })
    return { trace, analysis: analyze(trace, STARTING_PROFILE, { language: 'en' }) }
  })
  const started = performance.now()
  for (let first = 0; first < total; first += BATCH) {
    const batch: AnalyzedTrace[] = []
    for (let index = first; index < Math.min(total, first + BATCH); index++) {
      const facts = plan(index)
      const { trace, analysis } = models[index % models.length]!
      const { source, context, output } = trace
      const requestId = `0193a5c0-0000-7000-9000-${index.toString(16).padStart(12, '0')}`
      const whole = {
        ...trace,
        id: `${requestId}.0`,
        requestId,
        startedAt: facts.startedAt,
        source: { ...source, model: facts.model },
        context: { ...context, project: facts.project, promptVersion: facts.promptVersion, session: `session-${index % 5_003}` },
      }
      const language: Analysis['language'] = { tag: facts.language, source: 'given' }
      if (index % 200 === 0) batch.push({ trace: whole, analysis: { ...analysis, language }, imported: false })
      else {
        const bare = { ...whole, tokens: [], output: { ...output, text: output.text.slice(0, 80) } }
        batch.push({ trace: bare, analysis: { ...analysis, language, perToken: EMPTY, detections: [] }, imported: false })
      }
    }
    await store.traces.append(batch, { batchId: `b${first}`, receivedAt: batch[0]!.trace.startedAt + 5_000 })
    if (first % 100_000 === 0) console.error(`${first} answers, ${((performance.now() - started) / 1_000).toFixed(0)} s`)
  }
  await store.close()
}

const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'logitscope-bench-'))
if (!existsSync(join(folder, 'logitscope.db'))) await fill(folder)
const { traces, close } = await openSqliteStore(folder, { mode: 'read' })
const week = { from: END - 7 * DAY + 1_234, to: END }
const month = { from: END - 30 * DAY, to: END }
const zone = 'Europe/Istanbul'
const random = seeded(13)
const some: AnswerFilter = { model: 'model-1', project: 'desk' }
const queries: Readonly<Record<string, () => Promise<unknown>>> = {
  'series, 24 hours by minute': () => traces.series({ filter: { from: END - DAY + 777, to: END }, bucket: 'minute', zone }),
  'series, 7 days by hour': () => traces.series({ filter: week, bucket: 'hour', zone }),
  'series, 7 days by hour, one project and model': () => traces.series({ filter: { ...week, ...some }, bucket: 'hour', zone }),
  'series, 30 days by day': () => traces.series({ filter: month, bucket: 'day', zone }),
  'histogram, 30 days': () => traces.histogram(month, 'metrics.avgLogprob'),
  'heatmap, 30 days': () => traces.heatmap(month),
  'low tokens, 30 days': () => traces.tokens(month, 50),
  'groups by model, 30 days': () => traces.groups(month, ['model']),
  'groups by model and prompt version, 7 days': () => traces.groups(week, ['model', 'promptVersion']),
  'values of a field': () => traces.values(month, 'promptVersion', 20),
  'newest 50 answers': () => traces.search({ filter: {}, limit: 50 }),
  'newest 50 answers of a project and model': () => traces.search({ filter: some, limit: 50 }),
  'alert window of 6 hours': () =>
    traces.window({ scope: {}, from: END - 21_600_000, to: END, measure: { kind: 'mean', metric: 'metrics.avgLogprob' } }),
  'one trace of 200 tokens': () =>
    traces.get(`0193a5c0-0000-7000-9000-${(200 * random.index(Math.floor(total / 200))).toString(16).padStart(12, '0')}.0`),
  'worst 50 of a day': () =>
    traces.search({ filter: { from: END - DAY, to: END }, limit: 50, sort: { by: 'metrics.avgLogprob', direction: 'ascending' } }),
  'search of a word, newest 50': () => traces.search({ filter: { text: 'istanbul london', from: END - DAY }, limit: 50 }),
}
const lines = ['| query | CPU ms | median ms | p95 ms |', '| --- | --- | --- | --- |']
for (const [name, run] of Object.entries(queries)) {
  await run()
  const times: number[] = []
  const cpu = process.cpuUsage()
  for (let i = 0; i < rounds; i++) {
    const before = performance.now()
    await run()
    times.push(performance.now() - before)
  }
  const { user, system } = process.cpuUsage(cpu)
  times.sort((a, b) => a - b)
  lines.push(
    `| ${name} | ${((user + system) / 1_000 / rounds).toFixed(1)} | ${times[times.length >> 1]!.toFixed(1)} | ${times[Math.floor(times.length * 0.95)]!.toFixed(1)} |`,
  )
}
const { bytes, answers } = await traces.stats()
await close()
const text = [
  '',
  `## Store: queries at ${answers.toLocaleString('en-US')} answers`,
  '',
  `\`npx tsx --conditions=@logitscope/source bench/store-queries.ts --answers ${total}\`, Node ${process.versions.node}, ${cpus().length} cores, load ${loadavg()[0]!.toFixed(1)}, ${rounds} rounds each; CPU is the mean over the rounds, which does not count waiting for neighbours; ${(bytes / 1e9).toFixed(2)} GB on disk.`,
  '',
  ...lines,
  '',
].join('\n')
console.log(text)
if (values.out !== undefined) appendFileSync(values.out, text)
if (values.folder === undefined && !values.keep) rmSync(folder, { recursive: true, force: true })

/**
 * How many answers a second the store takes in durably (every batch synced to the disk), and how many bytes a token it keeps.
 *
 *   npx tsx --conditions=@logitscope/source bench/store-ingest.ts [--answers 20000] [--batch 200] [--folder FOLDER] [--out bench/RESULTS.md]
 *
 * Chat answers of 200 tokens with five alternatives, made from a seed and parsed from JSON one by one, analysed and packed, as those that arrive are.
 * Packing and appending are timed, and analysing, each apart from the others. CPU is that of the process over all its threads; the share of one core says how much of the time was spent waiting
 * for neighbours or the disk. The kernel of the metrics is timed beside it, as a measure of how busy the machine is.
 */
import { analyze, columnsOf, computeMetrics, createColumns, createMetricWorkspace, STARTING_PROFILE, type Trace } from '@logitscope/core'
import type { AnalyzedTrace } from '@logitscope/store'
import { openSqliteStore } from '@logitscope/store/sqlite'
import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { answerMaker } from './store-fixture.ts'

const { values } = parseArgs({
  options: {
    answers: { type: 'string', default: '20000' },
    batch: { type: 'string', default: '200' },
    folder: { type: 'string' },
    out: { type: 'string' },
  },
})
const total = Number(values.answers)
const size = Number(values.batch)
const TOKENS = 200
const DISTINCT = 1_000

const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'logitscope-ingest-'))
const store = await openSqliteStore(folder, { mode: 'read-write' })
const make = answerMaker(7)
const start = Date.UTC(2026, 10, 1)
const texts = Array.from({ length: DISTINCT }, (_, index) => JSON.stringify(make({ index, startedAt: start })))

interface Spent {
  wallMs: number
  cpuMs: number
}

async function timed(spent: Spent, work: () => unknown): Promise<void> {
  const cpu = process.cpuUsage()
  const wall = performance.now()
  await work()
  const { user, system } = process.cpuUsage(cpu)
  spent.wallMs += performance.now() - wall
  spent.cpuMs += (user + system) / 1_000
}

const packing: Spent = { wallMs: 0, cpuMs: 0 }
const appending: Spent = { wallMs: 0, cpuMs: 0 }
const analysing: Spent = { wallMs: 0, cpuMs: 0 }
const ignored: Spent = { wallMs: 0, cpuMs: 0 }
const rates: number[] = []
let acknowledged = 0
for (let first = 0; first < total; first += size) {
  // The first batches warm up the compiler.
  const isWarm = first >= 4 * size
  const before = packing.wallMs + appending.wallMs
  const [analysis, prepared, storing] = isWarm ? [analysing, packing, appending] : [ignored, ignored, ignored]
  const batch: AnalyzedTrace[] = []
  for (let index = first; index < first + size; index++) {
    const requestId = `0193a5c0-0000-7000-9000-${index.toString(16).padStart(12, '0')}`
    const trace = { ...(JSON.parse(texts[index % DISTINCT]!) as Trace), id: `${requestId}.0`, requestId, startedAt: start + index }
    let answer: AnalyzedTrace | null = null
    await timed(analysis, () => (answer = { trace, analysis: analyze(trace, STARTING_PROFILE, { language: 'en' }), imported: false }))
    // As the server does: packed at once, so that the tokens are let go.
    await timed(prepared, () => batch.push(store.traces.prepare?.(answer!) ?? answer!))
  }
  await timed(storing, () => store.traces.append(batch, { batchId: `b${first}`, receivedAt: start + first }))
  if (isWarm) {
    rates.push((size / (packing.wallMs + appending.wallMs - before)) * 1_000)
    acknowledged += size
  }
}
await store.close()
const bytes = statSync(store.file).size

/** ns a token of columns and metrics: 315 on this machine when it is quiet. */
function kernelNs(): number {
  const columns = createColumns()
  const workspace = createMetricWorkspace()
  const traces = texts.slice(0, 50).map((text) => JSON.parse(text) as Trace)
  let least = Infinity
  for (let round = 0; round < 30; round++) {
    const before = performance.now()
    for (const trace of traces) {
      columnsOf(trace, columns)
      computeMetrics(trace, columns, STARTING_PROFILE.thresholds, workspace)
    }
    least = Math.min(least, ((performance.now() - before) * 1e6) / (50 * TOKENS))
  }
  return least
}

rates.sort((a, b) => a - b)
const rate = ({ wallMs }: Spent): string => ((acknowledged / wallMs) * 1_000).toFixed(0)
const each = (ms: number): string => ((ms / acknowledged) * 1_000).toFixed(0)
const sum = (...parts: readonly Spent[]): Spent => ({
  wallMs: parts.reduce((all, { wallMs }) => all + wallMs, 0),
  cpuMs: parts.reduce((all, { cpuMs }) => all + cpuMs, 0),
})
const stored = sum(packing, appending)
const all = sum(analysing, stored)
const text = [
  '',
  '## Store: ingest',
  '',
  `\`npx tsx --conditions=@logitscope/source bench/store-ingest.ts --answers ${total} --batch ${size}\`, Node ${process.versions.node}, ${cpus().length} cores, load ${loadavg()[0]!.toFixed(1)} (columns and metrics took ${kernelNs().toFixed(0)} ns a token at best; 315 when the machine is quiet). Answers of ${TOKENS} tokens, top-5, synced to the disk batch by batch.`,
  '',
  '| | answers a second | fastest tenth of the batches | CPU µs an answer, all threads |',
  '| --- | --- | --- | --- |',
  `| analyse | ${rate(analysing)} | – | ${each(analysing.cpuMs)} |`,
  `| pack | ${rate(packing)} | – | ${each(packing.cpuMs)} |`,
  `| append | ${rate(appending)} | – | ${each(appending.cpuMs)} |`,
  `| pack and append | ${rate(stored)} | ${rates[Math.floor(rates.length * 0.9)]?.toFixed(0) ?? '–'} | ${each(stored.cpuMs)} |`,
  `| all of it | ${rate(all)} | – | ${each(all.cpuMs)} |`,
  '',
  `Bytes a token in the file, rows, rollups and search index included: ${(bytes / (total * TOKENS)).toFixed(1)} (budget 45).`,
  '',
].join('\n')
console.log(text)
if (values.out !== undefined) appendFileSync(values.out, text)
if (values.folder === undefined) rmSync(folder, { recursive: true, force: true })

/**
 * How long queries, lists and one trace take in a store of many answers, asked of the store itself and, as the pages ask, of the server.
 *
 *   npx tsx --conditions=@logitscope/source bench/store-queries.ts [--answers 1000000] [--folder FOLDER] [--keep] [--rounds 20] [--parts store,server,deletes] [--out bench/RESULTS.md]
 *
 * Answers are made from a seed: thirty days up to the next midnight, two projects, four models, three prompt versions, two languages, 5 003 sessions and
 * 20 011 users; one in 200 has its 200 tokens with five alternatives (see store-fill.ts). `--folder` with a store in it measures that one.
 * `--answers 10000000` is the same with ten million. The part `deletes` deletes: some persons, and a part of the oldest day.
 *
 * The first of each is told apart: what it reads may not be in memory yet. CPU is the process's (of the server: of all its threads).
 */
import type { AnswerFilter } from '@logitscope/core'
import { openSqliteStore } from '@logitscope/store/sqlite'
import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { runServer } from '../packages/dashboard/test/run-server.ts'
import { cpuMsOf } from './cpu-of.ts'
import { DAY_MS, DAYS, idOf, MODELS, WITH_TOKENS } from './store-fill.ts'

const { values } = parseArgs({
  options: {
    answers: { type: 'string', default: '1000000' },
    folder: { type: 'string' },
    keep: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '20' },
    parts: { type: 'string', default: 'store,server' },
    out: { type: 'string' },
  },
})
const rounds = Number(values.rounds)
const HOUR = 3_600_000
const END = Math.ceil(Date.now() / DAY_MS) * DAY_MS
const HEAD = ['| what | first ms | least ms | median ms | p95 ms | CPU ms |', '| --- | --- | --- | --- | --- | --- |']

type Clock = () => number
const ownCpu: Clock = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

/** Asks again and again, and says how long that took, as a row of a table. */
async function measure(name: string, run: () => Promise<unknown>, cpu: Clock = ownCpu, count = rounds): Promise<string> {
  const timed = async (): Promise<number> => {
    const before = performance.now()
    await run()
    return performance.now() - before
  }
  const first = await timed()
  const times: number[] = []
  const before = cpu()
  for (let i = 0; i < count; i++) times.push(await timed())
  const spent = (cpu() - before) / count
  times.sort((a, b) => a - b)
  const shown = [first, times[0]!, times[times.length >> 1]!, times[Math.floor(times.length * 0.95)]!, spent]
  const line = `| ${name} | ${shown.map((ms) => ms.toFixed(1)).join(' | ')} |`
  console.error(line)
  return line
}

const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'logitscope-bench-'))
mkdirSync(folder, { recursive: true })
if (!existsSync(join(folder, 'logitscope.db'))) {
  // In a process of its own: its connection lets go of the file with it.
  const filling = fileURLToPath(new URL('store-fill.ts', import.meta.url))
  const { status } = spawnSync(process.execPath, [...process.execArgv, filling, folder, values.answers, String(END)], { stdio: 'inherit' })
  if (status !== 0) throw new Error('the store could not be filled')
}

async function ofTheStore(): Promise<readonly string[]> {
  const { traces, control, close } = await openSqliteStore(folder, { mode: 'read' })
  const { answers, newest } = await traces.stats()
  const end = Math.min(newest! + 1, Date.now())
  const last = (ms: number): { readonly from: number; readonly to: number } => ({ from: end - ms, to: end })
  const [day, week, month] = [last(DAY_MS), last(7 * DAY_MS), last(DAYS * DAY_MS)]
  const zone = 'Europe/Istanbul'
  const some: AnswerFilter = { model: 'model-1', project: 'desk' }
  const perDay = answers / DAYS
  let turn = 0
  /** The next of many places, so that no answer is asked for twice. */
  const next = (below: number): number => (++turn * 7_919) % below
  const withTokens = (): string =>
    idOf(
      Math.floor(next(answers) / perDay) * perDay + Math.floor(next(perDay / MODELS)) * MODELS + WITH_TOKENS * next(MODELS / WITH_TOKENS),
    )
  const worst = { by: 'metrics.avgLogprob', direction: 'ascending' } as const
  const deep = async (filter: AnswerFilter, pages: number): Promise<() => Promise<unknown>> => {
    let cursor: string | null = null
    for (let i = 0; i < pages; i++) cursor = (await traces.search({ filter, limit: 1_000, ...(cursor === null ? {} : { cursor }) })).next
    const at = cursor === null ? {} : { cursor }
    return () => traces.search({ filter, limit: 1_000, ...at })
  }
  const queries: Readonly<Record<string, () => Promise<unknown>>> = {
    'series, 24 hours by minute': () => traces.series({ filter: day, bucket: 'minute', zone }),
    'series, 7 days by hour': () => traces.series({ filter: week, bucket: 'hour', zone }),
    'series, 7 days by hour, one project and model': () => traces.series({ filter: { ...week, ...some }, bucket: 'hour', zone }),
    'series, 30 days by day': () => traces.series({ filter: month, bucket: 'day', zone }),
    'histogram, 30 days': () => traces.histogram(month, 'metrics.avgLogprob'),
    'heatmap, 30 days': () => traces.heatmap(month),
    'low tokens, 30 days': () => traces.tokens(month, 50),
    'groups by model, 30 days': () => traces.groups(month, ['model']),
    'groups by model and prompt version, 7 days': () => traces.groups(week, ['model', 'promptVersion']),
    'values of a field': () => traces.values(month, 'promptVersion', 20),
    'values of tags, 30 days': () => traces.values(month, 'tag', 50),
    'newest 100, counted': () => traces.search({ filter: month, limit: 100, count: true }),
    'newest 100 of a project and model, counted': () => traces.search({ filter: { ...month, ...some }, limit: 100, count: true }),
    'newest 100 with a tag, counted': () => traces.search({ filter: { ...month, tags: { plan: 'gold' } }, limit: 100, count: true }),
    'newest 100 of a metric range, tier and action, counted': () =>
      traces.search({
        filter: { ...month, tiers: ['top-k'], actions: ['flag'], ranges: [{ metric: 'metrics.avgLogprob', max: -0.5 }] },
        limit: 100,
        count: true,
      }),
    'what no answer has (a step of looking back)': () => traces.search({ filter: { item: 'none' }, limit: 100, count: true }),
    'newest 100 with a frequent word, counted': () => traces.search({ filter: { ...month, text: 'assistant' }, limit: 100, count: true }),
    'newest 100 with two words that no answer has together, counted': () =>
      traces.search({ filter: { ...month, text: 'istanbul london' }, limit: 100, count: true }),
    'newest 100 of a user, counted': () => traces.search({ filter: { user: `user-${next(20_011)}` }, limit: 100, count: true }),
    'the 1 000 after 50 000 newer ones': await deep({}, 50),
    'the 1 000 after 50 000 newer ones of a project': await deep({ project: 'shop' }, 50),
    'worst 100 of an hour': () => traces.search({ filter: last(HOUR), limit: 100, sort: worst }),
    'worst 100 of a day': () => traces.search({ filter: day, limit: 100, sort: worst }),
    'worst 100 of 7 days': () => traces.search({ filter: week, limit: 100, sort: worst }),
    'alert window of 10 minutes': () =>
      traces.window({ scope: {}, ...last(600_000), measure: { kind: 'mean', metric: 'metrics.avgLogprob' } }),
    'alert window of 6 hours': () =>
      traces.window({ scope: {}, ...last(6 * HOUR), measure: { kind: 'mean', metric: 'metrics.avgLogprob' } }),
    'alert window of 6 hours of a project': () =>
      traces.window({ scope: { project: 'shop' }, ...last(6 * HOUR), measure: { kind: 'mean', metric: 'metrics.avgLogprob' } }),
    'one trace of 200 tokens': () => traces.get(withTokens()),
    'its labels': () => control.labelsOf(withTokens()),
    'size of the store': () => traces.stats(),
  }
  const lines = [...HEAD]
  for (const [name, run] of Object.entries(queries)) lines.push(await measure(name, run))
  let scanned = 0
  lines.push(
    await measure(
      'scan of 10 000 answers (export)',
      async () => {
        for await (const answer of traces.scan({ from: end - DAY_MS })) if (answer.trace.id !== '' && ++scanned % 10_000 === 0) break
      },
      ownCpu,
      3,
    ),
  )
  await close()
  return lines
}

async function ofTheServer(): Promise<readonly string[]> {
  const server = await runServer({ data: folder, keep: true })
  const cpu = (): number => cpuMsOf(server.pid)
  const lines = [...HEAD]
  try {
    const { newest } = await server.get<{ readonly newest: number }>('/health/store')
    const to = Math.ceil(Math.min(newest, Date.now()) / 60_000) * 60_000
    /** All that the overview asks, at once, as the page does. */
    const overview = (span: number, bucket: string, filter: string) => () => {
      const query = `from=${to - span}&to=${to}${filter}`
      return Promise.all(
        [
          `/stats/series?${query}&bucket=${bucket}&tz=Europe%2FIstanbul`,
          `/stats/histogram?${query}&metric=metrics.avgLogprob`,
          `/stats/heatmap?${query}`,
          `/stats/tokens?${query}&limit=24`,
          '/health/store',
        ].map((path) => server.get(path)),
      )
    }
    for (const [what, filter] of [
      ['all', ''],
      ['a project', '&project=desk'],
      ['a project and model', '&project=desk&model=model-1'],
    ] as const)
      for (const [name, span, bucket] of [
        ['hour', HOUR, 'minute'],
        ['24 hours', DAY_MS, 'hour'],
        ['7 days', 7 * DAY_MS, 'hour'],
        ['30 days', DAYS * DAY_MS, 'day'],
      ] as const)
        lines.push(await measure(`overview, ${what}, last ${name}`, overview(span, bucket, filter), cpu))
    const listed = `/traces?from=${to - DAY_MS}&to=${to}&limit=100&count=true`
    lines.push(await measure('answers list, last 24 hours', () => server.get(listed), cpu))
    lines.push(await measure('one answer of 200 tokens', () => server.get(`/traces/${idOf(0)}`), cpu))
    lines.push(
      await measure(
        'review: draw of 50 from the newest 100 000',
        () => server.send('/review/draw', { by: 'entropy', size: 50, auditShare: 0.2 }),
        cpu,
        2,
      ),
    )
    lines.push(await measure('review: the queue of 50', () => server.get('/review'), cpu))
  } finally {
    await server.close()
  }
  return lines
}

/** The longest time for which work kept the thread to itself, ms. */
async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  let longest = 0
  let last = performance.now()
  let goesOn = true
  const look = (): void => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
    if (goesOn) setImmediate(look)
  }
  look()
  await work()
  await new Promise((resolve) => setImmediate(resolve))
  goesOn = false
  return longest
}

async function deletes(): Promise<readonly string[]> {
  const { traces, close } = await openSqliteStore(folder, { mode: 'read-write' })
  const { answers: total } = await traces.stats()
  let user = 17
  let place = 0
  const turns: number[] = []
  const erase500 = async (): Promise<void> => {
    place += 7
    const ids = Array.from({ length: 500 }, (_, i) => idOf(place + 13 * i + Math.floor((i * total) / 520)))
    turns.push(await longestTurn(() => traces.erase({ ids })))
  }
  const of500 = await measure('erasing 500 answers, scattered over 30 days', erase500, ownCpu, 3)
  const longest = turns.map((ms) => ms.toFixed(0)).join(', ')
  console.error(`longest turn while 500 were erased, ms: ${longest}`)
  const lines = [...HEAD, of500, await measure('erasing a user', () => traces.erase({ user: `user-${(user += 101)}` }), ownCpu, 5)]
  const { oldest } = await traces.stats()
  const policy = { maxAgeMs: 1 }
  lines.push(await measure('one step of retention (200 answers)', () => traces.retain(policy, oldest! + DAY_MS), ownCpu, 100))
  lines.push(
    await measure('retention with nothing to delete', () =>
      traces.retain({ maxAgeMs: 400 * DAY_MS, projects: { shop: { maxAgeMs: 300 * DAY_MS } } }, END),
    ),
  )
  await close()
  return [...lines, '', `While 500 were erased the thread that writes was kept for at most ${longest} ms at a time.`]
}

const parts = values.parts.split(',')
const store = parts.includes('store') ? await ofTheStore() : null
const server = parts.includes('server') ? await ofTheServer() : null
const deleting = parts.includes('deletes') ? await deletes() : null
const { traces, close } = await openSqliteStore(folder, { mode: 'read' })
const { answers, bytes } = await traces.stats()
await close()
const section = (title: string, lines: readonly string[] | null): readonly string[] => (lines === null ? [] : [title, '', ...lines, ''])
const text = [
  '',
  `## Store: queries at ${answers.toLocaleString('en-US')} answers`,
  '',
  `\`npx tsx --conditions=@logitscope/source bench/store-queries.ts --answers ${values.answers} --parts ${values.parts}\`, Node ${process.versions.node}, ${cpus().length} cores, load ${loadavg()[0]!.toFixed(1)}, ${rounds} rounds each after the first; ${(bytes / 1e9).toFixed(2)} GB on disk.`,
  '',
  ...section('Asked of the store:', store),
  ...section('Asked of the server (all requests of a page together; CPU of all its threads):', server),
  ...section('Deleting:', deleting),
].join('\n')
console.log(text)
if (values.out !== undefined) appendFileSync(values.out, text)
if (values.folder === undefined && !values.keep) rmSync(folder, { recursive: true, force: true })

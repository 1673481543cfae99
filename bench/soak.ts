/**
 * Whether the server holds its memory: the built command under seeded mixed traffic at a modest constant rate, looked at every ten seconds, told every
 * minute; at the end the slope of each figure after the first third of the time, with a 95 % interval. Linux (it reads /proc); build first.
 * `npx tsc -b && npx tsx --conditions=@logitscope/source bench/soak.ts [--minutes 30] [--rate 20] [--seed 1] [--snapshots]`
 * `--snapshots`: writes a heap snapshot of the main thread after the first third and at the end, into the current folder.
 */
import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { slopeOf } from './soak/slope.ts'
import { startSoakTraffic } from './soak/traffic.ts'
import { startSoakUpstream } from './soak/upstream.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    rate: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    snapshots: { type: 'boolean', default: false },
  },
})
const minutes = Number(values.minutes)
const seed = Number(values.seed)
const MB = 1024 * 1024
const LOOK_MS = 10_000

const folder = mkdtempSync(join(tmpdir(), 'logitscope-soak-'))
const data = join(folder, 'data')
const probe = join(folder, 'memory.ndjson')
const config = join(folder, 'config.json')
const upstream = await startSoakUpstream(seed, 4)
writeFileSync(
  config,
  JSON.stringify({
    port: 0,
    data,
    upstreams: [{ name: 'soak', url: upstream.url }],
    verdictHeader: true,
    verdictComment: true,
    guard: { projects: { guarded: 'mark' } },
    logLevel: 'warn',
  }),
)
const path = (name: string): string => new URL(name, import.meta.url).pathname
const child = spawn(
  process.execPath,
  ['--import', path('./soak/memory-probe.mjs'), path('../packages/cli/dist/main.js'), '--config', config],
  {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, SOAK_PROBE: probe },
  },
)
process.on('exit', () => {
  child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})
const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
const address = await new Promise<string>((resolve, reject) => {
  void exited.then((code) => reject(new Error(`the server ended with ${code}`)))
  child.stdout.on('data', (piece: Buffer) => {
    const found = /http:\/\/[^\s]+/.exec(piece.toString())
    if (found !== null) resolve(found[0].replace(/\/$/, ''))
  })
})
const pid = child.pid!

interface Look {
  readonly minute: number
  readonly figures: Readonly<Record<string, number>>
}

function processFigures(): Record<string, number> {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const [, rss] = /VmRSS:\s+(\d+)/.exec(status)!
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  const bytes = readdirSync(data).reduce((sum, name) => sum + (statSync(join(data, name), { throwIfNoEntry: false })?.size ?? 0), 0)
  return {
    'RSS MB': Number(rss) / 1024,
    'open files': readdirSync(`/proc/${pid}/fd`).length,
    'store MB': bytes / MB,
    'CPU s': (Number(fields[11]) + Number(fields[12])) / 100,
  }
}

interface HeapLine {
  readonly heapLeast: number
  readonly heapTotal: number
  readonly external: number
}

/** The newest line of each thread that still writes; `process.memoryUsage().external` is of one thread. */
function heapFigures(now: number): Record<string, number> {
  const threads = new Map<number, HeapLine>()
  if (!existsSync(probe)) return {}
  for (const line of readFileSync(probe, 'utf8').split('\n').slice(-60)) {
    if (line === '') continue
    const told = JSON.parse(line) as HeapLine & { at: number; threadId: number }
    if (now - told.at < 2.5 * LOOK_MS) threads.set(told.threadId, told)
  }
  const all = [...threads]
  const main = threads.get(0)
  const sum = (of: (one: HeapLine) => number): number => all.reduce((total, [, one]) => total + of(one), 0) / MB
  return {
    threads: all.length,
    'heap MB, main': (main?.heapLeast ?? NaN) / MB,
    'heap MB, all': sum((one) => one.heapLeast),
    'heap held MB': sum((one) => one.heapTotal),
    'external MB, all': sum((one) => one.external),
  }
}

async function serverFigures(): Promise<Record<string, number>> {
  const text = await (await fetch(`${address}/metrics`)).text()
  const sum = (name: string): number =>
    [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)`, 'gm'))].reduce((total, [, value]) => total + Number(value), 0)
  return {
    'queue KB': sum('logitscope_capture_queue_bytes') / 1024,
    captured: sum('logitscope_captures_total'),
    dropped: sum('logitscope_captures_dropped_total'),
    'open requests': sum('logitscope_gateway_requests_open'),
  }
}

const traffic = startSoakTraffic(address, seed + 1, Number(values.rate))
const began = Date.now()
const looks: Look[] = []
const shown = [
  'RSS MB',
  'heap MB, main',
  'heap MB, all',
  'heap held MB',
  'external MB, all',
  'open files',
  'open requests',
  'queue KB',
  'store MB',
  'captured',
  'dropped',
  'CPU s',
]
console.log(`Node ${process.versions.node}, ${values.rate} actions a second, seed ${seed}, load average ${loadavg()[0]!.toFixed(1)}`)
console.log(`| minute | ${shown.join(' | ')} | load |\n|---${'|---'.repeat(shown.length + 1)}|`)
let tookFirst = false
const snapshot = (): void => {
  if (values.snapshots) child.kill('SIGUSR2')
}
for (let i = 1; i * LOOK_MS <= minutes * 60_000; i++) {
  await new Promise((resolve) => setTimeout(resolve, began + i * LOOK_MS - Date.now()))
  if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`)
  const figures = { ...processFigures(), ...heapFigures(Date.now()), ...(await serverFigures()) }
  looks.push({ minute: (Date.now() - began) / 60_000, figures })
  if (i % 6 === 0) {
    console.log(
      `| ${i / 6} | ${shown.map((name) => (figures[name as keyof typeof figures] ?? NaN).toFixed(name === 'CPU s' || name === 'captured' ? 0 : 1)).join(' | ')} | ${loadavg()[0]!.toFixed(1)} |`,
    )
  }
  if (!tookFirst && i * LOOK_MS > (minutes * 60_000) / 3) {
    tookFirst = true
    snapshot()
  }
}
snapshot()
const after = looks.filter(({ minute }) => minute > minutes / 3)
console.log(`\nAfter the first third (${after.length} looks), a minute:\n`)
console.log('| figure | mean | slope | 95 % interval |\n|---|---|---|---|')
for (const name of shown.filter((one) => one !== 'captured' && one !== 'CPU s')) {
  const { mean, slope, low, high } = slopeOf(
    after.map(({ minute }) => minute),
    after.map(({ figures }) => figures[name] ?? NaN),
    12,
  )
  console.log(`| ${name} | ${mean.toFixed(1)} | ${slope.toFixed(3)} | ${low.toFixed(3)} to ${high.toFixed(3)} |`)
}
await traffic.stop()
await new Promise((resolve) => setTimeout(resolve, 3_000))
console.log(`\nThree seconds after the last request: ${JSON.stringify({ ...processFigures(), ...(await serverFigures()) })}`)
console.log(
  `\nDone: ${[...traffic.counts].map(([name, times]) => `${name} ${times}`).join('; ')}; ${upstream.requests()} reached the upstream.`,
)
child.kill('SIGTERM')
console.log(`The server ended with ${await exited} after SIGTERM.`)
if (values.snapshots)
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.heapsnapshot'))) copyFileSync(join(folder, name), basename(name))
upstream.close()
process.exit()

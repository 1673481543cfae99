/**
 * How long `logitscope` takes to serve, and how much memory it holds while nothing happens. Runs the built command (`npm run build` first).
 * `node --import tsx bench/start.ts [--starts 7] [--idle 30]`
 */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { starts: { type: 'string', default: '7' }, idle: { type: 'string', default: '30' } } })
const main = new URL('../packages/cli/dist/main.js', import.meta.url).pathname
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Resident memory, MB. */
const residentMb = (pid: number): number => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024
/** CPU time of all threads until now, ms (Linux). */
function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

interface Start {
  readonly servingMs: number
  readonly cpuMs: number
  readonly residentMb: readonly number[]
}

async function measure(moments: readonly number[]): Promise<Start> {
  const data = mkdtempSync(join(tmpdir(), 'logitscope-bench-start-'))
  const started = performance.now()
  const child = spawn(
    process.execPath,
    [main, '--port', '0', '--data', data, '--upstream', 'http://127.0.0.1:9/v1', '--log-level', 'silent'],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
  const exit = new Promise((resolve) => child.once('exit', resolve))
  await new Promise((resolve) => child.stdout.once('data', resolve))
  const servingMs = performance.now() - started
  const pid = child.pid!
  const cpu = cpuMs(pid)
  const resident: number[] = []
  let waited = 0
  for (const moment of moments) {
    await pause((moment - waited) * 1000)
    waited = moment
    resident.push(residentMb(pid))
  }
  child.kill('SIGTERM')
  await exit
  rmSync(data, { recursive: true, force: true })
  return { servingMs, cpuMs: cpu, residentMb: resident }
}

const starts: Start[] = []
for (let i = 0; i < Number(values.starts); i++) starts.push(await measure([2]))
const idle = await measure([2, 10, Number(values.idle)])
const sorted = (of: (start: Start) => number): readonly number[] => starts.map(of).sort((a, b) => a - b)
const median = (list: readonly number[]): number => list[list.length >> 1]!
const serving = sorted((start) => start.servingMs)
console.log(`load average ${loadavg()[0]!.toFixed(1)}, Node ${process.versions.node}`)
console.log(`serving after: least ${serving[0]!.toFixed(0)} ms, median ${median(serving).toFixed(0)} ms of ${starts.length}`)
console.log(`CPU until then: least ${sorted((start) => start.cpuMs)[0]!} ms, median ${median(sorted((start) => start.cpuMs))} ms`)
console.log(`resident, idle for 2, 10, ${values.idle} s: ${idle.residentMb.map((mb) => mb.toFixed(0)).join(', ')} MB`)

/**
 * How fast `logitscope analyze --json` reads a long NDJSON file, and how much memory it takes.
 *
 *   node --import tsx bench/analyze-throughput.ts [--megabytes 200] [--out bench/RESULTS.md]
 *
 * The file is made from a seed: chat answers of 200 tokens with five alternatives, every tenth of them bare columns. The command runs as a process
 * of its own from its built output; its peak memory is what the system counted (getrusage). `--megabytes 2048` is the same with 2 GB.
 */
import { spawn } from 'node:child_process'
import { createReadStream, createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: { megabytes: { type: 'string', default: '200' }, out: { type: 'string' } },
})
const megabytes = Number(values.megabytes)
const main = fileURLToPath(new URL('../packages/cli/dist/main.js', import.meta.url))
if (!existsSync(main)) throw new Error('packages/cli is not built: run npm run build first')

/** mulberry32: the same numbers on every machine. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const WORDS =
  ' the, of, and, to, in, a, is, that, for, it, was, on, are, as, with, his, they, at, be, this, from, have, or, by, one, had, not, but, what, all, were, when, we, there, can, an, your, which, their, said, if, will, each, about, how, up, out, them, then, she, many, some, so, these, would, other, into, has, more, two, like, him, see, time, could, no, make, than, first, been, its, who, now, people, my, made, over, did, down, only, way, find, use, may, water, long, little, very, after, words, called, just, where, most, know, Ankara, İstanbul, 1881, Paris, 42, London'.split(
    ',',
  )

function answerOf(random: () => number, index: number): string {
  const pick = (): string => WORDS[Math.floor(random() * WORDS.length)]!
  const entries = Array.from({ length: 200 }, (_, i) => {
    const token = i % 17 === 16 ? '.' : pick()
    const logprob = -(random() ** 3) * 4
    const listed = [{ token, logprob }]
    for (let k = 1; k < 5; k++)
      listed.push({
        token: `${pick()}${k}`,
        logprob: Math.min(logprob, Math.log1p(-Math.exp(Math.min(logprob, -1e-9)))) - k * (0.3 + random()),
      })
    return {
      token,
      logprob,
      bytes: [...Buffer.from(token)],
      top_logprobs: listed.map((entry) => ({ ...entry, bytes: [...Buffer.from(entry.token)] })),
    }
  })
  const text = entries.map(({ token }) => token).join('')
  if (index % 10 === 9) {
    return JSON.stringify({
      id: `item-${index}`,
      model: 'bench',
      tokens: entries.map(({ token }) => token),
      logprobs: entries.map(({ logprob }) => logprob),
      top: entries.map(({ top_logprobs }) => top_logprobs.map(({ token, logprob }) => [token, logprob])),
      text,
    })
  }
  return JSON.stringify({
    id: `chatcmpl-${index}`,
    object: 'chat.completion',
    created: 1_700_000_000 + index,
    model: 'bench',
    choices: [
      { index: 0, message: { role: 'assistant', content: text }, logprobs: { content: entries, refusal: null }, finish_reason: 'stop' },
    ],
    usage: { prompt_tokens: 12, completion_tokens: 200, total_tokens: 212 },
  })
}

/** Lines of a pool are repeated with another id: making them costs more than reading them. */
async function writeInput(path: string, bytes: number): Promise<number> {
  const random = randomFrom(20_261_123)
  const pool = Array.from({ length: 400 }, (_, i) => answerOf(random, i))
  const file = createWriteStream(path)
  let written = 0
  let answers = 0
  while (written < bytes) {
    const line = `${pool[answers % pool.length]!.replace(/"(?:chatcmpl|item)-\d+"/, `"chatcmpl-${answers}"`)}\n`
    written += Buffer.byteLength(line)
    answers += 1
    if (!file.write(line)) await once(file, 'drain')
  }
  file.end()
  await once(file, 'close')
  return answers
}

interface Run {
  readonly seconds: number
  readonly peakMegabytes: number
  readonly outputMegabytes: number
  readonly lines: number
  readonly cpuSeconds: number
}

/** Runs the command and reads its whole output, as a program behind a pipe would. */
async function run(input: string, report: string): Promise<Run> {
  const started = performance.now()
  const hook = `process.on('exit',()=>require('node:fs').writeFileSync(${JSON.stringify(report)},JSON.stringify(process.resourceUsage())))`
  const preload = `${report}.cjs`
  writeFileSync(preload, hook)
  const child = spawn(process.execPath, ['--require', preload, main, 'analyze', input, '--json', '--quiet'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let bytes = 0
  let lines = 0
  child.stdout.on('data', (block: Buffer) => {
    bytes += block.length
    for (let at = block.indexOf(10); at !== -1; at = block.indexOf(10, at + 1)) lines += 1
  })
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`analyze ended with exit code ${String(code)}`)
  const usage = JSON.parse(readFileSync(report, 'utf8')) as NodeJS.ResourceUsage
  return {
    seconds: (performance.now() - started) / 1000,
    peakMegabytes: usage.maxRSS / 1024,
    outputMegabytes: bytes / 1e6,
    lines,
    cpuSeconds: (usage.userCPUTime + usage.systemCPUTime) / 1e6,
  }
}

const HEADING = 'analyze --json of a long file'

/** Writes the section of this bench into the table of results; rows of other sizes stay. */
function record(path: string, megabytesRead: number, row: string): void {
  const old = existsSync(path) ? readFileSync(path, 'utf8') : '# Benchmarks\n'
  const start = old.indexOf(`## ${HEADING}\n`)
  const next = start === -1 ? -1 : old.indexOf('\n## ', start + 3)
  const section = start === -1 ? '' : old.slice(start, next === -1 ? undefined : next)
  const others = section.split('\n').filter((line) => /^\| \d+ MB/.test(line) && !line.startsWith(`| ${megabytesRead} MB`))
  const rows = [...others, row].sort((one, two) => parseInt(one.slice(2), 10) - parseInt(two.slice(2), 10))
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), Node ${process.versions.node}`
  const body = [
    `## ${HEADING}`,
    '',
    `\`node --import tsx bench/analyze-throughput.ts --megabytes ${megabytes}\` on ${machine}, shared with other work: CPU time says more than speed. Target: at most 256 MB whatever the size.`,
    '',
    '| input | speed | CPU | peak memory |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
  const before = start === -1 ? `${old.trimEnd()}\n\n` : old.slice(0, start)
  writeFileSync(path, before + body + (next === -1 ? '' : old.slice(next)))
}

const folder = mkdtempSync(join(tmpdir(), 'analyze-throughput-'))
try {
  const input = join(folder, 'answers.jsonl')
  const answers = await writeInput(input, megabytes * 1e6)
  // Once through the page cache, so that the disk is not what is measured.
  let warmed = 0
  for await (const block of createReadStream(input)) warmed += (block as Buffer).length
  if (warmed === 0) throw new Error('the input is empty')
  const size = statSync(input).size / 1e6
  const result = await run(input, join(folder, 'usage.json'))
  if (result.lines !== answers) throw new Error(`${answers} answers went in, ${result.lines} lines came out`)
  const speed = size / result.seconds
  const row = `| ${size.toFixed(0)} MB, ${answers} answers of 200 tokens, top-5 | ${speed.toFixed(1)} MB/s, ${(answers / result.seconds).toFixed(0)} answers/s | ${result.cpuSeconds.toFixed(1)} s | ${result.peakMegabytes.toFixed(0)} MB |`
  console.log(`${row}\n(${result.outputMegabytes.toFixed(0)} MB out in ${result.seconds.toFixed(1)} s)`)
  if (result.peakMegabytes > 256) {
    console.error(`peak memory ${result.peakMegabytes.toFixed(0)} MB is above 256 MB`)
    process.exitCode = 1
  }
  if (values.out !== undefined) record(values.out, Math.round(size), row)
} finally {
  rmSync(folder, { recursive: true })
}

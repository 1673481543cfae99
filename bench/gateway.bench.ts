/**
 * The gateway beside a direct connection, a bare pass-through (node:http and undici) and Portkey, in one run with interleaved rounds over one
 * keep-alive connection each. CPU: user and system time of the process with all its threads, divided by its requests.
 * Run: npx tsc -b && npx tsx --conditions=@logitscope/source bench/gateway.bench.ts [--rounds 4] [--requests 100] [--streams 50] [--no-portkey]
 */
import type { ChildProcess } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import { parseArgs } from 'node:util'
import { ask, own, portkey, start, target, type Message, type Target } from './gateway-targets.ts'
import { requestBody } from './gateway-traffic.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '4' },
    requests: { type: 'string', default: '100' },
    streams: { type: 'string', default: '50' },
    'no-portkey': { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)

const now = (): number => performance.now()

function send(
  { port, agent, headers, asks }: Target,
  more: Readonly<Record<string, string>>,
): Promise<{ readonly response: IncomingMessage; readonly leave: () => void }> {
  const body = requestBody(asks, more['x-stream'] !== undefined)
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        port,
        host: '127.0.0.1',
        agent,
        method: 'POST',
        path: '/v1/chat/completions',
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers, ...more },
      },
      (response) => resolve({ response, leave: () => request.destroy() }),
    )
    request.on('error', reject)
    request.end(body)
  })
}

async function whole(one: Target): Promise<void> {
  const begun = now()
  const { response } = await send(one, {})
  response.resume()
  await new Promise((resolve) => response.once('end', resolve))
  one.whole.push(now() - begun)
  if (response.statusCode !== 200) throw new Error(`${one.name} answered ${response.statusCode}`)
}

async function streamed(one: Target): Promise<void> {
  const begun = now()
  const { response } = await send(one, { 'x-stream': '1' })
  let isFirst = true
  let text = 0
  for await (const piece of response) {
    if (isFirst) one.first.push(now() - begun)
    isFirst = false
    text += (piece as Buffer).length
  }
  one.stream.push(now() - begun)
  if (response.statusCode !== 200 || text < 10_000) throw new Error(`${one.name} answered ${response.statusCode}, ${text} bytes`)
}

async function paced(one: Target): Promise<void> {
  const { response } = await send(one, { 'x-stream': '1', 'x-pace': '5' })
  for await (const piece of response) {
    const at = process.hrtime.bigint()
    for (const [, sent] of (piece as Buffer).toString().matchAll(/"content":"(\d+)"/g)) one.lag.push(Number(at - BigInt(sent!)) / 1e6)
  }
}

async function abort(one: Target, upstream: ChildProcess, waiting: boolean): Promise<void> {
  const broken = new Promise<bigint | null>((resolve) => {
    const timer = setTimeout(() => done(null), 6000)
    const take = (message: unknown): void => {
      const at = (message as Message).broken
      if (at !== undefined) done(BigInt(at))
    }
    const done = (at: bigint | null): void => {
      clearTimeout(timer)
      upstream.off('message', take)
      resolve(at)
    }
    upstream.on('message', take)
  })
  const leaving = new AbortController()
  let left = 0n
  if (waiting) {
    const body = requestBody(one.asks, false)
    const request = httpRequest({
      port: one.port,
      host: '127.0.0.1',
      method: 'POST',
      path: '/v1/chat/completions',
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...one.headers, 'x-wait': '1' },
    })
    request.on('error', () => undefined)
    request.end(body)
    await new Promise((resolve) => setTimeout(resolve, 100))
    left = process.hrtime.bigint()
    request.destroy()
  } else {
    const { response, leave } = await send({ ...one, agent: new Agent() }, { 'x-stream': '1', 'x-pace': '20' })
    response.on('error', () => undefined)
    await new Promise((resolve) => response.once('data', resolve))
    left = process.hrtime.bigint()
    leave()
  }
  leaving.abort()
  const at = await broken
  const list = waiting ? one.abortWaiting : one.abortStreamed
  list.push(at === null ? Infinity : Number(at - left) / 1e6)
}

/** Waits until a process is idle, so that what it does behind the answers is counted too. */
async function settled(one: Target): Promise<number> {
  let before = await one.cpu()
  if (Number.isNaN(before)) return before
  for (let i = 0; i < 100; i++) {
    await new Promise((resolve) => setTimeout(resolve, 150))
    const after = await one.cpu()
    if (after - before < 3000) return after
    before = after
  }
  return before
}

function quantile(list: readonly number[], share: number): number {
  const sorted = [...list].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN
}

async function round(one: Target, count: number, streams: number): Promise<void> {
  let before = await settled(one)
  for (let i = 0; i < count; i++) await whole(one)
  let after = await settled(one)
  one.wholeCpu += after - before
  before = after
  for (let i = 0; i < streams; i++) await streamed(one)
  after = await settled(one)
  one.streamCpu += after - before
}

const upstream = await start('upstream')
const url = `http://127.0.0.1:${upstream.port}`
const targets: Target[] = [
  target('direct', upstream.port, true, { cpu: async () => (await ask(upstream.child)).cpu! }),
  await own('node:http + undici', true, 'bare', 'observe', url),
  await own('gateway, pass-through, counting sink', true, 'gateway', 'observe', url),
  await own('gateway, rewrite, counting sink', false, 'gateway', 'auto', url),
]
for (const mode of ['observe', 'auto'] as const) {
  const name = `whole server, ${mode === 'auto' ? 'rewrite' : 'pass-through'}`
  try {
    targets.push(await own(name, mode === 'observe', 'server', mode, url))
  } catch (error) {
    console.log(`${name} is not in this run: ${error instanceof Error ? error.message : String(error)}`)
  }
}
const other = values['no-portkey'] ? 'it was left out' : await portkey(upstream.port)
if (typeof other === 'string') console.log(`Portkey is not in this run: ${other}`)
else targets.push(other)

for (const one of targets) {
  for (let i = 0; i < 150; i++) await whole(one)
  for (let i = 0; i < 60; i++) await streamed(one)
  one.whole.length = one.first.length = one.stream.length = 0
}
for (let i = 0; i < rounds; i++) for (const one of targets) await round(one, Number(values.requests), Number(values.streams))
for (let i = 0; i < 2; i++) for (const one of targets) await paced(one)
for (let i = 0; i < 10; i++) {
  for (const one of targets) {
    if (one.name.startsWith('Portkey') && i >= 2) continue
    await abort(one, upstream.child, false)
    await abort(one, upstream.child, true)
  }
}

const [direct] = targets
const ms = (value: number, digits = 2): string =>
  Number.isFinite(value) ? value.toFixed(digits) : Number.isNaN(value) ? '–' : 'not cancelled'
console.log(
  `${rounds} rounds of ${values.requests} answers of 95 KB and ${values.streams} streams of 201 events; ms; ${readdirSync('/proc').length} entries in /proc`,
)
console.log(
  '| | p50 | p99 | added p50 | added p99 | CPU a request | stream p50 | first byte p50 | CPU a stream | paced event later by, p50 / p99 | upstream cancelled after, streamed / waiting (most) | RSS MB |',
)
console.log('|---|---|---|---|---|---|---|---|---|---|---|---|')
for (const one of targets) {
  const count = rounds * Number(values.requests)
  const streams = rounds * Number(values.streams)
  const added = (list: (one: Target) => readonly number[], share: number): number =>
    quantile(list(one), share) - quantile(list(direct!), share)
  console.log(
    `| ${one.name} | ${ms(quantile(one.whole, 0.5))} | ${ms(quantile(one.whole, 0.99))} | ${one === direct ? '–' : ms(added((x) => x.whole, 0.5))} | ${one === direct ? '–' : ms(added((x) => x.whole, 0.99))} | ${one === direct ? `${ms(one.wholeCpu / count / 1000)} (the upstream)` : ms(one.wholeCpu / count / 1000)} | ${ms(quantile(one.stream, 0.5))} | ${ms(quantile(one.first, 0.5))} | ${ms(one.streamCpu / streams / 1000)} | ${ms(quantile(one.lag, 0.5) - (one === direct ? 0 : quantile(direct!.lag, 0.5)))} / ${ms(quantile(one.lag, 0.99) - (one === direct ? 0 : quantile(direct!.lag, 0.99)))} | ${ms(Math.max(...one.abortStreamed), 0)} / ${ms(Math.max(...one.abortWaiting), 0)} | ${ms((await one.rss()) / 1e6, 0)} |`,
  )
}
process.exit()

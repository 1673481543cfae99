/** What the clients of the soak do: seeded, at a constant mean rate, without waiting for each other. */
import { Agent, request as httpRequest } from 'node:http'
import type { Trace } from '@logitscope/core'
import { seeded } from '@logitscope/testkit'
import { answerMaker } from '../store-fixture.ts'
import type { Mishap } from './upstream.ts'

export interface SoakTraffic {
  /** What was done so far, by its name; failures that nobody asked for under `failed: …`. */
  readonly counts: ReadonlyMap<string, number>
  readonly stop: () => Promise<void>
}

/** Of a hundred: what a client does next. */
const SHARES: readonly (readonly [share: number, name: string])[] = [
  [22, 'whole, rewritten'],
  [10, 'whole, passed through'],
  [20, 'stream, rewritten'],
  [8, 'stream, passed through'],
  [7, 'tool call'],
  [4, 'left while it streamed'],
  [3, 'left while it waited'],
  [2, 'upstream overloaded'],
  [2, 'upstream broke off'],
  [1, 'upstream reset'],
  [3, 'upload'],
  [12, 'page'],
  [2, 'search'],
  [1, 'export'],
  [1, 'label'],
  [2, 'reader of the feed'],
]

const PAGES = [
  '/api/stats/series?bucket=minute',
  '/api/stats/histogram?metric=metrics.avgLogprob',
  '/api/stats/heatmap',
  '/api/stats/tokens',
  '/api/stats/models?by=model,promptVersion',
  '/api/traces?limit=50',
  '/api/alerts',
  '/api/health/store',
  '/api/drift',
  '/metrics',
]

/** @param rate actions a second. */
export function startSoakTraffic(address: string, seed: number, rate: number): SoakTraffic {
  const random = seeded(seed)
  const make = answerMaker(seed + 1)
  const counts = new Map<string, number>()
  const agent = new Agent({ keepAlive: true })
  const running = new Set<Promise<void>>()
  const readers = new Set<() => void>()
  const { hostname, port } = new URL(address)
  const seen: string[] = []
  let uploaded = 0
  let stopped = false
  const count = (name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1)

  interface Sent {
    readonly path: string
    readonly body?: string
    readonly type?: string
    readonly headers?: Readonly<Record<string, string>>
    /** Leaves after the first piece of the answer, or after so many ms. */
    readonly leave?: 'at-first-piece' | number
    readonly mayFail?: boolean
    /** Longest wait for the whole answer, ms; then it counts as failed. */
    readonly patienceMs?: number
  }

  function send({
    path,
    body,
    type = 'application/json',
    headers = {},
    leave,
    mayFail = false,
    patienceMs = 60_000,
  }: Sent): Promise<string | null> {
    return new Promise((resolve, reject) => {
      const isOwn = leave !== undefined
      const late = setTimeout(() => {
        reject(new Error('no patience left'))
        sent.destroy()
      }, patienceMs)
      const sent = httpRequest(
        {
          hostname,
          port,
          path,
          agent: isOwn ? new Agent() : agent,
          method: body === undefined ? 'GET' : 'POST',
          headers: { ...(body === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(body) }), ...headers },
        },
        (response) => {
          const id = response.headers['x-logitscope-trace-id']
          response.on('data', () => {
            if (leave === 'at-first-piece') sent.destroy()
          })
          response.on('error', () => undefined)
          response.on('close', () => {
            clearTimeout(late)
            if (!response.complete && !isOwn && !mayFail) reject(new Error('cut'))
            else if ((response.statusCode ?? 0) >= 400 && !mayFail) reject(new Error(String(response.statusCode)))
            else resolve(typeof id === 'string' ? id : null)
          })
        },
      )
      sent.on('error', (error) => {
        clearTimeout(late)
        if (isOwn || mayFail) resolve(null)
        else reject(error)
      })
      if (typeof leave === 'number') setTimeout(() => sent.destroy(), leave)
      sent.end(body)
    })
  }

  async function chat(more: object, mishap: Mishap = 'none', sent: Partial<Sent> = {}): Promise<void> {
    const user = random.index(40)
    const id = await send({
      path: '/v1/chat/completions',
      body: JSON.stringify({
        model: 'soak',
        messages: [{ role: 'user', content: `Question ${random.index(100_000)}: what is the capital of Türkiye?` }],
        ...more,
      }),
      headers: {
        'x-logitscope-project': random.pick(['shop', 'school', 'guarded']),
        'x-logitscope-prompt-version': random.pick(['v1', 'v2']),
        'x-logitscope-user': `user-${user}`,
        'x-logitscope-session': `session-${user}-${random.index(1000)}`,
        'x-soak': mishap,
      },
      mayFail: mishap !== 'none',
      ...sent,
    })
    if (id !== null && mishap === 'none' && sent.leave === undefined) {
      seen.push(id)
      if (seen.length > 200) seen.shift()
    }
  }

  const asks = { logprobs: true, top_logprobs: 5 }
  const tools = { tools: [{ type: 'function', function: { name: 'look_up', parameters: { type: 'object' } } }] }

  function upload(): Promise<unknown> {
    const lines = Array.from({ length: 20 }, () => {
      uploaded += 1
      const trace: Trace = make({ index: seed * 100_000 + uploaded, startedAt: Date.now(), tokens: 20 + random.index(100) })
      return JSON.stringify(trace)
    })
    return send({ path: '/api/traces', body: lines.join('\n'), type: 'application/x-ndjson' })
  }

  /** Listens for some seconds, and now and then does not read what it is sent. */
  function listen(): Promise<void> {
    return new Promise((resolve) => {
      const sent = httpRequest({ hostname, port, path: '/api/live', agent: new Agent() }, (response) => {
        if (random.next() < 0.8) response.resume()
        response.on('error', () => undefined)
      })
      const end = (): void => {
        clearTimeout(timer)
        readers.delete(end)
        sent.destroy()
        resolve()
      }
      const timer = setTimeout(end, 1_000 + random.index(60_000))
      readers.add(end)
      sent.on('error', end)
      sent.end()
    })
  }

  const actions: Readonly<Record<string, () => Promise<unknown>>> = {
    'whole, rewritten': () => chat({}),
    'whole, passed through': () => chat(asks),
    'stream, rewritten': () => chat({ stream: true }),
    'stream, passed through': () => chat({ stream: true, ...asks }),
    'tool call': () => chat({ ...tools, stream: random.next() < 0.5 }),
    'left while it streamed': () => chat({ stream: true }, 'none', { leave: 'at-first-piece' }),
    'left while it waited': () => chat({}, 'silent', { leave: 50 + random.index(200) }),
    'upstream overloaded': () => chat({ stream: random.next() < 0.5 }, 'overloaded'),
    'upstream broke off': () => chat({ stream: random.next() < 0.5 }, 'broken'),
    'upstream reset': () => chat({}, 'reset'),
    upload,
    page: () => send({ path: random.pick(PAGES) }),
    search: () => send({ path: `/api/traces?text=${random.pick(['Ankara', 'capital', 'london'])}&limit=20` }),
    export: () =>
      send({ path: `/api/export?format=${random.pick(['jsonl', 'csv'])}&from=${Date.now() - 20_000}&to=${Date.now()}&limit=100` }),
    async label() {
      const id = seen[0]
      if (id === undefined) return
      const body = JSON.stringify({ value: random.pick(['correct', 'incorrect', 'unsure']) })
      // An answer may not be stored yet; that is not what is tried here.
      await send({ path: `/api/traces/${id}/labels`, body, mayFail: true })
    },
    'reader of the feed': listen,
  }

  function next(): void {
    let draw = random.next() * 100
    const [, name] = SHARES.find(([share]) => (draw -= share) < 0) ?? SHARES[0]!
    count(name)
    const done: Promise<void> = actions[name]!().then(
      () => undefined,
      (error: unknown) => count(`failed: ${name}: ${(error as Error).message}`),
    )
    running.add(done)
    void done.then(() => running.delete(done))
  }

  function plan(): void {
    if (stopped) return
    setTimeout(
      () => {
        if (stopped) return
        next()
        plan()
      },
      (-Math.log(1 - random.next()) * 1000) / rate,
    )
  }
  plan()
  return {
    counts,
    async stop() {
      stopped = true
      for (const end of [...readers]) end()
      await Promise.race([Promise.all(running), new Promise((resolve) => setTimeout(resolve, 10_000))])
      agent.destroy()
    },
  }
}

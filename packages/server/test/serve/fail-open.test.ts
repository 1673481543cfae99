import type { AnswerPage, StoreHealth } from '@logitscope/core'
import { DatabaseSync } from '@photostructure/sqlite'
import { readdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { StartError } from '../../src/index.ts'
import { chatAnswer, jsonAnswer, startTestServer, type TestServer, type TestServerOptions } from './harness.ts'

let running: TestServer[] = []
afterEach(async () => {
  for (const server of running) await server.stop()
  running = []
})

const analysisModule = new URL('./fixtures/faulty-analysis.mjs', import.meta.url).href

/** An answer that repeats what was said. */
const echo = (content: string): object => chatAnswer(['The', ' capital', ` ${content}`])
const contentOf = (body: Buffer): string => (JSON.parse(body.toString()) as { messages: [{ content: string }] }).messages[0].content

async function start(options: TestServerOptions = {}): Promise<TestServer> {
  const server = await startTestServer({
    answer: ({ body }) => jsonAnswer(echo(contentOf(body))),
    ...options,
    start: { analysisModule, ...options.start },
  })
  running.push(server)
  return server
}

/** Sends so many requests at once; every one must be answered as the upstream answered. */
async function expectUntouched(server: TestServer, count = 10, content = 'hi'): Promise<void> {
  const answers = await Promise.all(
    Array.from({ length: count }, () => server.chat({ logprobs: true, messages: [{ role: 'user', content }] })),
  )
  for (const answer of answers) expect([answer.status, await answer.text()]).toEqual([200, JSON.stringify(echo(content))])
}

const healthOf = async (server: TestServer): Promise<StoreHealth> => (await server.json('/api/health/store')) as StoreHealth

async function until(server: TestServer, holds: (health: StoreHealth) => boolean): Promise<StoreHealth> {
  for (const end = Date.now() + 40_000; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const health = await healthOf(server)
    if (holds(health)) return health
    if (Date.now() > end) throw new Error(`it never came to be: ${JSON.stringify(health)}`)
  }
}

const fileOf = (server: TestServer): string => {
  const name = readdirSync(server.data).find((entry) => /\.(?:db|sqlite3?)$/.test(entry))
  if (name === undefined) throw new Error(`no data file among ${readdirSync(server.data).join()}`)
  return join(server.data, name)
}

describe('fail open: traffic is untouched, losses are counted and shown', () => {
  it('queue full', async () => {
    const server = await start({ config: { queueBytes: 4_000 } })
    await expectUntouched(server, 20, 'BE SLOW')
    const { dropped } = await healthOf(server)
    expect(dropped['queue-full']).toBeGreaterThan(10)
    expect(await (await server.fetch('/metrics')).text()).toMatch(/logitscope_captures_dropped_total\{reason="queue-full"\} \d+/)
    await until(server, ({ captured, dropped: lost }) => captured + (lost['queue-full'] ?? 0) === 20)
  })

  it('worker dead', async () => {
    const server = await start()
    await expectUntouched(server, 1)
    await server.stored(1)
    await expectUntouched(server, 5, 'END THE THREAD')
    await until(server, ({ dropped }) => (dropped['worker-lost'] ?? 0) > 0)
    await expectUntouched(server, 3)
    await until(server, ({ state }) => state === 'ok')
    await expectUntouched(server, 3)
    const health = await until(server, ({ answers }) => answers >= 4)
    const { items } = (await server.json('/api/traces')) as AnswerPage
    // Whatever was not stored was counted: the twelve are all accounted for.
    expect(items.length + (health.dropped['worker-lost'] ?? 0)).toBe(12)
    expect(server.logs.some((line) => line.includes('died and is started again'))).toBe(true)
  })

  it('worker slow', async () => {
    const server = await start()
    const started = performance.now()
    await expectUntouched(server, 8, 'BE SLOW')
    // Analysing eight such answers takes more than three seconds; none of the requests waited for it.
    expect((await healthOf(server)).queue.captures).toBeGreaterThan(0)
    expect(performance.now() - started).toBeLessThan(3_000)
    await server.stored(8)
  })

  it('store locked, and store slow: what was captured waits, and is stored when the lock is gone', async () => {
    const server = await start()
    await expectUntouched(server, 1)
    await server.stored(1)
    const other = new DatabaseSync(fileOf(server))
    other.exec('BEGIN IMMEDIATE')
    try {
      await expectUntouched(server, 5)
      await until(server, ({ queue }) => queue.captures === 5)
      await new Promise((resolve) => setTimeout(resolve, 500))
      await expectUntouched(server, 5)
    } finally {
      other.exec('ROLLBACK')
      other.close()
    }
    await server.stored(11)
    expect(await healthOf(server)).toMatchObject({ dropped: {} })
  })

  it('store corrupt: the damaged file is set aside, a new one begun, and it is said', async () => {
    const data = await mkdtemp(join(tmpdir(), 'logitscope-corrupt-'))
    const before = await start({ data })
    await expectUntouched(before, 3)
    await before.stored(3)
    await before.server.close()
    writeFileSync(fileOf(before), Buffer.alloc(64 * 1024, 0x5a))
    const server = await start({ data })
    await expectUntouched(server, 2)
    const health = await until(server, ({ answers }) => answers === 2)
    expect(health).toMatchObject({ state: 'ok', dropped: {} })
    expect(health.detail).toContain('set aside')
    expect(server.logs.some((line) => line.includes('set aside'))).toBe(true)
    await server.stop()
    await rm(data, { recursive: true, force: true })
  })

  it('store full: nothing is stored any more, and it is said', async () => {
    const server = await start({ config: { freeSpaceReserveBytes: 2 ** 60 } })
    await expectUntouched(server, 5)
    const health = await until(server, ({ dropped }) => dropped['disk-low'] === 5)
    expect(health.state).toBe('capture-dropped')
    expect(health.detail).toContain('disk')
    const posted = await server.fetch('/api/traces', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"schema":1,"id":"x","tokens":[],"output":{}}',
    })
    expect(posted.status).toBe(507)
  })

  it('disk low: the texts are dropped first', async () => {
    const probe = await start()
    const { freeBytes } = await healthOf(probe)
    const server = await start({ config: { freeSpaceReserveBytes: freeBytes! * 2 } })
    await expectUntouched(server, 2)
    await server.stored(2)
    expect(await (await server.fetch('/api/export')).text()).not.toContain('capital')
    expect((await healthOf(server)).state).toBe('content-dropped')
    expect(await (await server.fetch('/metrics')).text()).toContain('logitscope_content_dropped_total 2')
  })

  it('upstream gone: the error is stored as what it is', async () => {
    const server = await start()
    await server.upstream.stop()
    expect((await server.chat()).status).toBe(502)
    await server.stored(1)
    expect((await server.json('/api/traces')) as AnswerPage).toMatchObject({ items: [{ status: 502, finish: 'error', tier: 'none' }] })
  })
})

describe('what keeps a server from starting is told in words', () => {
  const refusal = async (options: TestServerOptions): Promise<string> => {
    const error: unknown = await startTestServer(options).then(
      async (server) => {
        await server.stop()
        return null
      },
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(StartError)
    return (error as Error).message
  }

  it('a second process on the same folder', async () => {
    const server = await start()
    expect(await refusal({ data: server.data })).toMatch(/the store cannot be opened: .*(?:lock|another|use)/i)
    await expectUntouched(server, 1)
  })

  it('a port that is taken', async () => {
    const server = await start()
    const { port } = server.server
    expect(await refusal({ config: { port } })).toContain(`port ${port} on 127.0.0.1 is taken`)
  })

  it('a folder that is none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'logitscope-start-'))
    const file = join(folder, 'file')
    writeFileSync(file, 'x')
    expect(await refusal({ data: file, config: { data: file } })).toContain('the store cannot be opened')
    await rm(folder, { recursive: true })
  })

  it('an address that others can reach, and no key', async () => {
    expect(await refusal({ config: { host: '0.0.0.0' } })).toContain('a key is required')
  })

  it('a profile that cannot be used', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'logitscope-start-'))
    const profile = join(folder, 'profile.json')
    writeFileSync(profile, '{"schema":1')
    expect(await refusal({ config: { profile } })).toContain('it is not JSON')
    expect(await refusal({ config: { profile: join(folder, 'nowhere.json') } })).toContain('nowhere.json')
    await rm(folder, { recursive: true })
  })
})

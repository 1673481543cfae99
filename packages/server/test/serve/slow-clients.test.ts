/** Clients that hold on to the server: slow heads, bodies that stop, idle connections, heads that are too large, and many of them at once. */
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { StartOptions } from '../../src/index.ts'
import { startTestServer, type TestServer } from './harness.ts'

const LIMITS = { headersTimeout: 300, requestTimeout: 600, keepAliveTimeout: 200, connectionsCheckingInterval: 50 }
/** A connection is looked at every 50 ms; the rest is for a machine that is busy. */
const SOON_MS = 4_000
/** Of the gateway, the API, the pages. */
const TARGETS = ['/v1/chat/completions', '/api/traces', '/api/nothing', '/']

let server: TestServer
const sockets: Socket[] = []

async function start(http: StartOptions['http'] = LIMITS): Promise<void> {
  server = await startTestServer({ start: { http } })
}

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await server.stop()
})

interface Held {
  readonly socket: Socket
  readonly text: () => string
  /** When the server closed it, ms after it was opened. */
  readonly closed: Promise<number>
  readonly isClosed: () => boolean
}

function hold(first: string): Promise<Held> {
  return new Promise((resolve, reject) => {
    let text = ''
    let isClosed = false
    const { port } = new URL(server.url)
    const began = performance.now()
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.off('error', reject).on('error', () => undefined)
      socket.write(first)
      resolve({ socket, text: () => text, closed, isClosed: () => isClosed })
    })
    const closed = new Promise<number>((done) =>
      socket.once('close', () => {
        isClosed = true
        done(performance.now() - began)
      }),
    )
    sockets.push(socket)
    socket.once('error', reject)
    socket.on('data', (piece: Buffer) => (text += piece.toString('latin1')))
  })
}

/** Good clients are served all the while: traffic, API, health. */
async function goodClientsAreServed(): Promise<void> {
  expect((await server.chat()).status).toBe(200)
  expect((await server.fetch('/api/traces?limit=1')).status).toBe(200)
  expect((await server.fetch('/healthz')).status).toBe(200)
}

/** Nothing of the bad ones went on: the upstream saw the chats of the good ones only, each of them whole. */
function upstreamSawOnly(chats: number): void {
  expect(server.upstream.seen).toHaveLength(chats)
  for (const { body } of server.upstream.seen) expect(JSON.parse(body.toString())).toMatchObject({ model: 'test-model' })
}

const head = (target: string): string => `POST ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n`

describe('a client is cut', () => {
  it.each(TARGETS)('that sends its head byte by byte to %s', async (target) => {
    await start()
    const held = await hold('')
    const bytes = `${head(target)}X-Long: ${'x'.repeat(5_000)}`
    let at = 0
    const drip = setInterval(() => held.socket.write(bytes[at++ % bytes.length]!), 10)
    await goodClientsAreServed()
    const closed = await held.closed
    clearInterval(drip)
    expect(held.text()).toMatch(/^HTTP\/1\.1 408 /)
    expect(closed).toBeGreaterThanOrEqual(LIMITS.headersTimeout - 10)
    expect(closed).toBeLessThan(SOON_MS)
    upstreamSawOnly(1)
  })

  it.each(TARGETS)('whose body to %s stops in the middle', async (target) => {
    await start()
    const held = await hold(`${head(target)}Content-Length: 1000\r\n\r\n{"model":"half`)
    await goodClientsAreServed()
    expect(await held.closed).toBeLessThan(SOON_MS)
    // What needs no body is answered before (404), the rest is told that it came too late.
    expect(held.text()).toMatch(/^(?:HTTP\/1\.1 (?:408|404|405) |$)/)
    await new Promise((resolve) => setTimeout(resolve, 100))
    const whole = server.upstream.seen.filter(({ body }) => body.toString().includes('half'))
    expect(whole).toEqual([])
    upstreamSawOnly(1)
  })

  it('whose kept-alive connection stays idle', async () => {
    await start()
    const held = await Promise.all(
      ['/healthz', '/api/traces?limit=1', '/v1/models'].map((target) => hold(`GET ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`)),
    )
    for (const { closed, text } of held) {
      const after = await closed
      expect(text()).toMatch(/^HTTP\/1\.1 200 /)
      expect(after).toBeGreaterThanOrEqual(LIMITS.keepAliveTimeout - 10)
      // Node adds a second to what it was told.
      expect(after).toBeLessThan(SOON_MS)
    }
    expect((await server.fetch('/healthz')).status).toBe(200)
  })

  it.each(TARGETS)('whose head to %s is too large: one long header, or very many', async (target) => {
    await start()
    const long = await hold(`${head(target)}X-Long: ${'x'.repeat(70_000)}\r\n\r\n`)
    const many = await hold(head(target) + Array.from({ length: 12_000 }, (_, i) => `x-${i}: 12345\r\n`).join('') + '\r\n')
    for (const { closed, text } of [long, many]) {
      expect(await closed).toBeLessThan(SOON_MS)
      expect(text()).toMatch(/^(?:HTTP\/1\.1 431 |$)/)
    }
    await goodClientsAreServed()
    upstreamSawOnly(1)
  })
})

it('many headers that fit go on, all of them', async () => {
  await start()
  const names = Array.from({ length: 3_000 }, (_, i) => `x-${i}`)
  const held = await hold(`GET /v1/models HTTP/1.1\r\nHost: 127.0.0.1\r\n${names.map((name) => `${name}: 1\r\n`).join('')}\r\n`)
  await expect.poll(() => held.text(), { timeout: SOON_MS }).toMatch(/^HTTP\/1\.1 200 /)
  const seen = server.upstream.seen[0]!.rawHeaders.map((name) => name.toLowerCase())
  expect(names.filter((name) => !seen.includes(name)).length).toBe(0)
})

describe('many connections at once', () => {
  const MOST = 40
  const patient = {
    headersTimeout: 60_000,
    requestTimeout: 60_000,
    keepAliveTimeout: 60_000,
    connectionsCheckingInterval: 50,
    mostConnections: MOST,
  }
  const openOnes = (held: readonly Held[]): number => held.filter(({ isClosed }) => !isClosed()).length

  it.each([
    ['say nothing', ''],
    ['send half a head', 'POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A'],
    ['stop in the middle of a body', `${head('/v1/chat/completions')}Content-Length: 1000\r\n\r\n{"model":"half`],
    ['were answered and stay', 'GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'],
  ])(
    'that %s are bounded, and good clients get through',
    async (_, first) => {
      await start(patient)
      const held: Held[] = []
      for (let i = 0; i < 5 * MOST; i++) held.push(await hold(first))
      await expect.poll(() => openOnes(held), { timeout: SOON_MS }).toBeLessThanOrEqual(MOST)
      expect(openOnes(held)).toBeGreaterThan(0)
      for (let i = 0; i < 3; i++) await goodClientsAreServed()
      for (const { socket } of held) socket.destroy()
      const whole = server.upstream.seen.filter(({ headers, body }) => headers['content-length'] !== String(body.length))
      expect(whole).toEqual([])
      upstreamSawOnly(3)
    },
    30_000,
  )

  it('that wait for answers are not cut for others', async () => {
    server = await startTestServer({
      start: { http: patient },
      answer: () => ({ delayMs: 1_500, headers: { 'content-type': 'application/json' }, pieces: [Buffer.from('{"choices":[]}')] }),
    })
    const body = '{"model":"test-model"}'
    const whole = `${head('/v1/chat/completions')}Content-Length: ${body.length}\r\n\r\n${body}`
    const good: Held[] = []
    for (let i = 0; i < MOST; i++) good.push(await hold(whole))
    await expect.poll(() => server.upstream.seen.length, { timeout: SOON_MS }).toBe(MOST)
    for (let i = 0; i < MOST; i++) await (await hold('')).closed
    await expect
      .poll(() => good.filter(({ text }) => /^HTTP\/1\.1 200 [\s\S]*"choices"/.test(text())).length, { timeout: 10_000 })
      .toBe(MOST)
    // Their answers are there: now they only wait, and a good client takes the place of one.
    expect((await server.fetch('/healthz')).status).toBe(200)
  }, 30_000)
})

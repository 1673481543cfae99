import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chatAnswer, jsonAnswer, startTestServer, type TestServer } from './harness.ts'

const MARKUP = '<script>alert(1)</script><img src=x onerror=alert(2)>\u0000\u202e\u001b[31m"\'`${x}'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ answer: () => jsonAnswer(chatAnswer([MARKUP, ' end'])) })
})
afterAll(() => server.stop())

/** Sends bytes as they are and returns what comes back until the connection closes, or `null` when nothing came in the time. */
function raw(text: string | Uint8Array, waitMs = 5_000): Promise<string | null> {
  return new Promise((resolve) => {
    const { port } = new URL(server.url)
    let answer = ''
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(text))
    const end = (): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve(answer === '' ? null : answer)
    }
    const timer = setTimeout(end, waitMs)
    socket.on('data', (piece) => (answer += piece.toString('latin1')))
    socket.on('close', end)
    socket.on('error', end)
  })
}
const statusOf = (answer: string | null): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer ?? '')?.[1] ?? 0)
const host = (): string => new URL(server.url).host

const send = (path: string, body: BodyInit, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  server.fetch(path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })

async function expectWell(): Promise<void> {
  expect((await server.fetch('/healthz')).status).toBe(200)
  expect(await server.json('/api/health/store')).toMatchObject({ state: 'ok', dropped: {} })
}

describe('hostile input', () => {
  const POSTS = ['/api/traces', '/api/traces/x/labels', '/api/setup/test-request'] as const

  it.each(POSTS)('%s answers bad JSON, wrong types and empty bodies with 4xx', async (path) => {
    const bodies = [
      '',
      '{',
      '[[[[',
      'null',
      '"text"',
      '17',
      '{"value":{"$gt":""}}',
      '{"__proto__":{"admin":true},"model":5,"value":[]}',
      '\u0000'.repeat(100),
      '['.repeat(200_000),
    ]
    for (const body of bodies) {
      const response = await send(path, body)
      const isOptional = path === '/api/setup/test-request' && body === ''
      if (isOptional) continue
      if (path === '/api/traces' && response.status === 200) {
        expect(await response.json(), body.slice(0, 20)).toMatchObject({ stored: 0, duplicate: 0 })
        continue
      }
      expect(response.status, `${path} ${body.slice(0, 20)}`).toBeGreaterThanOrEqual(400)
      expect(response.status, `${path} ${body.slice(0, 20)}`).toBeLessThan(500)
      expect(response.headers.get('content-type')).toBe('application/problem+json')
    }
    await expectWell()
  })

  it('refuses bodies that are not JSON by their type, so that no foreign form reaches a route', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])
      for (const path of POSTS)
        expect((await send(path, '{"value":"correct"}', { 'content-type': type })).status, `${path} ${type}`).toBe(415)
  })

  it('refuses what is too large, announced or not', async () => {
    const large = 'x'.repeat(100_000)
    expect((await send('/api/traces/x/labels', JSON.stringify({ value: 'correct', note: large }))).status).toBe(413)
    const announced = await raw(
      `POST /api/traces HTTP/1.1\r\nhost: ${host()}\r\ncontent-type: application/json\r\ncontent-length: 99999999999\r\n\r\n{`,
      3_000,
    )
    expect(statusOf(announced)).toBe(413)
    const head = await raw(`GET /api/traces HTTP/1.1\r\nhost: ${host()}\r\nx: ${'y'.repeat(200_000)}\r\n\r\n`, 3_000)
    expect([431, 400, 0]).toContain(statusOf(head))
    expect((await server.fetch(`/api/traces?text=${'x'.repeat(5_000)}`)).status).toBe(400)
    await expectWell()
  })

  it('stops at a bound when it decompresses', async () => {
    const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024))
    const response = await send('/api/traces', bomb, { 'content-encoding': 'gzip', 'content-type': 'application/x-ndjson' })
    expect(response.status).toBe(413)
    expect((await send('/api/traces/x/labels', gzipSync(Buffer.alloc(10_000_000)), { 'content-encoding': 'gzip' })).status).toBe(413)
    expect((await send('/api/traces', 'no gzip', { 'content-encoding': 'gzip' })).status).toBe(400)
    expect((await send('/api/traces', 'x', { 'content-encoding': 'gzip, gzip, gzip, gzip' })).status).toBe(415)
    await expectWell()
  })

  it('lets go of a client that never ends its head, and answers others meanwhile', async () => {
    const { port } = new URL(server.url)
    const sockets = Array.from({ length: 50 }, () => connect(Number(port), '127.0.0.1'))
    for (const socket of sockets) {
      socket.on('error', () => undefined)
      socket.write(`POST /api/traces HTTP/1.1\r\nhost: ${host()}\r\nx-slow: `)
    }
    expect((await server.fetch('/healthz')).status).toBe(200)
    expect((await server.chat()).status).toBe(200)
    for (const socket of sockets) socket.destroy()
  })

  it.each([
    '/api/traces/..%2f..%2fetc%2fpasswd',
    '/api/traces/%00',
    '/api/traces/%ff%fe',
    '/api/../api/traces/x',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/package.json',
    '/assets/..%5c..%5cpackage.json',
    '/api/traces/constructor',
    "/api/traces/x' OR 1=1 --",
    '//evil.example/api',
    '/api/nowhere',
    '/api/traces?sort=constructor',
    '/api/traces?cursor=nonsense',
    '/api/traces?cursor=eyJhIjoxfQ',
    '/api/traces?text=%22unclosed%20AND%20(',
    '/api/traces?text=*%20NEAR(',
    '/api/traces?limit=0',
    '/api/traces?limit=1e3',
    '/api/traces?from=9999999999999999',
    '/api/stats/series?from=-9999999999999999&to=1',
    '/api/stats/series?tz=Europe/Nowhere',
    '/api/stats/histogram?metric=__proto__',
    '/api/stats/models?by=model,model',
    '/api/stats/values?field=password',
    '/api/export?format=exe',
    '/api/live?lastEventId=%0d%0aevent:x',
  ])('answers %s without an error of its own', async (path) => {
    const stop = new AbortController()
    const response = await server.fetch(path, { signal: stop.signal })
    expect(response.status, await (path.startsWith('/api/live') ? '' : response.clone().text())).toBeLessThan(500)
    if (!path.startsWith('/api/live')) expect(await response.text()).not.toContain('"workspaces"')
    stop.abort()
  })

  it.each([
    ['no host', 'GET /api/traces HTTP/1.1\r\n\r\n'],
    ['two hosts', 'GET /api/traces HTTP/1.1\r\nhost: localhost\r\nhost: evil.example\r\n\r\n'],
    ['an absolute target', 'GET http://evil.example/api/traces HTTP/1.1\r\nhost: localhost\r\n\r\n'],
    ['a tunnel', 'CONNECT evil.example:443 HTTP/1.1\r\nhost: localhost\r\n\r\n'],
    ['an asterisk', 'OPTIONS * HTTP/1.1\r\nhost: localhost\r\n\r\n'],
    ['both lengths', 'POST /api/traces HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a folded header', 'GET / HTTP/1.1\r\nhost: localhost\r\nx: a\r\n b\r\n\r\n'],
    ['a bad version', 'GET / HTTP/9.9\r\nhost: localhost\r\n\r\n'],
    ['noise', '\u0000\u0001\u0002\r\n\r\n'],
    ['an upgrade', 'GET /api/live HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n'],
  ])('refuses a request with %s', async (_, text) => {
    const status = statusOf(await raw(text, 3_000))
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
  })

  it.each([
    '/',
    '/healthz',
    '/metrics',
    '/api/traces',
    '/api/live',
    '/api/openapi.json',
    '/v1/models',
    '/v1/chat/completions',
    '/upstreams/default/models',
    '/nowhere',
  ])('refuses a foreign origin, another site and an unknown name on %s', async (path) => {
    const status = async (headers: string): Promise<number> =>
      statusOf(await raw(`GET ${path} HTTP/1.1\r\n${headers}\r\nconnection: close\r\n\r\n`))
    expect(await status(`host: ${host()}\r\norigin: https://evil.example`)).toBe(403)
    expect(await status(`host: ${host()}\r\norigin: null`)).toBe(403)
    expect(await status(`host: ${host()}\r\nsec-fetch-site: cross-site`)).toBe(403)
    expect(await status('host: evil.example')).toBe(421)
    expect(await status(`host: evil.example:${new URL(server.url).port}`)).toBe(421)
  })

  it('gives markup in token text back as data, never as a page', async () => {
    await server.chat()
    const [first] = await server.stored(1)
    const response = await server.fetch(`/api/traces/${first!.id}`)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    const { trace } = (await response.json()) as { readonly trace: { readonly tokens: readonly { readonly text: string }[] } }
    expect(trace.tokens[0]?.text).toBe(MARKUP)
    const csv = await (await server.fetch('/api/export?format=csv')).text()
    expect(csv).toContain('<script>')
    await expectWell()
  })

  it('lost nothing of the traffic meanwhile', async () => {
    for (let i = 0; i < 5; i++) await server.chat({}, { 'x-logitscope-session': 'the-last' })
    const count = async (): Promise<number> =>
      ((await server.json('/api/traces?session=the-last')) as { readonly items: readonly unknown[] }).items.length
    for (const until = Date.now() + 20_000; (await count()) < 5 && Date.now() < until;)
      await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await count()).toBe(5)
    await expectWell()
    expect(server.logs.filter((line) => line.includes('"level":50'))).toEqual([])
  })
})

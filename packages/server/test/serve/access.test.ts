import { createHash } from 'node:crypto'
import { get } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from './harness.ts'

const KEYS = { ingest: 'key-that-may-send', read: 'key-that-may-look', admin: 'key-that-may-all' } as const
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({
    config: {
      keys: Object.entries(KEYS).map(([scope, key]) => ({ name: scope, sha256: sha256(key), scopes: [scope as keyof typeof KEYS] })),
    },
  })
})
afterAll(() => server.stop())

const json = { 'content-type': 'application/json' }
const status = async (
  path: string,
  key: string | null,
  init: Omit<RequestInit, 'headers'> & { readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<number> => {
  const response = await server.fetch(path, { ...init, headers: { ...init.headers, ...(key === null ? {} : { 'x-logitscope-key': key }) } })
  await response.body?.cancel()
  return response.status
}

/** Status of the first page for a request that names that host. */
const statusAs = (url: string, host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    get(`${url}/healthz`, { headers: { host } }, (response) => {
      response.resume()
      resolve(response.statusCode)
    }).on('error', reject)
  })

describe('a server that wants keys', () => {
  it.each([
    ['GET', '/api/traces', 'read'],
    ['GET', '/api/live', 'read'],
    ['GET', '/api/export', 'read'],
    ['GET', '/api/stats/series', 'read'],
    ['GET', '/api/profiles', 'read'],
    ['GET', '/api/health/store', 'read'],
    ['GET', '/api/setup', 'read'],
    ['GET', '/metrics', 'read'],
    ['POST', '/api/traces', 'ingest'],
    ['POST', '/api/traces/x/labels', 'ingest'],
    ['DELETE', '/api/traces?user=nobody', 'admin'],
    ['PUT', '/api/profiles', 'admin'],
    ['POST', '/api/reanalyze', 'admin'],
    ['POST', '/api/setup/test-request', 'admin'],
    ['PUT', '/api/alert-rules', 'admin'],
    ['GET', '/v1/models', 'ingest'],
    ['GET', '/upstreams/default/models', 'ingest'],
  ] as const)('%s %s needs the scope %s', async (method, path, scope) => {
    const init = { method, ...(method === 'GET' ? {} : { headers: json, body: '' }) }
    expect(await status(path, null, init)).toBe(401)
    expect(await status(path, 'a wrong key', init)).toBe(401)
    for (const [name, key] of Object.entries(KEYS)) {
      const isAllowed = name === scope || name === 'admin'
      const got = await status(path, key, init)
      if (isAllowed) expect([401, 403], `${name} on ${path}`).not.toContain(got)
      else expect([401, 403], `${name} on ${path}`).toContain(got)
    }
  })

  it.each(['/', '/healthz', '/readyz', '/api/openapi.json', '/api/session'])('%s is open to all', async (path) =>
    expect(await status(path, null)).toBe(200),
  )

  it('exchanges a key for a cookie that no script and no other site can use, and ends it', async () => {
    expect(await status('/api/session', 'wrong', { method: 'POST' })).toBe(401)
    const login = await server.fetch('/api/session', { method: 'POST', headers: { 'x-logitscope-key': KEYS.read } })
    expect(await login.json()).toEqual({ keyRequired: true, scopes: ['read'] })
    const setCookie = login.headers.get('set-cookie')!
    expect(setCookie).toMatch(/; HttpOnly/)
    expect(setCookie).toMatch(/; SameSite=Strict/)
    expect(setCookie).not.toContain(KEYS.read)
    const cookie = setCookie.split(';')[0]!
    const withCookie = { headers: { cookie } }
    expect(await status('/api/traces', null, withCookie)).toBe(200)
    expect(await status('/api/reanalyze', null, { method: 'POST', headers: { cookie } })).toBe(403)
    expect(await status('/v1/models', null, withCookie)).toBe(401)
    expect(await (await server.fetch('/api/session', withCookie)).json()).toEqual({ keyRequired: true, scopes: ['read'] })
    await server.fetch('/api/session', { method: 'DELETE', ...withCookie })
    expect(await status('/api/traces', null, withCookie)).toBe(401)
  })

  it('sends neither our key nor our cookie on to the upstream', async () => {
    const before = server.upstream.seen.length
    const login = await server.fetch('/api/session', { method: 'POST', headers: { 'x-logitscope-key': KEYS.admin } })
    const cookie = login.headers.get('set-cookie')!.split(';')[0]!
    await server.chat({}, { 'x-logitscope-key': KEYS.ingest, cookie: `theirs=1; ${cookie}`, authorization: 'Bearer provider' })
    const seen = JSON.stringify(server.upstream.seen[before]!.rawHeaders)
    expect(seen).toContain('Bearer provider')
    expect(seen).toContain('theirs=1')
    expect(seen).not.toContain('logitscope')
    expect(seen).not.toContain(KEYS.ingest)
  })

  it('does its own test request though keys are wanted', async () => {
    const answer = await server.json('/api/setup/test-request', {
      method: 'POST',
      headers: { ...json, 'x-logitscope-key': KEYS.admin },
      body: '{"model":"m"}',
    })
    expect(answer).toMatchObject({ ok: true, status: 200 })
  })
})

describe('a server with a public URL', () => {
  const keys = [{ name: 'all', sha256: sha256(KEYS.admin), scopes: ['admin' as const] }]

  it('goes by its host, shows it, and lets the session cookie over TLS alone', async () => {
    const started = await startTestServer({ config: { keys, publicUrl: 'https://scope.example.com' } })
    try {
      const opened = await started.fetch('/api/session', { method: 'POST', headers: { 'x-logitscope-key': KEYS.admin } })
      expect(opened.headers.get('set-cookie')).toMatch(/; HttpOnly; SameSite=Strict; Secure$/)
      const closed = await started.fetch('/api/session', { method: 'DELETE' })
      expect(closed.headers.get('set-cookie')).toMatch(/Max-Age=0; HttpOnly; SameSite=Strict; Secure$/)
      const setup = (await started.json('/api/setup', { headers: { 'x-logitscope-key': KEYS.admin } })) as { readonly baseUrl: string }
      expect(setup.baseUrl).toBe('https://scope.example.com/v1')
      expect(await statusAs(started.url, 'scope.example.com')).toBe(200)
      expect(await statusAs(started.url, 'other.example.com')).toBe(421)
    } finally {
      await started.stop()
    }
  })

  it('over plain HTTP sets a cookie that works there', async () => {
    const opened = await server.fetch('/api/session', { method: 'POST', headers: { 'x-logitscope-key': KEYS.read } })
    expect(opened.headers.get('set-cookie')).not.toContain('Secure')
  })

  it('does not start without a key, unless the URL is of this machine', async () => {
    await expect(startTestServer({ config: { publicUrl: 'https://scope.example.com' } })).rejects.toThrow(
      'the public URL https://scope.example.com can be reached from other machines, so a key is required',
    )
    const local = await startTestServer({ config: { publicUrl: 'http://localhost:4600' } })
    expect((await local.fetch('/api/traces')).status).toBe(200)
    await local.stop()
  })
})

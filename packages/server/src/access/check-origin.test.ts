import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { createOriginCheck, hostNameOf } from './check-origin.ts'

const request = (
  headers: Readonly<Record<string, string>>,
  part: { url?: string; method?: string; localAddress?: string } = {},
): IncomingMessage =>
  ({
    headers,
    rawHeaders: Object.entries(headers).flat(),
    url: part.url ?? '/api/traces',
    method: part.method ?? 'GET',
    socket: { localAddress: part.localAddress },
  }) as unknown as IncomingMessage

const loopback = createOriginCheck({ host: '127.0.0.1', allowedHosts: ['scope.example.com'] })
const everywhere = createOriginCheck({ host: '0.0.0.0', allowedHosts: [] })

describe('createOriginCheck', () => {
  it.each([
    [{ host: '127.0.0.1:4600' }],
    [{ host: 'localhost:4600' }],
    [{ host: '[::1]:4600' }],
    [{ host: 'LOCALHOST' }],
    [{ host: 'scope.example.com' }],
    [{ host: 'localhost:4600', origin: 'http://localhost:4600' }],
    [{ host: 'localhost:4600', origin: 'http://localhost:4600', 'sec-fetch-site': 'same-origin' }],
    [{ host: 'localhost:4600', 'sec-fetch-site': 'none' }],
  ])('lets %j through', (headers) => expect(loopback(request(headers))).toBeNull())

  it.each([
    [{}, 'unknown-host'],
    [{ host: 'evil.example' }, 'unknown-host'],
    [{ host: 'localhost.evil.example:4600' }, 'unknown-host'],
    [{ host: 'localhost@evil.example' }, 'unknown-host'],
    [{ host: 'localhost:4600/x' }, 'unknown-host'],
    [{ host: '192.168.1.7:4600' }, 'unknown-host'],
    [{ host: 'localhost:4600', origin: 'https://evil.example' }, 'foreign-origin'],
    [{ host: 'localhost:4600', origin: 'http://localhost:3000' }, 'foreign-origin'],
    [{ host: 'localhost:4600', origin: 'null' }, 'foreign-origin'],
    [{ host: 'localhost:4600', origin: '' }, 'foreign-origin'],
    [{ host: 'localhost:4600', 'sec-fetch-site': 'cross-site' }, 'cross-site'],
  ])('refuses %j', (headers, code) => expect(loopback(request(headers))?.code).toBe(code))

  it('lets a link from elsewhere open a page, and nothing else', () => {
    const headers = { host: 'localhost:4600', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
    expect(loopback(request(headers, { url: '/answers/x' }))).toBeNull()
    for (const url of ['/api/traces', '/v1/models', '/upstreams/a/models'])
      expect(loopback(request(headers, { url }))?.code).toBe('cross-site')
    expect(loopback(request(headers, { url: '/', method: 'POST' }))?.code).toBe('cross-site')
    expect(loopback(request({ ...headers, 'sec-fetch-dest': 'iframe' }, { url: '/' }))?.code).toBe('cross-site')
  })

  it('bound to every address, goes by its own numbers but by no unknown name', () => {
    expect(everywhere(request({ host: '10.0.0.5:4600' }, { localAddress: '::ffff:10.0.0.5' }))).toBeNull()
    expect(everywhere(request({ host: '10.0.0.6:4600' }, { localAddress: '10.0.0.5' }))?.code).toBe('unknown-host')
    expect(everywhere(request({ host: 'evil.example' }, { localAddress: '10.0.0.5' }))?.code).toBe('unknown-host')
  })
})

it.each([
  ['a.b:80', 'a.b'],
  ['A.B.', 'a.b'],
  ['[::1]:80', '::1'],
  ['a b', null],
  ['a:80:90', null],
  ['', null],
])('hostNameOf(%j) is %j', (host, name) => expect(hostNameOf(host)).toBe(name))

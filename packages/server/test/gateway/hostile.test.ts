/** Requests made to confuse one who stands between two servers. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startGateway, until, upstreamAt, type Running } from './harness.ts'
import { exchange, open, serve, type RawServer } from './raw.ts'

let upstream: RawServer
let running: Running
let seen: string[] = []

beforeEach(async () => {
  seen = []
  upstream = await serve((request, response) => {
    seen.push(`${request.method} ${request.url}`)
    request.resume()
    request.on('end', () => response.end('ok'))
  })
  running = await startGateway([upstreamAt(`${upstream.url}/v1`)], { limits: { clientIdleMs: 200 } })
})

afterEach(async () => {
  await running.stop()
  await upstream.stop()
})

const CLOSE = 'Connection: close\r\n'

describe('never reaches the upstream', () => {
  it.each([
    [
      'a length beside a transfer encoding',
      `POST /v1/x HTTP/1.1\r\nHost: a\r\n${CLOSE}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /v1/smuggled HTTP/1.1\r\nHost: a\r\n\r\n`,
    ],
    ['two lengths', `POST /v1/x HTTP/1.1\r\nHost: a\r\n${CLOSE}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`],
    ['a length with a sign', `POST /v1/x HTTP/1.1\r\nHost: a\r\n${CLOSE}Content-Length: +1\r\n\r\na`],
    ['an encoding that hides the end', `POST /v1/x HTTP/1.1\r\nHost: a\r\n${CLOSE}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`],
    ['an encoding that is not undone', `POST /v1/x HTTP/1.1\r\nHost: a\r\n${CLOSE}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`],
    ['a header over two lines', `GET /v1/x HTTP/1.1\r\nHost: a\r\n${CLOSE}X-A: b\r\n Transfer-Encoding: chunked\r\n\r\n`],
    ['a space before the colon', `GET /v1/x HTTP/1.1\r\nHost: a\r\n${CLOSE}Content-Length : 5\r\n\r\nabcde`],
    ['a line end in a header', `GET /v1/x HTTP/1.1\r\nHost: a\r\n${CLOSE}X-A: b\nX-B: c\r\n\r\n`],
    ['two hosts', `GET /v1/x HTTP/1.1\r\nHost: a\r\nHost: b\r\n${CLOSE}\r\n`],
    ['no host', `GET /v1/x HTTP/1.1\r\n${CLOSE}\r\n`],
    ['a path that climbs', `GET /v1/../admin HTTP/1.1\r\nHost: a\r\n${CLOSE}\r\n`],
    ['a path that climbs in escapes', `GET /v1/%2e%2E/admin HTTP/1.1\r\nHost: a\r\n${CLOSE}\r\n`],
    ['a path that climbs over escaped slashes', `GET /v1/..%2fadmin HTTP/1.1\r\nHost: a\r\n${CLOSE}\r\n`],
    ['a path with backslashes', `GET /v1/..\\admin HTTP/1.1\r\nHost: a\r\n${CLOSE}\r\n`],
    ['an unknown upstream', `GET /upstreams/other/x HTTP/1.1\r\nHost: a\r\n${CLOSE}\r\n`],
    ['a head of 100 KB', `GET /v1/x HTTP/1.1\r\nHost: a\r\n${CLOSE}X-A: ${'b'.repeat(100_000)}\r\n\r\n`],
    ['what is no HTTP', 'hello\r\n\r\n'],
  ])('%s', async (_, bytes) => {
    const text = await exchange(running.port, bytes).catch((error: unknown) => String((error as NodeJS.ErrnoException).code))
    expect(text).toMatch(/^(?:HTTP\/1\.1 (?:4\d\d|501) |ECONNRESET|EPIPE)/)
    expect(seen).toEqual([])
    // The gateway goes on.
    expect(await (await fetch(`${running.url}/v1/models`)).text()).toBe('ok')
  })
})

describe('a client that stops in the middle of its request', () => {
  it('is told so and let go', async () => {
    const socket = await open(running.port)
    let text = ''
    socket.on('data', (piece: Buffer) => (text += piece.toString()))
    socket.write('POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"a')
    await until(() => socket.closed)
    expect(text).toMatch(/^HTTP\/1\.1 408 [\s\S]*x-logitscope-error: client-timeout/)
    expect(running.records).toEqual([])
  })
})

describe('secrets', () => {
  it('of the query and of headers are in no capture, log line or error', async () => {
    const lines: string[] = []
    const note = (fields: Readonly<Record<string, unknown>>, message: string): void => void lines.push(JSON.stringify([fields, message]))
    await running.stop()
    running = await startGateway([upstreamAt(`${upstream.url}/v1`)], { log: { debug: note, warn: note } })
    const send = (): Promise<Response> =>
      fetch(`${running.url}/v1/chat/completions?api_key=SECRET1`, {
        method: 'POST',
        headers: {
          authorization: 'Bearer SECRET2',
          'x-api-key': 'SECRET3',
          cookie: 'SECRET4',
          'x-logitscope-key': 'SECRET5',
          'x-logitscope-note': 'SECRET6',
        },
        body: '{}',
      })
    const answers = [await (await send()).text()]
    await upstream.stop()
    answers.push(await (await send()).text())
    await running.captured(2)
    expect(running.records).toHaveLength(2)
    expect(lines.length).toBeGreaterThan(0)
    const texts = running.records.map((record) => JSON.stringify({ ...record, bodies: Buffer.concat(record.responseBody).toString() }))
    expect([...texts, ...lines, ...answers, JSON.stringify(running.gateway.counts())].join('\n')).not.toMatch(/SECRET/)
  })
})

/** Exports: how many run at once, and what becomes of those whose client leaves. */
import { sampleAnswers } from '@logitscope/store/conformance'
import type { Problem } from '@logitscope/core'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestServer, type TestServer } from './harness.ts'

const ANSWERS = 400
let server: TestServer
const sockets: Socket[] = []

beforeAll(async () => {
  server = await startTestServer()
  // More than a connection and its two ends keep: an export that is not read does not come to its end.
  const pad = 'x'.repeat(100_000)
  const answers = sampleAnswers(ANSWERS, (i) => ({ prompt: pad, trace: { id: `e${i}.0`, requestId: `e${i}` } }))
  for (let at = 0; at < ANSWERS; at += 100) {
    const body = answers.slice(at, at + 100).map(({ trace }) => `${JSON.stringify(trace)}\n`)
    const response = await server.fetch('/api/traces', {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: body.join(''),
    })
    expect(await response.json()).toMatchObject({ stored: 100 })
  }
}, 60_000)

afterAll(async () => {
  for (const socket of sockets) socket.destroy()
  await server.stop()
})

/** An export whose client takes only its beginning. */
function begin(): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(server.url)
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(`GET /api/export HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`))
    sockets.push(socket)
    socket.on('error', reject)
    socket.once('data', (piece: Buffer) => {
      socket.pause()
      if (piece.toString('latin1').startsWith('HTTP/1.1 200')) resolve(socket)
      else reject(new Error(piece.toString('latin1')))
    })
  })
}

/** Asks until there is room. @returns status, and for how long it was asked, ms. */
async function exportSoon(): Promise<{ readonly status: number; readonly waitedMs: number; readonly lines: number }> {
  const started = performance.now()
  for (;;) {
    const response = await server.fetch('/api/export?format=csv')
    const waitedMs = performance.now() - started
    const text = await response.text()
    if (response.status === 200 || waitedMs > 5_000)
      return { status: response.status, waitedMs, lines: text.trimEnd().split('\r\n').length }
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

it('runs four at once and refuses more in words, while traffic and pages go on; a client that leaves makes room', async () => {
  const running = [await begin(), await begin(), await begin(), await begin()]
  for (const format of ['jsonl', 'csv', 'parquet']) {
    const refused = await server.fetch(`/api/export?format=${format}`)
    expect([refused.status, refused.headers.get('retry-after'), refused.headers.get('content-type')]).toEqual([
      429,
      '10',
      'application/problem+json',
    ])
    expect(((await refused.json()) as Problem).detail).toMatch(/4 exports run already: try again/)
  }
  expect((await server.chat()).status).toBe(200)
  expect((await server.fetch('/api/traces?limit=5')).status).toBe(200)
  // Asking about an export takes no place of one.
  expect((await server.fetch('/api/export', { method: 'HEAD' })).status).toBe(200)

  running[0]!.destroy()
  const after = await exportSoon()
  expect(after.status).toBe(200)
  expect(after.waitedMs).toBeLessThan(1_000)
  expect(after.lines).toBeGreaterThanOrEqual(1 + ANSWERS)
}, 60_000)

it('gives its place back however an export ends: read to its end, left at once, or refused for its query', async () => {
  for (const socket of sockets) socket.destroy()
  for (let i = 0; i < 6; i++) expect((await exportSoon()).status).toBe(200)
  for (let i = 0; i < 12; i++) {
    const aborter = new AbortController()
    const gone = server.fetch('/api/export', { signal: aborter.signal }).then(
      (response) => response.text(),
      () => '',
    )
    await new Promise((resolve) => setTimeout(resolve, i * 3))
    aborter.abort()
    await gone.catch(() => '')
    expect((await server.fetch('/api/export?format=exe')).status).toBe(400)
  }
  const all = await Promise.all([begin(), begin(), exportSoon(), exportSoon()])
  expect([all[2].status, all[3].status]).toEqual([200, 200])
}, 60_000)

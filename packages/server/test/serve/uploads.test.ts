import type { IngestAnswer, StoreHealth } from '@logitscope/core'
import { DatabaseSync } from '@photostructure/sqlite'
import { sampleAnswers } from '@logitscope/store/conformance'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { startTestServer, type TestServer } from './harness.ts'

let running: TestServer | null = null
afterEach(async () => {
  await running?.stop()
  running = null
})

const CLIENTS = 5
const ANSWERS = 120
/** What the system keeps between a client and a server that does not read, about. */
const ON_THE_WAY = 6_000_000

it('makes clients wait while the store is slow, holding one upload in memory, and stores all of them once it is not', async () => {
  const server = await startTestServer()
  running = server
  await server.chat()
  await server.stored(1)
  const pulled = new Array<number>(CLIENTS).fill(0)
  const pad = 'x'.repeat(100_000)
  /** NDJSON of some 12 MB whose size is not said beforehand, made as it is taken. */
  const body = (client: number): ReadableStream<Uint8Array> => {
    const answers = sampleAnswers(ANSWERS, (i) => ({ prompt: pad, trace: { id: `c${client}-${i}.0`, requestId: `c${client}-${i}` } }))
    let next = 0
    return new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          const answer = answers[next++]
          if (answer === undefined) {
            controller.close()
            return
          }
          const bytes = new TextEncoder().encode(`${JSON.stringify(answer.trace)}\n`)
          pulled[client]! += bytes.byteLength
          controller.enqueue(bytes)
        },
      },
      { highWaterMark: 0 },
    )
  }
  const other = new DatabaseSync(join(server.data, 'logitscope.db'))
  other.exec('BEGIN IMMEDIATE')
  let sent: Promise<Response>[] = []
  try {
    sent = Array.from({ length: CLIENTS }, (_, client) =>
      server.fetch('/api/traces', {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson' },
        body: body(client),
        duplex: 'half',
      } as RequestInit),
    )
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    const [largest, ...others] = [...pulled].sort((a, b) => b - a)
    expect(largest).toBeGreaterThan(ANSWERS * 100_000)
    for (const bytes of others) expect(bytes).toBeLessThan(ON_THE_WAY)
    // Traffic and pages go on meanwhile.
    expect((await server.chat()).status).toBe(200)
    expect((await server.fetch('/api/health/store')).status).toBe(200)
  } finally {
    other.exec('ROLLBACK')
    other.close()
  }
  for (const response of await Promise.all(sent)) {
    const answer = (await response.json()) as IngestAnswer
    expect([response.status, answer.stored, answer.refused]).toEqual([200, ANSWERS, 0])
  }
  const health = (await server.json('/api/health/store')) as StoreHealth
  expect(health.dropped).toEqual({})
}, 120_000)

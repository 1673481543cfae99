import type { AnswerPage, StoreHealth } from '@logitscope/core'
import { examineStore } from '@logitscope/store/sqlite'
import { closeSync, openSync, readdirSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { startTestServer, type TestServer } from './harness.ts'

let running: TestServer | null = null
afterEach(async () => {
  await running?.stop()
  running = null
})

async function until<T>(what: string, look: () => Promise<T | null>): Promise<T> {
  for (const end = Date.now() + 60_000; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const found = await look().catch(() => null)
    if (found !== null) return found
    if (Date.now() > end) throw new Error(`it never came to be: ${what}: ${running?.logs.slice(-5).join('') ?? ''}`)
  }
}

it('goes on when its file is damaged while it is open: traffic untouched, a fresh file, losses counted, and doctor explains', async () => {
  const server = await startTestServer()
  running = server
  const health = async (): Promise<StoreHealth> => (await server.json('/api/health/store')) as StoreHealth
  for (let i = 0; i < 20; i++) expect((await server.chat()).status).toBe(200)
  await server.stored(20)

  // What stands in the log is not of the file yet: a log of nonsense and pages of nonsense damage both.
  const file = join(server.data, 'logitscope.db')
  for (const name of [file, `${file}-wal`]) {
    const { size } = statSync(name)
    const handle = openSync(name, 'r+')
    for (let at = 0; at < size; at += 4_096)
      writeSync(handle, Buffer.alloc(Math.min(4_096, size - at), 0xa5), 0, Math.min(4_096, size - at), at)
    closeSync(handle)
  }

  let sent = 20
  const fresh = await until('captures are stored in a fresh file', async () => {
    expect((await server.chat()).status).toBe(200)
    sent += 1
    const damaged = readdirSync(server.data).filter((name) => name.includes('damaged-'))
    const now = await health()
    return damaged.length > 0 && now.state === 'ok' && now.answers > 0 ? { damaged, now } : null
  })
  expect(fresh.now.detail).toContain('set aside')
  expect(fresh.damaged.some((name) => name.startsWith('logitscope.db.damaged-'))).toBe(true)
  expect((await server.chat()).status).toBe(200)
  sent += 1
  // What was captured between the damage and the look at it went into the file that was set aside; all else is stored now, or counted as lost.
  const { captured, dropped } = await until('all are accounted for', async () => {
    const now = await health()
    const lost = Object.values(now.dropped).reduce((sum, count) => sum + count, 0)
    return now.captured + lost === sent && now.queue.captures === 0 ? { captured: now.captured, dropped: lost } : null
  })
  expect([captured + dropped, dropped < 20]).toEqual([sent, true])
  const { items } = (await server.json('/api/traces?limit=1000')) as AnswerPage
  expect(items.length).toBeGreaterThan(0)
  expect(server.logs.some((line) => line.includes('found the file of the store damaged'))).toBe(true)
  expect(examineStore(server.data).filter(({ state }) => state === 'problem')).toEqual([])
  const aside = examineStore(server.data).find(({ message }) => message.includes('damaged-'))
  expect(aside).toMatchObject({ state: 'warning' })
  expect(aside?.advice).toContain('backup')
}, 180_000)

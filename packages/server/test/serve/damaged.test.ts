import type { AlertPage, AlertRecord, AlertRule, AlertRuleList, AnswerPage, StoreHealth } from '@logitscope/core'
import { EN_MESSAGES, storeSentences } from '@logitscope/core'
import { examineStore, openSqliteStore } from '@logitscope/store/sqlite'
import { DatabaseSync } from '@photostructure/sqlite'
import { createHash } from 'node:crypto'
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
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

const setAsideAlerts = async (server: TestServer): Promise<readonly AlertRecord[]> =>
  ((await server.json('/api/alerts?open=true')) as AlertPage).items.filter(({ event }) => event.store?.kind === 'set-aside')

it('says in the feed that a file was damaged at the start, once, until somebody has seen to it', async () => {
  const data = mkdtempSync(join(tmpdir(), 'logitscope-damaged-'))
  try {
    writeFileSync(join(data, 'logitscope.db'), 'this is no database '.repeat(1_000))
    for (const start of ['first', 'second']) {
      running = await startTestServer({ data })
      const server = running
      const [alert, ...more] = await until(`the alert is there after the ${start} start`, async () => {
        const found = await setAsideAlerts(server)
        return found.length > 0 ? found : null
      })
      expect(more).toEqual([])
      expect(alert?.rule.id).toBe('starting-store')
      expect(readdirSync(data)).toContain(alert?.event.store?.file)
      if (start === 'second') {
        expect((await server.fetch(`/api/alerts/${alert!.id}/acknowledge`, { method: 'POST' })).status).toBe(200)
        expect(await setAsideAlerts(server)).toEqual([])
      }
      await running.stop()
    }
    running = await startTestServer({ data })
    await running.stored(0)
    expect(await setAsideAlerts(running)).toEqual([])
  } finally {
    await running?.stop()
    running = null
    rmSync(data, { recursive: true, force: true })
  }
}, 60_000)

it('takes the keys of a damaged file over where it can, and is never open for the want of them', async () => {
  const data = mkdtempSync(join(tmpdir(), 'logitscope-damaged-'))
  const file = join(data, 'logitscope.db')
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
  const statuses = async (): Promise<readonly number[]> => {
    running = await startTestServer({ data, config: { keys: [{ name: 'root', sha256: sha256('root-key'), scopes: ['read', 'admin'] }] } })
    const found: number[] = []
    for (const key of ['root-key', 'team-key', 'revoked-key', null])
      found.push((await running.fetch('/api/traces', key === null ? {} : { headers: { 'x-logitscope-key': key } })).status)
    await running.stop()
    running = null
    return found
  }
  try {
    const { control, traces, close } = await openSqliteStore(data, { mode: 'read-write' })
    const key = { id: 'team', name: 'team', scopes: ['read'], hash: sha256('team-key'), createdAt: 1, revokedAt: null } as const
    await control.putKey(key)
    await control.putKey({ ...key, id: 'revoked', hash: sha256('revoked-key'), revokedAt: 2 })
    await traces.flush()
    await close()
    const db = new DatabaseSync(file, { readOnly: true })
    const page = Number(db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'payloads'").get()?.rootpage)
    db.close()
    expect(await statuses()).toEqual([200, 200, 401, 401])

    const handle = openSync(file, 'r+')
    writeSync(handle, Buffer.alloc(16_384, 0xa5), 0, 16_384, (page - 1) * 16_384)
    closeSync(handle)
    expect(await statuses()).toEqual([200, 200, 401, 401])
    expect(readdirSync(data).filter((name) => /damaged-[^a-z]*Z$/.test(name))).toHaveLength(1)

    writeFileSync(file, 'this is no database '.repeat(1_000))
    expect(await statuses()).toEqual([200, 401, 401, 401])
  } finally {
    await running?.stop()
    running = null
    rmSync(data, { recursive: true, force: true })
  }
}, 90_000)

it('goes on when its file is damaged while it is open: traffic untouched, a fresh file, losses counted, and doctor explains', async () => {
  const server = await startTestServer()
  running = server
  const health = async (): Promise<StoreHealth> => (await server.json('/api/health/store')) as StoreHealth
  const before = await until('the rules are loaded', async () => {
    const response = await server.fetch('/api/alert-rules')
    return response.ok ? ((await response.json()) as AlertRuleList).items : null
  })
  const own: AlertRule = { ...before[0]!, id: 'own', name: 'A rule of a team' }
  const put = await server.fetch('/api/alert-rules', {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ items: [own, ...before.filter(({ id }) => id !== 'starting-loop')] }),
  })
  expect(put.status).toBe(200)
  const tried = await server.fetch('/api/alert-rules/try', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ rule: before.find(({ id }) => id === 'starting-store'), from: 0, to: 1 }),
  })
  expect([tried.status, ((await tried.json()) as { type: string }).type]).toEqual([400, 'urn:logitscope:not-triable'])
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

  // The feed names the file and says what to do; the rules in force are those of the new file too.
  const alert = await until('the alert is raised', async () => (await setAsideAlerts(server))[0] ?? null)
  expect(fresh.damaged).toContain(alert.event.store?.file)
  expect(alert.rule).toMatchObject({ id: 'starting-store', severity: 'critical' })
  expect(storeSentences(alert.event.store!, EN_MESSAGES).join(' ')).toMatch(/logitscope\.db\.damaged-.*put a backup in the place/)
  const { items: after } = (await server.json('/api/alert-rules')) as AlertRuleList
  expect([after.some(({ id }) => id === 'own'), after.some(({ id }) => id === 'starting-loop')]).toEqual([true, false])
  expect(alert.event.store?.carried).toContainEqual({ table: 'rules', rows: after.length, isWhole: true })
  const { control, close } = await openSqliteStore(server.data, { mode: 'read' })
  expect(await control.rules()).toEqual(after)
  await close()
}, 180_000)

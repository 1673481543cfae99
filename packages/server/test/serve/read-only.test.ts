import type { AlertPage, AlertRecord, AnswerPage, StoreHealth } from '@logitscope/core'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { STARTING_RULES } from '../../src/alerts/starting-rules.ts'
import { startTestServer, type TestServer } from './harness.ts'

let folder: string | null = null
const running: TestServer[] = []
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop()
  if (folder === null) return
  spawnSync('umount', ['-l', folder])
  rmSync(folder, { recursive: true, force: true })
  folder = null
})

/** A disk of its own, which can be made read-only; `null` where that is not allowed. */
function ownDisk(): string | null {
  folder = mkdtempSync(join(tmpdir(), 'logitscope-disk-'))
  return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', folder]).status === 0 ? folder : null
}

function remount(disk: string, how: 'ro' | 'rw'): void {
  const { status, stderr } = spawnSync('mount', ['-o', `remount,${how}`, disk])
  if (status !== 0) throw new Error(String(stderr))
}

async function start(data: string): Promise<TestServer> {
  const server = await startTestServer({
    data,
    config: { freeSpaceReserveBytes: 1_024 },
    // A minute is long for a test.
    start: { firstRules: STARTING_RULES.map((rule) => (rule.id === 'starting-store' ? { ...rule, forMs: 0 } : rule)) },
  })
  running.push(server)
  return server
}

async function until(server: TestServer, holds: (health: StoreHealth) => boolean): Promise<StoreHealth> {
  for (const end = Date.now() + 40_000; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const response = await server.fetch('/api/health/store')
    const health = (await response.json()) as StoreHealth
    if (response.ok && holds(health)) return health
    if (Date.now() > end) throw new Error(`it never came to be: ${JSON.stringify(health)}`)
  }
}

it('reads what is there from a folder that may not be written, counts what is lost, leaves traffic alone, and writes when it may', async (context) => {
  const disk = ownDisk()
  if (disk === null) {
    console.warn('skipped: a disk cannot be mounted here')
    context.skip('a disk cannot be mounted here')
    return
  }
  const before = await start(disk)
  await before.chat()
  const [stored] = await before.stored(1)
  await before.server.close()
  remount(disk, 'ro')

  const server = await start(disk)
  expect((await server.chat()).status).toBe(200)
  const health = await until(server, ({ dropped, answers }) => dropped['store-read-only'] === 1 && answers === 1)
  expect(health).toMatchObject({ state: 'read-only', answers: 1, dropped: { 'store-read-only': 1 } })
  expect(health.detail).toContain('cannot be written')
  expect((await server.json('/api/traces')) as AnswerPage).toMatchObject({ items: [{ id: stored!.id }] })
  expect((await server.fetch(`/api/traces/${stored!.id}`)).status).toBe(200)
  expect((await server.fetch('/api/stats/series')).status).toBe(200)
  expect(await (await server.fetch('/metrics')).text()).toMatch(/captures_dropped_total\{reason="store-read-only"\} 1/)
  const posted = await server.fetch('/api/traces', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '[]' })
  expect([posted.status, ((await posted.json()) as { type: string }).type]).toEqual([503, 'urn:logitscope:store-read-only'])
  expect((await server.fetch('/readyz')).status).toBe(200)
  const alertsOfStore = async (): Promise<readonly AlertRecord[]> =>
    ((await server.json('/api/alerts?ruleId=starting-store')) as AlertPage).items
  for (const end = Date.now() + 20_000; (await alertsOfStore()).length < 1; await new Promise((resolve) => setTimeout(resolve, 100)))
    if (Date.now() > end) throw new Error('no alert is raised')
  const [raised, ...others] = await alertsOfStore()
  expect(others).toEqual([])
  expect(raised?.event).toMatchObject({ kind: 'alert-raised', store: { kind: 'read-only', file: null } })
  expect(raised?.event.store?.detail).toContain('cannot be written')

  remount(disk, 'rw')
  await until(server, ({ state }) => state === 'ok')
  expect((await server.chat()).status).toBe(200)
  await server.stored(2)
  // What the store could not take itself is written down when it can, and ends.
  for (const end = Date.now() + 20_000; (await alertsOfStore()).length < 2; await new Promise((resolve) => setTimeout(resolve, 100)))
    if (Date.now() > end) throw new Error('the alert is not resolved')
  const kept = await alertsOfStore()
  expect(kept.map(({ event }) => event.kind)).toEqual(['alert-resolved', 'alert-raised'])
  expect(kept[1]?.id).toBe(raised?.id)
  expect(((await server.json('/api/alerts?open=true&ruleId=starting-store')) as AlertPage).items).toEqual([])
}, 90_000)

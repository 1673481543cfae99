import { DatabaseSync } from '@photostructure/sqlite'
import { profileFingerprint, STARTING_PROFILE, type AlertRule } from '@logitscope/core'
import { closeSync, copyFileSync, existsSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { sampleAnswers, START } from '../src/conformance/index.ts'
import { SET_ASIDE_DOCUMENT, type AccessKey } from '../src/index.ts'
import { examineStore, openSqliteStore } from '../src/sqlite/index.ts'
import { temporaryFolder } from './temporary-folder.ts'

const PAGE = 16_384
const hash = (digit: string): string => digit.repeat(64)
const VALID: AccessKey = { id: 'a', name: 'ci', scopes: ['ingest'], hash: hash('a'), createdAt: 1, revokedAt: null }
const REVOKED: AccessKey = { id: 'b', name: 'old', scopes: ['admin', 'read'], hash: hash('b'), createdAt: 2, revokedAt: 5 }
const PROFILE = { ...STARTING_PROFILE, name: 'ours' }

const rule = (id: string): AlertRule => ({
  id,
  name: id,
  enabled: true,
  severity: 'info',
  scope: {},
  source: { kind: 'drift' },
  forMs: 0,
  minimumCount: 1,
  noData: 'keep',
  regroupMs: 0,
})

const dataOf = (folder: string): string => join(folder, 'logitscope.db')

async function filled(): Promise<string> {
  const folder = temporaryFolder()
  const { traces, control, close } = await openSqliteStore(folder, { mode: 'read-write' })
  await traces.append(sampleAnswers(30), { batchId: 'a', receivedAt: START })
  await control.putRules([rule('z'), rule('a')])
  await control.putDocument('alerts/rules-were-put', true)
  await control.putDocument('drift/monitor-0', 'names answers')
  await control.putProfile(PROFILE, 3, 'fitted')
  await control.activateProfile(profileFingerprint(PROFILE), 4)
  await control.putKey(VALID)
  await control.putKey(REVOKED)
  await close()
  return folder
}

/** Overwrites the first page of tables. */
function damage(folder: string, ...tables: readonly string[]): void {
  const db = new DatabaseSync(dataOf(folder), { readOnly: true })
  const pages = tables.map((table) => Number(db.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(table)?.rootpage))
  db.close()
  const handle = openSync(dataOf(folder), 'r+')
  for (const page of pages) writeSync(handle, Buffer.alloc(PAGE, 0xa5), 0, PAGE, (page - 1) * PAGE)
  closeSync(handle)
}

it('gives a new file the rules, profiles and keys of the damaged one, and leaves that as it was', async () => {
  const folder = await filled()
  damage(folder, 'payloads')
  const before = readFileSync(dataOf(folder))
  const { control, traces, setAside, close } = await openSqliteStore(folder, { mode: 'read-write' })
  expect(setAside?.carried).toEqual([
    { table: 'keys', rows: 2, isWhole: true },
    { table: 'rules', rows: 2, isWhole: true },
    { table: 'profiles', rows: 1, isWhole: true },
  ])
  expect(readFileSync(setAside!.path).equals(before)).toBe(true)
  expect(await control.keys()).toEqual([VALID, REVOKED])
  expect((await control.rules()).map(({ id }) => id)).toEqual(['z', 'a'])
  expect(await control.activeProfile()).toMatchObject({ profile: PROFILE, createdAt: 3, activatedAt: 4, note: 'fitted' })
  expect(await control.getDocument('alerts/rules-were-put')).toBe(true)
  expect(await control.getDocument('drift/monitor-0')).toBeNull()
  expect(await control.getDocument(SET_ASIDE_DOCUMENT)).toMatchObject({ carried: setAside!.carried })
  expect((await traces.stats()).answers).toBe(0)
  expect(examineStore(folder).find(({ message }) => message.includes('damaged-'))?.message).toContain(
    'carried over into the new file: access keys (2), alert rules (2), profiles (1)',
  )
  await close()
})

it.each(['keys', 'rules', 'profiles'] as const)(
  'does without the %s where they cannot be read, and carries the others over',
  async (lost) => {
    const folder = await filled()
    damage(folder, 'answers', lost)
    const { control, setAside, close } = await openSqliteStore(folder, { mode: 'read-write' })
    for (const { table, rows, isWhole } of setAside!.carried) {
      expect([table, isWhole]).toEqual([table, table !== lost])
      expect(rows > 0).toBe(table !== lost)
    }
    // With the rules lost, the new file does not say that a person deleted them.
    expect(await control.getDocument('alerts/rules-were-put')).toBe(lost === 'rules' ? null : true)
    expect(examineStore(folder).find(({ message }) => message.includes('damaged-'))?.message).toContain(
      'not carried over, or not all of them',
    )
    await close()
  },
)

it('leaves rows out that are not as they were written', async () => {
  const folder = await filled()
  const db = new DatabaseSync(dataOf(folder))
  db.exec(`UPDATE keys SET revoked_at = 'never' WHERE id = 'b'; UPDATE rules SET rule = '{' WHERE id = 'z'`)
  db.exec(`UPDATE profiles SET profile = replace(profile, 'ours', 'other')`)
  db.close()
  damage(folder, 'payloads')
  const { control, setAside, close } = await openSqliteStore(folder, { mode: 'read-write' })
  expect(setAside?.carried).toEqual([
    { table: 'keys', rows: 1, isWhole: false },
    { table: 'rules', rows: 1, isWhole: false },
    { table: 'profiles', rows: 0, isWhole: false },
  ])
  expect(await control.keys()).toEqual([VALID])
  await close()
})

it('begins a new file where nothing can be read at all', async () => {
  const folder = temporaryFolder()
  writeFileSync(dataOf(folder), 'this is no database '.repeat(2_000))
  const { control, setAside, close } = await openSqliteStore(folder, { mode: 'read-write' })
  expect(setAside?.carried.map(({ rows, isWhole }) => [rows, isWhole])).toEqual(Array.from({ length: 3 }, () => [0, false]))
  expect(await control.keys()).toEqual([])
  await close()
})

/** A damaged file whose log, not yet in the file, revokes the first key. */
async function withLog(isSecondRound = false): Promise<string> {
  const source = await filled()
  const folder = temporaryFolder()
  const { control, traces, close } = await openSqliteStore(source, { mode: 'read-write' })
  if (isSecondRound) {
    await traces.append(
      sampleAnswers(60, (i) => ({ trace: { id: `l${i}.0`, requestId: `l${i}` } })),
      { batchId: 'l', receivedAt: START },
    )
    await traces.flush()
  }
  await control.putKey({ ...VALID, revokedAt: 9 })
  for (const suffix of ['', '-wal']) copyFileSync(dataOf(source) + suffix, dataOf(folder) + suffix)
  await close()
  expect(statSync(`${dataOf(folder)}-wal`).size).toBeGreaterThan(PAGE)
  const handle = openSync(dataOf(folder), 'r+')
  const db = new DatabaseSync(dataOf(source), { readOnly: true })
  const page = Number(db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'payloads'").get()?.rootpage)
  db.close()
  writeSync(handle, Buffer.alloc(PAGE, 0xa5), 0, PAGE, (page - 1) * PAGE)
  closeSync(handle)
  return folder
}

it.each([false, true])(
  'reads a whole log: a key that was revoked last stays revoked (behind it an earlier round: %s)',
  async (isSecondRound) => {
    const folder = await withLog(isSecondRound)
    const log = readFileSync(`${dataOf(folder)}-wal`)
    const { control, setAside, close } = await openSqliteStore(folder, { mode: 'read-write' })
    expect(existsSync(`${setAside!.path}-wal`) && readFileSync(`${setAside!.path}-wal`).equals(log)).toBe(true)
    expect((await control.keys()).map(({ revokedAt }) => revokedAt)).toEqual([9, 5])
    await close()
  },
)

it.each([
  ['its beginning', 16],
  ['a page in it', 32 + 24 + 900],
  ['the head of a page in it', 32 + 10],
  ['the number of the round in a page', 32 + 11],
])('carries no key over where the log is damaged (%s): it may have said that one was revoked', async (_, place) => {
  const folder = await withLog()
  const handle = openSync(`${dataOf(folder)}-wal`, 'r+')
  writeSync(handle, Buffer.alloc(8, 0xa5), 0, 8, place)
  closeSync(handle)
  const { control, setAside, close } = await openSqliteStore(folder, { mode: 'read-write' })
  expect(setAside?.carried[0]).toEqual({ table: 'keys', rows: 0, isWhole: false })
  expect(await control.keys()).toEqual([])
  expect((await control.rules()).length).toBe(2)
  await close()
})

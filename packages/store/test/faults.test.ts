import { DatabaseSync } from '@photostructure/sqlite'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { sampleAnswer, sampleAnswers, START } from '../src/conformance/index.ts'
import { StoreError } from '../src/index.ts'
import { VERSION_1 } from '../src/sqlite/schema/version-1.ts'
import { SCHEMA_VERSION } from '../src/sqlite/schema/migrations.ts'
import { backUpStore, examineStore, openSqliteStore, type SqliteOptions, type SqliteStore } from '../src/sqlite/index.ts'
import { temporaryFolder } from './temporary-folder.ts'

const WRITE: SqliteOptions = { mode: 'read-write' }

async function filled(folder: string, count = 30): Promise<SqliteStore> {
  const store = await openSqliteStore(folder, WRITE)
  await store.traces.append(sampleAnswers(count), { batchId: 'a', receivedAt: START })
  return store
}

async function failure(work: Promise<unknown>): Promise<StoreError> {
  const error: unknown = await work.then(
    () => new Error('nothing failed'),
    (caught: unknown) => caught,
  )
  if (!StoreError.isInstance(error)) throw error
  return error
}

const helper = fileURLToPath(new URL('hold-store.ts', import.meta.url))
const loader = createRequire(import.meta.url).resolve('tsx/esm')
const ARGUMENTS = ['--conditions=@logitscope/source', '--import', loader, helper]

/** Another process that opens the store of a folder and says how that went. */
async function otherProcess(
  folder: string,
  ...more: readonly string[]
): Promise<{ readonly said: string; readonly kill: () => Promise<void> }> {
  const child = spawn(process.execPath, [...ARGUMENTS, folder, ...more], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  for await (const piece of child.stdout) {
    said += String(piece)
    if (said.includes('\n')) break
  }
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  return { said: said.trim(), kill }
}

describe('two on one folder', () => {
  it('refuses a second writer in the same process as locked, and a reader not', async () => {
    const folder = temporaryFolder()
    const store = await filled(folder)
    const error = await failure(openSqliteStore(folder, WRITE))
    expect(error.code).toBe('locked')
    expect(error.message).toContain(`process ${process.pid}`)
    const reader = await openSqliteStore(folder, { mode: 'read' })
    expect((await reader.traces.stats()).answers).toBe(30)
    await store.traces.append([sampleAnswer(500)], { batchId: 'b', receivedAt: START })
    expect((await reader.traces.stats()).answers).toBe(31)
    expect((await failure(reader.traces.append([sampleAnswer(501)], { batchId: 'c', receivedAt: START }))).code).toBe('read-only')
    expect((await failure(reader.control.putDocument('x', 1))).code).toBe('read-only')
    await reader.close()
    await store.close()
    await (await openSqliteStore(folder, WRITE)).close()
  })

  it('refuses a second process as locked, and lets it in once the first one was killed', async () => {
    const folder = temporaryFolder()
    const store = await filled(folder)
    const refused = await otherProcess(folder)
    expect(refused.said).toBe('locked')
    await refused.kill()
    await store.close()
    const other = await otherProcess(folder)
    expect(other.said).toBe('open')
    expect((await failure(openSqliteStore(folder, WRITE))).code).toBe('locked')
    await other.kill()
    const again = await openSqliteStore(folder, WRITE)
    expect((await again.traces.stats()).answers).toBe(30)
    await again.close()
  })
})

describe('a damaged file', () => {
  it('that is no database is set aside as it was, and a new one is begun', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'logitscope.db'), 'this is no database, whatever its name says '.repeat(400))
    const store = await openSqliteStore(folder, { ...WRITE, now: () => START })
    expect(store.setAside?.path).toContain('logitscope.db.damaged-2026-03-10T12')
    expect(examineStore(folder)[0]).toMatchObject({ check: 'file', state: 'warning' })
    expect(examineStore(folder)[0]?.message).toContain('logitscope.db.damaged-2026-03-10T12')
    expect(readFileSync(store.setAside!.path, 'utf8')).toContain('whatever its name says')
    expect((await store.traces.append(sampleAnswers(3), { batchId: 'a', receivedAt: START })).outcomes).toEqual([
      'stored',
      'stored',
      'stored',
    ])
    await store.close()
  })

  it('with pages overwritten fails as corrupt, is looked at whole at the next start, and set aside then', async () => {
    const folder = temporaryFolder()
    await (await filled(folder, 400)).close()
    const file = join(folder, 'logitscope.db')
    const { size } = statSync(file)
    const handle = openSync(file, 'r+')
    for (let page = 6; page * 16_384 < size; page++) writeSync(handle, Buffer.alloc(16_000, 0xa5), 0, 16_000, page * 16_384)
    closeSync(handle)
    expect(examineStore(folder).find(({ check }) => check === 'integrity')).toMatchObject({ state: 'problem' })
    let store = await openSqliteStore(folder, WRITE)
    if (store.setAside === null) {
      expect((await failure(readAll(store))).code).toBe('corrupt')
      await store.close()
      store = await openSqliteStore(folder, WRITE)
    }
    expect(store.setAside?.reason).toContain('damaged')
    expect(existsSync(store.setAside!.path)).toBe(true)
    expect((await store.traces.stats()).answers).toBe(0)
    await store.close()
    expect((await openAndClose(folder)).setAside).toBeNull()
  })

  it('with one damaged answer still gives the others', async () => {
    const folder = temporaryFolder()
    await (await filled(folder)).close()
    const db = new DatabaseSync(join(folder, 'logitscope.db'))
    db.exec("UPDATE payloads SET bytes = x'01ffff' WHERE key = 3 * 256")
    db.close()
    const store = await openSqliteStore(folder, WRITE)
    expect((await failure(store.traces.get('0193-2.0'))).code).toBe('corrupt')
    expect((await store.traces.get('0193-3.0'))?.trace.id).toBe('0193-3.0')
    expect((await store.traces.search({ filter: {}, limit: 100 })).items).toHaveLength(30)
    await store.close()
    expect((await openAndClose(folder)).setAside).toBeNull()
  })
})

async function readAll(store: SqliteStore): Promise<void> {
  for (let i = 0; i < 400; i++) await store.traces.get(`0193-${i}.0`)
  for await (const answer of store.traces.scan({})) expect(answer.trace.schema).toBe(1)
}

async function openAndClose(folder: string): Promise<SqliteStore> {
  const store = await openSqliteStore(folder, WRITE)
  await store.close()
  return store
}

describe('a disk', () => {
  it('that is low refuses appends as disk-full before anything is written, and still lets people delete and decide', async () => {
    const folder = temporaryFolder()
    let free = 1e12
    const store = await openSqliteStore(folder, { ...WRITE, freeBytes: () => free, reserveBytes: 1e9, elapsed: clock() })
    await store.traces.append(sampleAnswers(10), { batchId: 'a', receivedAt: START })
    free = 1e6
    const error = await failure(store.traces.append([sampleAnswer(99)], { batchId: 'b', receivedAt: START }))
    expect(error.code).toBe('disk-full')
    expect(error.message).toContain('free some space')
    expect((await store.traces.stats()).freeBytes).toBe(1e6)
    await store.control.putDocument('x', 1)
    expect((await store.traces.erase({ ids: ['0193-1.0'] })).erased).toBe(1)
    for (let more = true; more;) ({ more } = await store.traces.retain({ maxAgeMs: 1 }, START + 9e9))
    expect((await store.traces.stats()).answers).toBe(0)
    free = 1e12
    expect((await store.traces.append([sampleAnswer(99)], { batchId: 'b', receivedAt: START })).outcomes).toEqual(['stored'])
    await store.close()
  })

  it('that is full in the middle of a batch keeps nothing of it and all of what was before', async () => {
    const folder = temporaryFolder()
    const store = await filled(folder)
    await store.close()
    const db = new DatabaseSync(join(folder, 'logitscope.db'))
    const { page_count: pages } = db.prepare('PRAGMA page_count').get() as { page_count: number }
    db.close()
    const full = await openSqliteStore(folder, { ...WRITE, mostPages: pages + 4 })
    const large = sampleAnswers(2_000, (i) => ({ trace: { id: `large.${i}`, requestId: 'large' } }))
    expect((await failure(full.traces.append(large, { batchId: 'big', receivedAt: START }))).code).toBe('disk-full')
    expect((await full.traces.stats()).answers).toBe(30)
    expect((await full.traces.groups({}, [])).items[0]?.statistics.count).toBe(30)
    await full.close()
    const again = await openSqliteStore(folder, WRITE)
    expect((await again.traces.append(large, { batchId: 'big', receivedAt: START })).stored).toHaveLength(2_000)
    expect((await again.traces.groups({}, [])).items[0]?.statistics.count).toBe(2_030)
    expect(examineStore(folder).filter(({ state }) => state === 'problem')).toEqual([])
    await again.close()
  })

  it('that is really full (a small tmpfs) refuses as disk-full and loses nothing', async (context) => {
    const folder = temporaryFolder()
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', folder])
    if (mounted.status !== 0) {
      skip(context, 'a tmpfs cannot be mounted here')
      return
    }
    try {
      const store = await openSqliteStore(folder, { ...WRITE, reserveBytes: 0 })
      const acknowledged: string[] = []
      let error: unknown = null
      for (let i = 0; i < 200 && error === null; i++) {
        const batch = sampleAnswers(50, (k) => ({ trace: { id: `${i}.${k}`, requestId: `${i}` } }))
        await store.traces.append(batch, { batchId: `b${i}`, receivedAt: START }).then(
          () => acknowledged.push(...batch.map(({ trace }) => trace.id)),
          (caught: unknown) => (error = caught),
        )
      }
      expect(error).toMatchObject({ code: 'disk-full' })
      expect((await store.traces.groups({}, [])).items[0]?.statistics.count).toBe(acknowledged.length)
      await store.close().catch(() => undefined)
      const reader = await openSqliteStore(folder, { mode: 'read' })
      for (const id of acknowledged) expect((await reader.traces.get(id))?.trace.id).toBe(id)
      await reader.close()
    } finally {
      spawnSync('umount', ['-l', folder])
    }
  })

  it('that is mounted read-only, or a folder of somebody else, is refused as read-only', async (context) => {
    if (process.getuid?.() !== 0) {
      skip(context, 'needs the rights to give a folder to another user')
      return
    }
    const folder = temporaryFolder()
    await (await filled(folder)).close()
    chmodSync(folder, 0o555)
    for (const file of readdirSync(folder)) {
      chmodSync(join(folder, file), 0o444)
      chownSync(join(folder, file), 0, 0)
    }
    const other = await otherProcess(folder, 'as-nobody')
    await other.kill()
    if (other.said === 'cannot start') {
      skip(context, 'the loader cannot be read by another user')
      return
    }
    expect(other.said).toBe('read-only')
    const reading = await otherProcess(folder, 'as-nobody', 'read')
    await reading.kill()
    expect(reading.said).toBe('30 answers')
  })
})

function clock(): () => number {
  let now = 0
  return () => (now += 5_000)
}

function skip(context: { readonly skip: (note: string) => void }, reason: string): void {
  console.warn(`skipped: ${reason}`)
  context.skip(reason)
}

describe('a schema', () => {
  it('of a newer program is refused in plain words, for writing and for reading, and left as it is', async () => {
    const folder = temporaryFolder()
    await (await filled(folder)).close()
    const db = new DatabaseSync(join(folder, 'logitscope.db'))
    db.exec('PRAGMA user_version = 99')
    db.close()
    for (const mode of ['read-write', 'read'] as const) {
      const error = await failure(openSqliteStore(folder, { mode }))
      expect(error.code).toBe('newer-schema')
      expect(error.message).toContain('schema version 99')
      expect(error.message).toContain('newer')
    }
    expect(examineStore(folder).find(({ check }) => check === 'schema')).toMatchObject({ state: 'problem' })
    expect(readdirSync(folder).some((file) => file.includes('damaged'))).toBe(false)
  })

  it('of an older program is copied, then brought up to date in one step, and what was there is kept', async () => {
    const folder = temporaryFolder()
    await (await filled(folder)).close()
    const store = await openSqliteStore(folder, { ...WRITE, furtherMigrations: ['CREATE TABLE later (id INTEGER PRIMARY KEY)'] })
    const backup = join(folder, `logitscope.db.v${SCHEMA_VERSION}.backup`)
    expect(store.migration).toEqual({ from: SCHEMA_VERSION, to: SCHEMA_VERSION + 1, backup })
    expect((await store.traces.stats()).answers).toBe(30)
    await store.close()
    const copy = new DatabaseSync(backup, { readOnly: true })
    expect(copy.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: SCHEMA_VERSION })
    expect(copy.prepare('SELECT count(*) AS n FROM answers').get()).toMatchObject({ n: 30 })
    copy.close()
  })

  it('of version 1 is brought up to date, and says the same afterwards', async () => {
    const folder = temporaryFolder()
    const db = new DatabaseSync(join(folder, 'logitscope.db'))
    db.exec(`PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; ${VERSION_1}; PRAGMA user_version = 1`)
    db.close()
    const store = await filled(folder)
    expect(store.migration).toEqual({ from: 1, to: SCHEMA_VERSION, backup: join(folder, 'logitscope.db.v1.backup') })
    expect((await store.traces.search({ filter: {}, limit: 100, count: true })).total).toBe(30)
    for (let more = true; more;) ({ more } = await store.traces.retain({ projects: { shop: { maxAgeMs: 1 } } }, START + 9e9))
    expect((await store.traces.values({}, 'project', 10)).items.length).toBe(2)
    expect((await store.traces.search({ filter: { project: 'shop' }, limit: 1 })).items).toEqual([])
    await store.close()
    expect(examineStore(folder).filter(({ state }) => state === 'problem')).toEqual([])
  })

  it('stays as it was where a step fails', async () => {
    const folder = temporaryFolder()
    await (await filled(folder)).close()
    const broken = openSqliteStore(folder, {
      ...WRITE,
      furtherMigrations: ['CREATE TABLE later (id INTEGER PRIMARY KEY); SELECT nonsense'],
    })
    await expect(broken).rejects.toMatchObject({ code: 'unavailable' })
    const store = await openSqliteStore(folder, WRITE)
    expect((await store.traces.stats()).answers).toBe(30)
    expect(store.migration).toMatchObject({ from: SCHEMA_VERSION, to: SCHEMA_VERSION })
    await store.close()
  })
})

describe('erasure', () => {
  it('leaves no byte of a person in the files', async () => {
    const folder = temporaryFolder()
    const secret = 'Zanzibarsecretword'
    const store = await openSqliteStore(folder, WRITE)
    const person = sampleAnswer(1, {
      prompt: `My name is ${secret}`,
      context: { user: `user-${secret}`, session: secret, tags: { name: secret } },
      trace: {
        output: { text: ` ${secret} indeed`, finish: { unified: 'stop', raw: null } },
        tokens: [{ text: ` ${secret}`, logprob: -9, part: 'content', alternatives: [{ text: ` ${secret}x`, logprob: -0.5 }] }],
      },
    })
    await store.traces.append([...sampleAnswers(40, (i) => ({ trace: { id: `o.${i}`, requestId: 'o' } })), person], {
      batchId: 'a',
      receivedAt: START,
    })
    await store.control.addLabels([
      { traceId: person.trace.id, value: 'correct', source: 'x', at: 1, note: secret, samplingProbability: null },
    ])
    await store.traces.flush()
    expect(holds(folder, secret)).toBe(true)
    expect(await store.traces.erase({ user: `user-${secret}` })).toEqual({ erased: 1 })
    await store.close()
    expect(holds(folder, secret)).toBe(false)
  })
})

/** Whether a file of the folder holds a text, whatever its case, or its UTF-16 in hexadecimal, as the index of low tokens has it. */
function holds(folder: string, text: string): boolean {
  const wanted = [text.toLowerCase(), Buffer.from(text, 'utf16le').toString('hex')]
  return readdirSync(folder)
    .filter((file) => file.startsWith('logitscope.db'))
    .some((file) => {
      const content = readFileSync(join(folder, file)).toString('latin1').toLowerCase()
      return wanted.some((one) => content.includes(one))
    })
}

describe('doctor and backup', () => {
  it('find a sound store sound, and copy it while it is open', async () => {
    const folder = temporaryFolder()
    const store = await filled(folder, 120)
    expect(examineStore(folder, { enoughBytes: 0 }).map(({ check, state }) => `${check} ${state}`)).toEqual([
      'schema ok',
      'integrity ok',
      'answers ok',
      'search ok',
      'rollups ok',
      'space ok',
    ])
    const target = join(temporaryFolder(), 'copy.db')
    expect(await backUpStore(folder, target)).toMatchObject({ target, answers: 120 })
    await store.close()
  })

  it('name what is wrong, and change nothing', async () => {
    const folder = temporaryFolder()
    await (await filled(folder)).close()
    const file = join(folder, 'logitscope.db')
    const db = new DatabaseSync(file)
    db.exec(
      "DELETE FROM payloads WHERE key = 256; INSERT INTO payloads VALUES (99999 * 256, x'00'); DELETE FROM rollup_statistics WHERE key IN (SELECT key FROM rollup_statistics LIMIT 5)",
    )
    db.close()
    const before = readFileSync(file)
    const findings = examineStore(folder)
    const answers = findings.find(({ check }) => check === 'answers')
    expect(answers?.message).toContain('1 answers have lost their tokens')
    expect(answers?.message).toContain('1 payloads belong to no answer')
    expect(findings.every(({ state, advice }) => state === 'ok' || advice !== null)).toBe(true)
    expect(readFileSync(file).equals(before)).toBe(true)
    expect(examineStore(join(folder, 'nowhere'))).toMatchObject([{ check: 'file', state: 'problem' }])
  })

  it('refuse to copy to where nothing can be written, and leave nothing half there', async () => {
    const folder = temporaryFolder()
    await (await filled(folder)).close()
    expect((await failure(backUpStore(folder, join(folder, 'no', 'such', 'folder', 'copy.db')))).code).toBe('unavailable')
    mkdirSync(join(folder, 'taken'))
    await expect(backUpStore(folder, join(folder, 'taken'))).rejects.toThrow()
    expect(readdirSync(folder).filter((file) => file.includes('unfinished'))).toEqual([])
  })
})

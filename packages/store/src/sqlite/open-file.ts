import type { CarriedTable } from '@logitscope/core'
import { existsSync, rmSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { SET_ASIDE_DOCUMENT, type SetAsideNote } from '../contract/set-aside.ts'
import { StoreError } from '../contract/store-error.ts'
import { carryOver } from './carry-over.ts'
import { openConnection, type Connection } from './connection.ts'
import { setAside, suspectFile } from './files.ts'
import { SCHEMA_VERSION } from './schema/migrations.ts'
import { migrate, refuseNewer, versionOf, type MigrationReport } from './schema/migrate.ts'
import { isCorruption } from './sqlite-error.ts'

/** A page of 16 KiB holds ten pieces of payload; the log is written back to the file every 64 MiB. */
const PAGE_BYTES = 16_384
const CHECKPOINT_PAGES = 4_000
const LOG_LIMIT_BYTES = 128 * 2 ** 20

export interface OpenedFile {
  readonly connection: Connection
  readonly migration: MigrationReport
  /** Where a damaged file was moved to, why, and what the new one has of it; `null` in the normal case. */
  readonly setAside: { readonly path: string; readonly reason: string; readonly carried: readonly CarriedTable[] } | null
}

interface Opening {
  readonly migrations: readonly string[]
  readonly mostPages?: number | undefined
  readonly folder: string
  readonly file: string
  readonly now: () => number
  readonly elapsed: () => number
}

function prepareWriter(connection: Connection): void {
  const { db } = connection
  db.exec(`PRAGMA page_size = ${PAGE_BYTES}`)
  db.exec('PRAGMA journal_mode = WAL')
  // FULL: the log is synced at every commit, so that what was acknowledged outlives a loss of power. See docs/decisions.
  db.exec('PRAGMA synchronous = FULL')
  db.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}; PRAGMA journal_size_limit = ${LOG_LIMIT_BYTES}`)
  db.exec('PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = OFF')
}

/** Looks at a file closely enough to see that it is a database with a readable schema and readable newest rows. */
function lookAt(connection: Connection, isSuspect: boolean): void {
  const version = versionOf(connection)
  connection.get('SELECT count(*) AS n FROM sqlite_schema')
  if (version > 0) {
    for (const table of ['answers', 'payloads', 'rollup_statistics', 'labels', 'alerts']) connection.get(`SELECT max(rowid) FROM ${table}`)
  }
  if (!isSuspect) return
  const [first] = connection.all<{ quick_check: string }>('PRAGMA quick_check(1)')
  if (first?.quick_check !== 'ok') throw new StoreError('corrupt', `the data file is damaged: ${first?.quick_check ?? 'no answer'}`)
}

async function tryOpen({ file, elapsed, migrations, mostPages }: Opening, isSuspect: boolean): Promise<Omit<OpenedFile, 'setAside'>> {
  const connection = openConnection(file, { readOnly: false, elapsed })
  try {
    refuseNewer(connection, versionOf(connection), migrations.length)
    lookAt(connection, isSuspect)
    prepareWriter(connection)
    // A file that may only be read opens all the same: a write that changes nothing tells.
    connection.transaction(() => undefined)
    if (mostPages !== undefined) connection.db.exec(`PRAGMA max_page_count = ${mostPages}`)
    return { connection, migration: await migrate(connection, migrations) }
  } catch (error) {
    connection.close()
    throw error
  }
}

/** Writes down in the new file what became of the damaged one, so that it can still be told after a restart. A store without the note works too. */
function noteSetAside(connection: Connection, note: SetAsideNote): void {
  try {
    connection.run('INSERT INTO documents VALUES (?, ?)', SET_ASIDE_DOCUMENT, JSON.stringify(note))
  } catch (error) {
    if (!StoreError.isInstance(error)) throw error
  }
}

/** Opens the data file for writing, and makes it where there is none. A damaged one is set aside, never changed, and a new one begun. */
export async function openFile(opening: Opening): Promise<OpenedFile> {
  const suspect = suspectFile(opening.folder)
  const isSuspect = existsSync(suspect)
  try {
    const opened = await tryOpen(opening, isSuspect)
    if (isSuspect) rmSync(suspect, { force: true })
    return { ...opened, setAside: null }
  } catch (error) {
    if (!isCorruption(error)) throw error
    const at = opening.now()
    const path = setAside(opening.file, at)
    rmSync(suspect, { force: true })
    const opened = await tryOpen(opening, false)
    const reason = error instanceof Error ? error.message : String(error)
    const carried = carryOver(path, opened.connection, opening.elapsed)
    noteSetAside(opened.connection, { file: basename(path), reason, carried, at })
    return { ...opened, setAside: { path, reason, carried } }
  }
}

/**
 * A connection that reads. Reading a write-ahead log takes a file beside it, which a folder that may not be written does not let one make: there
 * the data file is read as one that does not change, if it was left whole, without a log.
 */
function connectReader(file: string, elapsed: () => number): Connection {
  const plain = openConnection(file, { readOnly: true, elapsed })
  try {
    versionOf(plain)
    return plain
  } catch (error) {
    plain.close()
    const isLogLeft = (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0
    if (isLogLeft || !StoreError.isInstance(error) || !['unavailable', 'read-only'].includes(error.code)) throw error
    return openConnection(file, { readOnly: true, immutable: true, elapsed })
  }
}

/** Opens the data file for reading only. */
export function openReader({ file, elapsed }: Pick<Opening, 'file' | 'elapsed'>): Connection {
  if (!existsSync(file)) throw new StoreError('unavailable', `there is no data file ${file} yet`)
  const connection = connectReader(file, elapsed)
  try {
    const version = versionOf(connection)
    refuseNewer(connection, version, SCHEMA_VERSION)
    if (version < SCHEMA_VERSION)
      throw new StoreError(
        'unavailable',
        `${file} has schema version ${version} and is not brought to ${SCHEMA_VERSION} yet: start logitscope with it once`,
      )
    connection.db.exec('PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA query_only = ON')
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

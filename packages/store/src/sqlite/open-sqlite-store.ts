import { mkdirSync, writeFileSync } from 'node:fs'
import type { ControlStore } from '../contract/control-store.ts'
import { StoreError } from '../contract/store-error.ts'
import type { TraceStore } from '../contract/trace-store.ts'
import { createControlStore } from './create-control-store.ts'
import type { Connection } from './connection.ts'
import { createEngine } from './create-engine.ts'
import { createTraceStore } from './create-trace-store.ts'
import { dataFile, freeBytes, suspectFile } from './files.ts'
import { lockFolder, type FolderLock } from './folder-lock.ts'
import { openFile, openReader, type OpenedFile } from './open-file.ts'
import { MIGRATIONS } from './schema/migrations.ts'
import type { GroupCaps } from './rollup/groups.ts'
import { isFileDamage } from './sqlite-error.ts'

export interface SqliteOptions {
  /** `read-write`: the one writer of a folder, which it locks. `read`: one of any number of readers, in other threads or processes too. */
  readonly mode: 'read-write' | 'read'
  /** Epoch ms; default `Date.now`. */
  readonly now?: () => number
  /** Monotonic ms, for deadlines; default `performance.now`. */
  readonly elapsed?: () => number
  /** With less free space than this appends are refused with `disk-full`; deleting goes on. Bytes; default 64 MiB. */
  readonly reserveBytes?: number
  /** Free bytes of the folder's disk, or `null` where not known; default: asked of the system. */
  readonly freeBytes?: (folder: string) => number | null
  /** Low-confidence tokens of the statistics: below this, nats. Settled when a file is made; default: that of the starting profile. */
  readonly lowTokenLogprob?: number
  readonly groupCaps?: GroupCaps
  /** Answers that one page of a list, or one count, looks at before it ends early; default 150 000. */
  readonly scanRows?: number
  /** The file grows to at most this many pages of 16 KiB: a quota. */
  readonly mostPages?: number
  /** Called each time that the file itself, not only an answer in it, proves to be damaged. A writer opened anew sets it aside then. */
  readonly onFileDamage?: () => void
  /** Schema steps beyond those of this program, to test what a step does. */
  readonly furtherMigrations?: readonly string[]
}

export interface SqliteStore {
  readonly traces: TraceStore
  readonly control: ControlStore
  readonly file: string
  /** Where a damaged file was moved to when it was opened, and why; `null` in the normal case. Worth an alert. */
  readonly setAside: OpenedFile['setAside']
  /** The schema step that was made when it was opened, with the copy made before. */
  readonly migration: OpenedFile['migration'] | null
  readonly close: () => Promise<void>
}

const RESERVE_BYTES = 64 * 2 ** 20
/** The free space is asked for at most that often, ms. */
const SPACE_EVERY_MS = 1_000

/** Refuses writes while the disk has less than the reserve. */
function spaceGuard(folder: string, options: SqliteOptions, elapsed: () => number): () => void {
  const reserve = options.reserveBytes ?? RESERVE_BYTES
  const measure = options.freeBytes ?? freeBytes
  let askedAt = -Infinity
  let free: number | null = null
  return () => {
    if (elapsed() - askedAt >= SPACE_EVERY_MS || (free !== null && free < reserve)) {
      askedAt = elapsed()
      free = measure(folder)
    }
    if (free !== null && free < reserve)
      throw new StoreError(
        'disk-full',
        `the disk of ${folder} has ${free} bytes left, less than the reserve of ${reserve}; free some space`,
      )
  }
}

/** Leaves a mark beside a file that proved to be damaged: the next start then checks all of it. */
function markSuspect(folder: string): void {
  try {
    writeFileSync(suspectFile(folder), '')
  } catch {
    // A disk that takes no file cannot be helped here; the error that led here is on its way to the caller.
  }
}

/**
 * Opens the store in a folder, in this thread: its calls are asynchronous in form, and each runs to its end in one turn.
 *
 * One `read-write` store per folder; a second one, in this process or another, fails with a `StoreError` `locked`. The lock ends with the process.
 * A damaged file is set aside and a new one begun (`setAside` says so). A file of a newer program is refused with `newer-schema`.
 */
export async function openSqliteStore(folder: string, options: SqliteOptions): Promise<SqliteStore> {
  const now = options.now ?? Date.now
  const elapsed = options.elapsed ?? ((): number => performance.now())
  const file = dataFile(folder)
  const canWrite = options.mode === 'read-write'
  let lock: FolderLock | null = null
  let opened: Pick<OpenedFile, 'connection' | 'setAside'> & { readonly migration: OpenedFile['migration'] | null }
  if (canWrite) {
    makeFolder(folder)
    lock = lockFolder(folder)
    try {
      opened = await openFile({
        folder,
        file,
        now,
        elapsed,
        mostPages: options.mostPages,
        migrations: [...MIGRATIONS, ...(options.furtherMigrations ?? [])],
      })
    } catch (error) {
      lock.release()
      throw error
    }
  } else opened = { connection: openReader({ file, elapsed }), setAside: null, migration: null }
  const { connection } = opened
  const engine = createEngine(connection, {
    canWrite,
    now,
    elapsed,
    lowTokenLogprob: options.lowTokenLogprob,
    groupCaps: options.groupCaps,
    scanRows: options.scanRows,
    refuseWrite: spaceGuard(folder, options, elapsed),
  })
  let isClosed = false
  const close = async (): Promise<void> => {
    if (isClosed) return
    isClosed = true
    if (canWrite) emptyLog(connection)
    connection.close()
    lock?.release()
    await Promise.resolve()
  }
  const onCorrupt = (error: StoreError): void => {
    const isFile = isFileDamage(error)
    // What a reader finds wrong in one answer is no reason to look at the whole file.
    if (canWrite || isFile) markSuspect(folder)
    if (isFile) options.onFileDamage?.()
  }
  return {
    traces: createTraceStore(engine, { folder, file, measureFree: options.freeBytes ?? freeBytes, close, onCorrupt }),
    control: createControlStore(engine, close),
    file,
    setAside: opened.setAside,
    migration: opened.migration,
    close,
  }
}

/** Writes the log back into the file, so that the file stands by itself. Where that cannot be done the next start does it. */
function emptyLog(connection: Connection): void {
  try {
    connection.all('PRAGMA wal_checkpoint(TRUNCATE)')
  } catch (error) {
    if (!StoreError.isInstance(error)) throw error
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new StoreError('unavailable', `the folder ${folder} cannot be made: ${String(cause)}`, { cause })
  }
}

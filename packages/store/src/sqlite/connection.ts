import { DatabaseSync, type DatabaseSyncInstance, type StatementSyncInstance } from '@photostructure/sqlite'
import { pathToFileURL } from 'node:url'
import type { ReadOptions } from '../contract/read-options.ts'
import { createGuard, type Guard } from './guard.ts'
import { storeError } from './sqlite-error.ts'

export type SqlValue = number | string | Uint8Array | null

/** A connection with its prepared statements. Everything in it is synchronous and belongs to one thread. */
export interface Connection {
  readonly db: DatabaseSyncInstance
  readonly path: string
  run(sql: string, ...values: SqlValue[]): { readonly changes: number; readonly lastInsertRowid: number }
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller names the columns it asked for, as in `all`
  get<Row>(sql: string, ...values: SqlValue[]): Row | undefined
  all<Row>(sql: string, ...values: SqlValue[]): Row[]
  /** Rows one by one; must be run to its end or returned. */
  iterate<Row>(sql: string, ...values: SqlValue[]): IterableIterator<Row>
  /** Runs `work` between BEGIN IMMEDIATE and COMMIT; an error rolls everything back. */
  transaction<Result>(work: () => Result): Result
  /** One consistent view of the data for several reads. */
  reading<Result>(options: ReadOptions | undefined, work: (guard: Guard) => Result): Result
  close(): void
}

export interface ConnectionOptions {
  readonly readOnly: boolean
  /** The file cannot change while it is open, and nothing can be made beside it: no locks and no log. */
  readonly immutable?: boolean
  /** How long to wait for another connection's lock, ms. */
  readonly busyMs?: number
  /** Monotonic ms. */
  readonly elapsed: () => number
}

const MOST_STATEMENTS = 500
/** SQL function that stops a scan whose caller no longer waits. */
const TICK = 'logitscope_tick'

/** A condition that is always true, and asks every 256 rows whether to go on. `column`: one that counts up. */
export function goOn(column: string): string {
  return `((${column} & 255) <> 0 OR ${TICK}() = 0)`
}

/** Opens a file. Throws a `StoreError`. */
export function openConnection(path: string, options: ConnectionOptions): Connection {
  try {
    const place = options.immutable === true ? `${pathToFileURL(path).href}?immutable=1` : path
    const db = new DatabaseSync(place, { readOnly: options.readOnly, timeout: options.busyMs ?? 5_000 })
    return connect(db, path, options)
  } catch (error) {
    throw storeError(error)
  }
}

function connect(db: DatabaseSyncInstance, path: string, { elapsed }: ConnectionOptions): Connection {
  const statements = new Map<string, StatementSyncInstance>()
  const current: { guard: Guard | null } = { guard: null }
  db.function(TICK, { varargs: false, deterministic: false }, () => {
    current.guard?.check()
    return 0
  })
  const prepare = (sql: string): StatementSyncInstance => {
    const known = statements.get(sql)
    if (known !== undefined) return known
    if (statements.size >= MOST_STATEMENTS) statements.clear()
    const statement = db.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  const guarded = <Result>(work: () => Result): Result => {
    try {
      return work()
    } catch (error) {
      throw storeError(error)
    }
  }
  const connection: Connection = {
    db,
    path,
    run: (sql, ...values) =>
      guarded(() => {
        const { changes, lastInsertRowid } = prepare(sql).run(...values)
        return { changes, lastInsertRowid: Number(lastInsertRowid) }
      }),
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- see above
    get: <Row>(sql: string, ...values: SqlValue[]) => guarded(() => prepare(sql).get(...values) as Row | undefined),
    all: <Row>(sql: string, ...values: SqlValue[]) => guarded(() => prepare(sql).all(...values) as Row[]),
    *iterate<Row>(sql: string, ...values: SqlValue[]) {
      try {
        // A statement of its own: rows are read while others may use the same text.
        yield* db.prepare(sql).iterate(...values) as IterableIterator<Row>
      } catch (error) {
        throw storeError(error)
      }
    },
    transaction: (work) =>
      guarded(() => {
        db.exec('BEGIN IMMEDIATE')
        try {
          const result = work()
          db.exec('COMMIT')
          return result
        } catch (error) {
          if (db.isTransaction) db.exec('ROLLBACK')
          throw error
        }
      }),
    reading: (readOptions, work) =>
      guarded(() => {
        const before = current.guard
        const own = createGuard(readOptions, elapsed)
        own.check()
        current.guard = own
        const begins = !db.isTransaction
        if (begins) db.exec('BEGIN')
        try {
          return work(own)
        } catch (error) {
          // An error thrown inside an SQL function comes back as the driver's: ask once more why.
          own.check()
          throw error
        } finally {
          current.guard = before
          if (begins) endReading(db)
        }
      }),
    close() {
      statements.clear()
      if (db.isOpen) db.close()
    },
  }
  return connection
}

/** Ends a reading transaction; some errors have ended it already. */
function endReading(db: DatabaseSyncInstance): void {
  if (db.isTransaction) db.exec('COMMIT')
}

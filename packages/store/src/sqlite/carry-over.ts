import { parseProfile, profileFingerprint, type CarriedTable } from '@logitscope/core'
import { openConnection, type Connection, type SqlValue } from './connection.ts'
import { logIsSound } from './log-is-sound.ts'

/** Bounds for one table: a damaged one may seem to have no end. */
const MOST_ROWS = 20_000
const MOST_MS = 2_000

type Row = Readonly<Record<string, SqlValue>>

interface Source {
  readonly table: CarriedTable['table']
  readonly columns: readonly string[]
  /** Whether a row is as we write them. */
  readonly isWell: (row: Row) => boolean
}

const isTime = (value: unknown): boolean => typeof value === 'number' && Number.isSafeInteger(value)
const isTimeOrNull = (value: unknown): boolean => value === null || isTime(value)
const parsed = (value: unknown): unknown => {
  try {
    return typeof value === 'string' ? JSON.parse(value) : undefined
  } catch {
    return undefined
  }
}
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null

const SCOPES: readonly unknown[] = ['ingest', 'read', 'admin']

const KEYS: Source = {
  table: 'keys',
  columns: ['id', 'name', 'scopes', 'hash', 'created_at', 'revoked_at'],
  isWell({ id, name, scopes, hash, created_at, revoked_at }) {
    const list = parsed(scopes)
    return (
      typeof id === 'string' &&
      typeof name === 'string' &&
      typeof hash === 'string' &&
      /^[0-9a-f]{64}$/.test(hash) &&
      Array.isArray(list) &&
      list.every((scope) => SCOPES.includes(scope)) &&
      isTime(created_at) &&
      isTimeOrNull(revoked_at)
    )
  },
}

const RULES: Source = {
  table: 'rules',
  columns: ['id', 'place', 'rule'],
  isWell({ id, place, rule }) {
    const read = parsed(rule)
    return isTime(place) && isObject(read) && read['id'] === id && isObject(read['scope']) && isObject(read['source'])
  },
}

const PROFILES: Source = {
  table: 'profiles',
  columns: ['sha256', 'profile', 'created_at', 'activated_at', 'activation', 'note'],
  isWell({ sha256, profile, created_at, activated_at, activation, note }) {
    const read = parseProfile(parsed(profile))
    return (
      read.ok &&
      profileFingerprint(read.value) === sha256 &&
      isTime(created_at) &&
      isTimeOrNull(activated_at) &&
      isTimeOrNull(activation) &&
      (note === null || typeof note === 'string')
    )
  },
}

/** The rows that can be read, up to the first that cannot. */
function readTable(damaged: Connection, { table, columns, isWell }: Source, elapsed: () => number): CarriedRows {
  const rows: Row[] = []
  const until = elapsed() + MOST_MS
  let isWhole = true
  try {
    // In no order: sorting would read all of them before it gives the first.
    for (const row of damaged.iterate<Row>(`SELECT ${columns.join(', ')} FROM ${table} LIMIT ${MOST_ROWS + 1}`)) {
      if (rows.length === MOST_ROWS || elapsed() > until) return { rows, isWhole: false }
      if (isWell(row)) rows.push(row)
      else isWhole = false
    }
  } catch {
    isWhole = false
  }
  return { rows, isWhole }
}

interface CarriedRows {
  readonly rows: readonly Row[]
  readonly isWhole: boolean
}

function writeTable(fresh: Connection, table: string, columns: readonly string[], rows: readonly Row[]): void {
  const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')}) ON CONFLICT DO NOTHING`
  fresh.transaction(() => {
    for (const row of rows) fresh.run(sql, ...columns.map((column) => row[column] ?? null))
  })
}

/** What was settled about rules goes with all of them: with a part of them it would say that the others were deleted by a person. */
function carrySettings(damaged: Connection, fresh: Connection): void {
  const rows = damaged.all<Row>(`SELECT name, value FROM documents WHERE name LIKE 'alerts/%' LIMIT 100`)
  writeTable(
    fresh,
    'documents',
    ['name', 'value'],
    rows.filter(({ value }) => parsed(value) !== undefined),
  )
}

/**
 * Copies keys, rules and profiles of a damaged file, which is only read, into the one begun in its place, as far as they can be read: each table by
 * itself, row by row, within bounds. It never fails. Keys are left out where the write-ahead log is damaged: the log may have held that one was
 * revoked. Labels and alerts speak of answers that the new file does not have, and are left where they are.
 */
export function carryOver(path: string, fresh: Connection, elapsed: () => number): readonly CarriedTable[] {
  const none = (table: CarriedTable['table']): CarriedTable => ({ table, rows: 0, isWhole: false })
  const sources = [KEYS, RULES, PROFILES]
  let damaged: Connection
  try {
    damaged = openConnection(path, { readOnly: true, busyMs: 200, elapsed })
  } catch {
    return sources.map(({ table }) => none(table))
  }
  const carry = (source: Source): CarriedTable => {
    const { table, columns } = source
    try {
      const { rows, isWhole } = readTable(damaged, source, elapsed)
      if (table === 'keys' && rows.length > 0 && !logIsSound(path)) return none(table)
      writeTable(fresh, table, columns, rows)
      if (table === 'rules' && isWhole) carrySettings(damaged, fresh)
      return { table, rows: rows.length, isWhole }
    } catch {
      return none(table)
    }
  }
  try {
    return sources.map(carry)
  } finally {
    try {
      damaged.close()
    } catch {
      // What was read is read.
    }
  }
}

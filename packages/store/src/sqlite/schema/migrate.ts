import { backup } from '@photostructure/sqlite'
import { StoreError } from '../../contract/store-error.ts'
import type { Connection } from '../connection.ts'
import { storeError } from '../sqlite-error.ts'

/** The schema version of a file: 0 where it is new. */
export function versionOf(connection: Connection): number {
  return connection.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0
}

/** Refuses a file that a newer program wrote. */
export function refuseNewer(connection: Connection, version: number, ours: number): void {
  if (version > ours) {
    throw new StoreError(
      'newer-schema',
      `${connection.path} has schema version ${version}, and this program knows versions up to ${ours}: it was written by a newer one. Use that one, or start with another folder (--data).`,
    )
  }
}

export interface MigrationReport {
  readonly from: number
  readonly to: number
  /** The copy that was made before; `null` for a new file and where nothing was to do. */
  readonly backup: string | null
}

/**
 * Brings a file to the newest schema: first a copy beside it (`<file>.v<version>.backup`), then one transaction for all steps, so that a crash
 * leaves either version and never something between.
 */
export async function migrate(connection: Connection, migrations: readonly string[]): Promise<MigrationReport> {
  const from = versionOf(connection)
  const to = migrations.length
  refuseNewer(connection, from, to)
  if (from === to) return { from, to, backup: null }
  const copy = from === 0 ? null : `${connection.path}.v${from}.backup`
  try {
    if (copy !== null) await backup(connection.db, copy)
  } catch (error) {
    throw storeError(error)
  }
  connection.transaction(() => {
    for (const step of migrations.slice(from)) connection.db.exec(step)
    connection.db.exec(`PRAGMA user_version = ${to}`)
  })
  return { from, to, backup: copy }
}

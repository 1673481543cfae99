import type { ControlStore } from '../contract/control-store.ts'
import { StoreError } from '../contract/store-error.ts'
import { alertTables } from './control/alert-tables.ts'
import { labelTables } from './control/label-tables.ts'
import { smallTables } from './control/small-tables.ts'
import type { Engine } from './engine.ts'
import { asPromises } from './later.ts'

/** What people and rules decide, in the same file as the answers. Its writes are small and go on below the disk reserve. */
export function createControlStore({ connection, canWrite }: Engine, close: () => Promise<void>): ControlStore {
  const write = <Result>(work: () => Result): Result => {
    if (!canWrite) throw new StoreError('read-only', 'this store was opened for reading')
    return connection.transaction(work)
  }
  const tables = { ...alertTables(connection, write), ...labelTables(connection, write), ...smallTables(connection, write) }
  return { ...asPromises(tables), close }
}

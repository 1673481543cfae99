import { StoreError } from '../contract/store-error.ts'
import type { Connection } from './connection.ts'
import type { Names } from './names.ts'
import type { Groups } from './rollup/groups.ts'
import type { RollupWriter } from './rollup/rollup-writer.ts'

/** What the parts of the store share: one connection of one thread. */
export interface Engine {
  readonly connection: Connection
  readonly names: Names
  readonly groups: Groups
  readonly rollups: RollupWriter
  readonly canWrite: boolean
  /** Epoch ms. */
  readonly now: () => number
  /** Monotonic ms. */
  readonly elapsed: () => number
  /** A token below this is a low-confidence token of the statistics of tokens, nats: settled when the file was made. */
  readonly lowBelow: number
  /** Answers that one page, or one count, looks at before it ends early. */
  readonly scanRows: number
  /** Throws before a write for which there is no room, or where the store may not write. */
  refuseWrite(): void
}

/** Runs a write in one transaction. What was learnt in a transaction that did not come to be is forgotten. */
export function writing<Result>(engine: Engine, work: () => Result, kind: 'adding' | 'deleting' = 'adding'): Result {
  if (!engine.canWrite) throw new StoreError('read-only', 'this store was opened for reading')
  // Deleting makes room: it goes on where there is none to add.
  if (kind === 'adding') engine.refuseWrite()
  try {
    return engine.connection.transaction(() => {
      const result = work()
      engine.rollups.write()
      return result
    })
  } catch (error) {
    engine.names.forget()
    engine.groups.forget()
    engine.rollups.forget()
    throw error
  }
}

import { backup } from '@photostructure/sqlite'
import { renameSync, rmSync, statSync } from 'node:fs'
import { StoreError } from '../contract/store-error.ts'
import type { Connection } from './connection.ts'
import { storeError } from './sqlite-error.ts'

/** Pages in one step: between steps others may write. */
const PAGES = 500

/** Copies a database page by page while reading and writing go on; a copy that was not finished does not carry the name. */
export async function copyDatabase({ db }: Connection, target: string): Promise<{ readonly bytes: number }> {
  const unfinished = `${target}.unfinished`
  rmSync(unfinished, { force: true })
  try {
    await backup(db, unfinished, { rate: PAGES })
    renameSync(unfinished, target)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw copyError(error, target)
  }
  return { bytes: statSync(target).size }
}

/** What the driver says of a copy that failed carries no code. */
function copyError(error: unknown, target: string): StoreError {
  const known = storeError(error)
  if (StoreError.isInstance(known)) return known
  const words = error instanceof Error ? error.message : String(error)
  const code = /full|no space/i.test(words) ? 'disk-full' : 'unavailable'
  return new StoreError(code, `the copy ${target} could not be made: ${words}`, { cause: error })
}

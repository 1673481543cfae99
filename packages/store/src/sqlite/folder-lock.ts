import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { StoreError } from '../contract/store-error.ts'
import { storeError } from './sqlite-error.ts'

export interface FolderLock {
  release(): void
}

function holderOf(file: string): string {
  try {
    const { pid, host } = JSON.parse(readFileSync(file, 'utf8')) as { readonly pid?: unknown; readonly host?: unknown }
    return typeof pid === 'number' ? ` (process ${pid} on ${String(host)})` : ''
  } catch {
    return ''
  }
}

/**
 * Takes the folder for this process alone. The lock is one of the operating system on a file that nothing else opens, so it ends with the
 * process, however that ends; who holds it stands in a file beside it, for people only.
 */
export function lockFolder(folder: string): FolderLock {
  const holder = join(folder, 'holder.json')
  let db: DatabaseSyncInstance | null = null
  try {
    db = new DatabaseSync(join(folder, 'lock'), { timeout: 0 })
    db.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    writeFileSync(holder, JSON.stringify({ pid: process.pid, host: hostname() }))
  } catch (error) {
    db?.close()
    const found = storeError(error)
    if (StoreError.isInstance(found) && found.code === 'busy') {
      throw new StoreError(
        'locked',
        `${folder} is in use by another logitscope${holderOf(holder)}: stop that one, or give this one a folder of its own (--data)`,
        { cause: error },
      )
    }
    throw asReadOnly(found, folder)
  }
  const held = db
  return {
    release() {
      if (!held.isOpen) return
      rmSync(holder, { force: true })
      held.close()
    },
  }
}

function asReadOnly(error: unknown, folder: string): unknown {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  if (!['EROFS', 'EACCES', 'EPERM', 'unavailable', 'read-only'].includes(code)) return error
  return new StoreError('read-only', `${folder} cannot be written; check its owner and mode, and that the disk is not mounted read-only`, {
    cause: error,
  })
}

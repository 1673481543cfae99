import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { storeConformance, type OpenStore } from '../src/conformance/index.ts'
import { connectStore, serveStore } from '../src/index.ts'
import { openSqliteStore, type SqliteOptions } from '../src/sqlite/index.ts'
import { temporaryFolder } from './temporary-folder.ts'

function snapshots(): Pick<OpenStore, 'snapshotTarget' | 'openSnapshot'> {
  const snapshotTarget = join(temporaryFolder(), 'copy.db')
  return {
    snapshotTarget,
    async openSnapshot(target) {
      const folder = join(temporaryFolder(), 'restored')
      mkdirSync(folder)
      copyFileSync(target, join(folder, 'logitscope.db'))
      return open(folder)
    },
  }
}

async function open(folder: string, more: Pick<SqliteOptions, 'groupCaps'> = {}): Promise<OpenStore> {
  const { traces, control, close } = await openSqliteStore(folder, { mode: 'read-write', ...more })
  const reopen = async (): Promise<OpenStore> => {
    await close()
    return open(folder, more)
  }
  return { traces, control, close, reopen, ...snapshots() }
}

/** The same store through a port, as another thread sees it. */
async function openConnected(folder: string): Promise<OpenStore> {
  const store = await openSqliteStore(folder, { mode: 'read-write' })
  const { port1, port2 } = new MessageChannel()
  serveStore(port2, store)
  const { traces, control, disconnect } = connectStore(port1)
  const close = async (): Promise<void> => {
    disconnect()
    await store.close()
  }
  const reopen = async (): Promise<OpenStore> => {
    await close()
    return openConnected(folder)
  }
  return { traces, control, close, reopen, ...snapshots() }
}

storeConformance(
  { describe, it, expect },
  {
    name: 'SQLite',
    open: () => open(temporaryFolder()),
    openCapped: (groupCaps) => open(temporaryFolder(), { groupCaps }),
  },
)
storeConformance({ describe, it, expect }, { name: 'SQLite behind a port', open: () => openConnected(temporaryFolder()) })

import type { ReaderSettings } from './protocol.ts'
import { startReaderThread, type ReaderThread } from './reader-thread.ts'

/**
 * Two reading threads that are one to the rest: what looks at many answers one by one (lists, menus of tags, exports) waits for its like only, and holds
 * up no chart and no single answer. Each is started by its first read and ended when nobody reads any more.
 */
export function startReaderThreads(
  settings: ReaderSettings,
  onLog: (message: string, facts: Readonly<Record<string, unknown>>) => void,
  onFileDamage: () => void,
): ReaderThread {
  const quick = startReaderThread(settings, onLog, onFileDamage)
  const long = startReaderThread(settings, onLog, onFileDamage)
  const { search, neighbours, scan, changesSince, moments, values } = long.reads
  return {
    reads: { ...quick.reads, search, neighbours, scan, changesSince, moments, values },
    running: () => quick.running() + long.running(),
    restart() {
      quick.restart()
      long.restart()
    },
    async close() {
      await Promise.all([quick.close(), long.close()])
    },
  }
}

import { open, rename, rm } from 'node:fs/promises'
import type { Writer } from './writer.ts'

/** A file that appears when it is complete. */
export interface FileWriter extends Writer {
  readonly writeBytes: (bytes: Uint8Array) => Promise<void>
  readonly close: () => Promise<void>
  /** Leaves nothing behind, and what was there before as it was. */
  readonly abort: () => Promise<void>
}

export async function createFileWriter(path: string): Promise<FileWriter> {
  const temporary = `${path}.${process.pid}.tmp`
  const file = await open(temporary, 'w')
  return {
    write: async (text) => {
      await file.writeFile(text)
    },
    writeBytes: async (bytes) => {
      await file.writeFile(bytes)
    },
    flush: () => Promise.resolve(),
    isPending: () => false,
    async close() {
      await file.close()
      await rename(temporary, path)
    },
    async abort() {
      await file.close()
      await rm(temporary, { force: true })
    },
  }
}

import type { ControlStore, TraceStore } from '@logitscope/store'
import { openSqliteStore } from '@logitscope/store/sqlite'

export interface OpenedStore {
  readonly traces: TraceStore
  readonly control: ControlStore
  /** What a person should know of how it was opened; `null` in the normal case. */
  readonly remark: string | null
}

/** The one writer of a folder. */
export async function openWriter(folder: string): Promise<OpenedStore> {
  const { traces, control, setAside } = await openSqliteStore(folder, { mode: 'read-write' })
  const remark =
    setAside === null
      ? null
      : `the file of the store was damaged (${setAside.reason}); it is set aside as ${setAside.path} and a new one was begun`
  return { traces, control, remark }
}

/** One of any number of readers. */
export async function openReader(folder: string): Promise<OpenedStore> {
  const { traces, control } = await openSqliteStore(folder, { mode: 'read' })
  return { traces, control, remark: null }
}

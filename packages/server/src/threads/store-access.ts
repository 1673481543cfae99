import { carriedSentences, EN_MESSAGES } from '@logitscope/core'
import { StoreError, type ControlStore, type TraceStore } from '@logitscope/store'
import { openSqliteStore, type SqliteStore } from '@logitscope/store/sqlite'

export interface OpenedStore {
  readonly traces: TraceStore
  readonly control: ControlStore
  /** What a person should know of how it was opened; `null` in the normal case. */
  readonly remark: string | null
}

export interface OpenedWriter extends OpenedStore {
  /** Why nothing can be written, in words; `null` in the normal case. What is there is read all the same. */
  readonly readOnly: string | null
}

/** What may be read of a folder that may not be written. Fails as the writing did where there is nothing to read either. */
async function openUnwritable(folder: string, refusal: StoreError): Promise<OpenedWriter> {
  try {
    return { ...(await openReader(folder)), readOnly: refusal.message }
  } catch {
    throw refusal
  }
}

/** The one writer of a folder. With less free space than `reserveBytes` its appends are refused. A folder that may not be written is read. */
export async function openWriter(folder: string, reserveBytes: number): Promise<OpenedWriter> {
  let opened: SqliteStore
  try {
    opened = await openSqliteStore(folder, { mode: 'read-write', reserveBytes })
  } catch (error) {
    if (StoreError.isInstance(error) && error.code === 'read-only') return openUnwritable(folder, error)
    throw error
  }
  const { traces, control, setAside } = opened
  const remark =
    setAside === null
      ? null
      : `the file of the store was damaged (${setAside.reason}); it is set aside as ${setAside.path} and a new one was begun${carriedSentences(
          setAside.carried,
          EN_MESSAGES,
        )
          .map((sentence) => `; ${sentence}`)
          .join('')}`
  return { traces, control, remark, readOnly: null }
}

/** One of any number of readers. `onFileDamage`: called each time that a read finds the file damaged. */
export async function openReader(folder: string, onFileDamage: () => void = () => undefined): Promise<OpenedStore> {
  const { traces, control } = await openSqliteStore(folder, { mode: 'read', onFileDamage })
  return { traces, control, remark: null }
}

import { profileFingerprint, type AnswerFilter, type CalibrationStatistics, type Profile } from '@logitscope/core'
import { StoreError, type ControlStore } from '@logitscope/store'
import { spawnThread } from '../threads/spawn-thread.ts'
import type { FromReliability, ReliabilityTask } from './protocol.ts'

export interface ReliabilityOptions {
  /** Folder of the store. */
  readonly data: string
  readonly control: () => Pick<ControlStore, 'profiles'>
  /** The profile in force. */
  readonly profile: () => Profile
}

export interface Reliability {
  /** Reads, judges and adds up, in a thread of its own, one after another. Rejects with a `StoreError` where the store cannot be read or it takes too long. */
  readonly read: (filter: AnswerFilter, labelledFrom: number | null) => Promise<CalibrationStatistics>
  readonly close: () => Promise<void>
}

const DEADLINE_MS = 60_000

/** How the profile in force holds on the labelled answers of the store. */
export function createReliability({ data, control, profile }: ReliabilityOptions): Reliability {
  let last: Promise<unknown> = Promise.resolve()
  let thread: ReturnType<typeof spawnThread> | null = null
  let closing = false

  function run(task: ReliabilityTask): Promise<Extract<FromReliability, { kind: 'done' }>> {
    return new Promise((resolve, reject) => {
      const own = spawnThread(import.meta.url, './reliability-worker', { workerData: task, name: 'logitscope-reliability' })
      thread = own
      const late = new StoreError('deadline', 'the labelled answers could not be read in time; narrow the time range or the filter')
      const timer = setTimeout(() => {
        reject(late)
        void own.terminate()
      }, DEADLINE_MS)
      own.on('message', (message: FromReliability) => {
        if (message.kind === 'done') resolve(message)
        else reject(new StoreError('unavailable', message.message))
      })
      own.on('error', reject)
      own.on('exit', () => {
        clearTimeout(timer)
        thread = null
        reject(new StoreError('unavailable', 'the thread that reads labelled answers ended before it was done; ask again'))
      })
    })
  }

  async function read(filter: AnswerFilter, labelledFrom: number | null): Promise<CalibrationStatistics> {
    if (closing) throw new StoreError('unavailable', 'the server is stopping')
    const active = profile()
    const sha256 = profileFingerprint(active)
    const createdAt = (await control().profiles()).find((stored) => stored.sha256 === sha256)?.createdAt ?? null
    const { groups, issues, cut } = await run({ data, filter, labelledFrom, profile: active, createdAt })
    return { profile: { name: active.name, version: active.version, sha256, createdAt }, groups, issues, cut }
  }

  return {
    read(filter, labelledFrom) {
      const next = last.then(
        () => read(filter, labelledFrom),
        () => read(filter, labelledFrom),
      )
      last = next
      return next
    },
    close: async () => {
      closing = true
      await thread?.terminate()
    },
  }
}

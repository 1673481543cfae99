import type { AnswerFilter, FitJob, FitRequest, FittedProfile, Profile } from '@logitscope/core'
import type { ControlStore } from '@logitscope/store'
import { spawnThread } from '../threads/spawn-thread.ts'
import type { FitTask, FromFit } from './protocol.ts'

export interface CalibrationOptions {
  /** Folder of the store. */
  readonly data: string
  readonly control: () => Pick<ControlStore, 'putProfile' | 'getDocument' | 'putDocument'>
  /** The profile in force. */
  readonly profile: () => Profile
  readonly now: () => number
  readonly onError: (what: string, error: unknown) => void
}

export interface Calibration {
  /** Begins to fit; false where a fit is under way. */
  readonly start: (filter: AnswerFilter, request: FitRequest) => boolean
  readonly job: () => FitJob
  readonly fitted: () => Promise<FittedProfile | null>
  readonly close: () => Promise<void>
}

const DOCUMENT = 'calibration/last'
const IDLE: FitJob = { state: 'idle', startedAt: null, endedAt: null, labels: 0, detail: '' }

/** Fits profiles from the labels of the store, one at a time; each is kept, and none is in force before somebody activates it. */
export function createCalibration({ data, control, profile, now, onError }: CalibrationOptions): Calibration {
  let job: FitJob = IDLE
  let thread: ReturnType<typeof spawnThread> | null = null

  async function keep(message: Extract<FromFit, { kind: 'done' }>, request: FitRequest): Promise<void> {
    const { report, issues, labels } = message
    if (labels === 0) throw new Error('no answer of this filter has a label: label some on the Review page first')
    const { sha256 } = await control().putProfile(report, now(), request.note ?? null)
    await control().putDocument(DOCUMENT, { sha256, at: now(), report, issues } satisfies FittedProfile)
    job = { ...job, state: 'done', endedAt: now(), labels }
  }

  const fail = (error: unknown): void => {
    job = { ...job, state: 'failed', endedAt: now(), detail: error instanceof Error ? error.message : String(error) }
    onError('a profile could not be fitted', error)
  }

  return {
    start(filter, request) {
      if (thread !== null) return false
      job = { ...IDLE, state: 'running', startedAt: now() }
      const task: FitTask = { data, filter, request, profile: { ...profile(), groups: [], pools: [], refused: [] } }
      const own = spawnThread(import.meta.url, './worker', { workerData: task, name: 'logitscope-fit' })
      thread = own
      let outcome: Promise<void> | null = null
      own.on('message', (message: FromFit) => {
        if (message.kind === 'read') job = { ...job, labels: message.labels }
        else if (message.kind === 'failed') outcome = Promise.reject(new Error(message.message))
        else outcome = keep(message, request)
        outcome?.catch(fail)
      })
      own.on('error', fail)
      own.on('exit', () => {
        thread = null
        if (outcome === null && job.state === 'running') fail(new Error('the fitting thread ended before it was done'))
      })
      return true
    },
    job: () => job,
    fitted: async () => ((await control().getDocument(DOCUMENT)) ?? null) as FittedProfile | null,
    close: async () => {
      await thread?.terminate()
    },
  }
}

/** A thread that reads the labelled answers of the store, fits them, and ends: however long that takes, forwarding and writing go on. */
import { calibrate, DEFAULT_OPTIONS } from '@logitscope/core'
import { openSqliteStore } from '@logitscope/store/sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { gatherLabelled } from './gather-labelled.ts'
import type { FitTask, FromFit } from './protocol.ts'

if (parentPort === null) throw new TypeError('calibration/worker runs as a worker thread')
const port = parentPort
const post = (message: FromFit): void => port.postMessage(message)
const { data, filter, request, profile } = workerData as FitTask

try {
  const store = await openSqliteStore(data, { mode: 'read' })
  try {
    const { answers, unsure, issues } = await gatherLabelled(store, filter, (labels) => post({ kind: 'read', labels }))
    const { levels, confidence } = DEFAULT_OPTIONS.promises
    const level = request.promise ?? null
    const report = calibrate(answers, unsure, {
      profile,
      name: request.name ?? DEFAULT_OPTIONS.name,
      promises: { confidence, levels: level === null || levels.includes(level) ? levels : [...levels, level].sort((a, b) => a - b) },
      policy: level === null ? null : { kind: 'error-among-answered', level },
    })
    post({ kind: 'done', report, issues, labels: answers.length + unsure.length })
  } finally {
    await store.close()
  }
} catch (error) {
  post({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
}

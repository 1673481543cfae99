/** A thread that reads the labelled answers of the store, holds the profile in force against them, and ends. */
import { createRandom, groupReliability } from '@logitscope/core'
import { openSqliteStore } from '@logitscope/store/sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { judgeLabelled } from './judge-labelled.ts'
import type { FromReliability, ReliabilityTask } from './protocol.ts'

if (parentPort === null) throw new TypeError('calibration/reliability-worker runs as a worker thread')
const port = parentPort
const post = (message: FromReliability): void => port.postMessage(message)
const { data, filter, labelledFrom, profile, createdAt } = workerData as ReliabilityTask

/** Beyond that the page would wait for minutes. */
const MOST_ANSWERS = 20_000
/** The noise floor is drawn: the same labels give the same number. */
const SEED = 1

try {
  const store = await openSqliteStore(data, { mode: 'read' })
  try {
    const { answers, issues, cut } = await judgeLabelled(store, filter, { profile, createdAt, labelledFrom, most: MOST_ANSWERS })
    post({ kind: 'done', groups: groupReliability(answers, createRandom(SEED)), issues, cut })
  } finally {
    await store.close()
  }
} catch (error) {
  post({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
}

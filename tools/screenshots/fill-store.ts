import { createRandom, type AnswerPage, type CalibrationState, type ReanalyzeStatus } from '@logitscope/core'
import { readJsonLines, sharedPath } from '@logitscope/testkit'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RunningServer } from '../../packages/dashboard/test/run-server.ts'
import { longTrace } from '../../packages/dashboard/test/sample-traces.ts'
import { demoHistory } from '../../packages/server/src/demo/history.ts'
import { loadDemoRecordings } from '../../packages/server/src/demo/recordings.ts'

const COMMAND = fileURLToPath(new URL('../../packages/cli/dist/main.js', import.meta.url))
const BATCH = 250
const ANSWERS = 3_000
const LABELLED = ['own-gemma-3-270m-en', 'own-gemma-3-270m-tr'] as const

/** Ids of answers that the shots are of. */
export interface Filled {
  /** One that a rule fired on. */
  readonly flagged: string
  /** One of 16 000 tokens. */
  readonly long: string
  /** One of a calibrated group; the flagged one where there is none. */
  readonly calibrated: string
}

async function send<T>(server: RunningServer, path: string, body: unknown): Promise<T> {
  const response = await fetch(`${server.address}/api${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${path} failed with ${response.status}: ${await response.text()}`)
  return (await response.json()) as T
}

/** Imports recorded questions without their labels, then labels all of them as drawn: what promises are tested on. */
async function storeLabelled(server: RunningServer, name: string): Promise<void> {
  const path = sharedPath(`corpora/${name}.jsonl.gz`)
  if (path === null) return
  const records = readJsonLines(path) as { id: string; question: string; correct?: number }[]
  const folder = mkdtempSync(join(tmpdir(), 'logitscope-shots-'))
  const file = join(folder, `${name}.jsonl`)
  writeFileSync(file, records.map(({ correct: _, ...record }) => JSON.stringify({ ...record, samples: undefined })).join('\n'))
  const run = spawnSync(process.execPath, [COMMAND, 'import', file, '--server', server.address, '--as-project', 'exam', '--quiet'], {
    encoding: 'utf8',
  })
  rmSync(folder, { recursive: true })
  if (run.status !== 0) throw new Error(`import of ${name} failed: ${run.stderr}`)
  const right = new Map(records.map(({ id, correct }) => [id, correct === 1]))
  const { items } = await server.get<AnswerPage>('/traces?project=exam&label=none&limit=1000')
  for (const { id, item } of items)
    await send(server, `/traces/${id}/labels`, {
      value: right.get(item ?? '') === true ? 'correct' : 'incorrect',
      source: 'audit',
      samplingProbability: 1,
    })
}

/** Fits from all labels and puts the profile in force. */
async function calibrate(server: RunningServer): Promise<void> {
  await send(server, '/calibration/fit', {})
  for (;;) {
    const { job, fitted } = await server.get<CalibrationState>('/calibration')
    if (job.state === 'failed') throw new Error(`the fit failed: ${job.detail}`)
    if (job.state === 'done' && fitted !== null) {
      await send(server, `/profiles/${fitted.sha256}/activate`, {})
      return
    }
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
}

async function judgeAgain(server: RunningServer, project: string): Promise<void> {
  await send(server, `/reanalyze?project=${project}`, {})
  while ((await server.get<ReanalyzeStatus>('/reanalyze')).state === 'running') await new Promise((resolve) => setTimeout(resolve, 300))
}

/** A day of recorded answers, labels on some, calibrated groups, and an answer of 16 000 tokens. */
export async function fillStore(server: RunningServer): Promise<Filled> {
  const now = Date.now()
  const traces = demoHistory({ recordings: loadDemoRecordings(), random: createRandom(7), now, answers: ANSWERS, hours: 24 })
  for (let i = 0; i < traces.length; i += BATCH) await server.post(traces.slice(i, i + BATCH))
  const long = longTrace('long', now - 26 * 3_600_000, 16_000)
  await server.post([long])
  for (const name of LABELLED) await storeLabelled(server, name)
  const { items } = await server.get<AnswerPage>('/traces?project=exam&label=incorrect&limit=1')
  // The day's answers keep the verdict that they got from the starting rules; the exam is judged by what was fitted to it.
  if (items.length > 0) {
    await calibrate(server)
    await judgeAgain(server, 'exam')
  }
  const lowest = await server.get<AnswerPage>('/traces?sort=metrics.avgLogprob&limit=40&label=none&tag=source:demo-history')
  const values = ['incorrect', 'incorrect', 'correct', 'unsure'] as const
  for (const [i, { id }] of lowest.items.entries()) await send(server, `/traces/${id}/labels`, { value: values[i % values.length] })
  const flagged = await server.get<AnswerPage>(
    '/traces?action=flag,review&range=metrics.maxTokenEntropy:2:&tag=source:demo-history&limit=30',
  )
  const calibrated = await server.get<AnswerPage>('/traces?range=errorRisk:0.3:0.9&limit=1')
  const id = flagged.items.at(-1)?.id ?? lowest.items[0]?.id ?? ''
  return { flagged: id, long: long.id, calibrated: calibrated.items[0]?.id ?? id }
}

/** Draws a review of answers that nobody labelled. */
export async function drawReview(server: RunningServer): Promise<void> {
  await send(server, '/review/draw', { by: 'entropy', size: 12, auditShare: 0.3 })
}

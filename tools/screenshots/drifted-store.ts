import type { Trace } from '@logitscope/core'
import { analyze, createRandom, standardNormal, STARTING_PROFILE } from '@logitscope/core'
import { openSqliteStore } from '@logitscope/store/sqlite'
import { createAlertEngine } from '../../packages/server/src/alerts/engine.ts'
import { STARTING_RULES } from '../../packages/server/src/alerts/starting-rules.ts'
import { runDrift } from '../../packages/server/src/drift/run-drift.ts'

const HOUR = 3_600_000
const WATCHED_FROM = 15 * 24
const CHANGED_FROM = 17 * 24
const HOURS = 19 * 24
const SESSIONS_AN_HOUR = 6

/** Two models that differ; `worse` nats are taken from the answers of the second. */
function hourOf(at: number, hour: number, worse: number, random: () => number): readonly Trace[] {
  return Array.from({ length: SESSIONS_AN_HOUR }, (_, i) => {
    const model = random() < 0.5 ? 'large' : 'small'
    const logprob = -0.5 - (model === 'small' ? 0.5 + worse : 0) + 0.2 * Math.max(-2, Math.min(2, standardNormal(random)))
    const requestId = `drift-${hour}-${i}`
    return {
      schema: 1,
      id: `${requestId}.0`,
      requestId,
      startedAt: at,
      source: { provider: 'llama-server', api: 'openai-chat', requestedModel: model, model, choice: 0, streamed: false },
      request: { messages: [{ role: 'user', content: 'When does the parcel come?' }], parameters: {} },
      output: { text: 'Within two days.', finish: { unified: 'stop', raw: 'stop' } },
      tokens: ['Within', ' two', ' days', '.'].map((text) => ({
        text,
        logprob: Math.min(-0.001, logprob),
        part: 'content',
        alternatives: [],
      })),
      evidence: { tier: 'selected', k: 0, basis: 'raw', completeness: 1, issues: [] },
      usage: { input: 8, output: 4 },
      timing: { totalMs: 240 + Math.round(random() * 200) },
      context: { project: 'parcel-desk', session: `${hour}-${i}`, language: 'en' },
    } satisfies Trace
  })
}

/**
 * Puts nineteen days of a made-up project into a store that no server has open, hour by hour through the server's own monitor: two weeks are
 * learned, a day is quiet, then one of the two models gets worse. The server that opens the store next finds the monitor with its alarm.
 */
export async function storeDrift(folder: string, end: number): Promise<void> {
  const begin = Math.floor(end / HOUR) * HOUR - HOURS * HOUR
  const random = createRandom(5)
  let now = begin
  const store = await openSqliteStore(folder, { mode: 'read-write', now: () => now })
  const failures: unknown[] = []
  const onError = (_what: string, error: unknown): void => void failures.push(error)
  const engine = createAlertEngine({
    reads: () => store.traces,
    control: () => store.control,
    firstRules: STARTING_RULES,
    now: () => now,
    random,
    dropped: () => 0,
    messagesFor: () => Promise.resolve([]),
    publish: () => undefined,
    onError,
  })
  await engine.start()
  const drift = runDrift({
    control: () => store.control,
    tell: (finding) => engine.takeDrift(finding).then(() => true),
    onChange: () => undefined,
    now: () => now,
    onError,
  })
  await drift.tick()
  for (let hour = 0; hour < HOURS; hour++) {
    now = begin + hour * HOUR + 60_000
    const batch = hourOf(now, hour, hour >= CHANGED_FROM ? 0.6 : 0, random).map((trace) => ({
      trace,
      analysis: analyze(trace, STARTING_PROFILE),
      imported: false,
    }))
    const { stored } = await store.traces.append(batch, { batchId: `drift-${hour}`, receivedAt: now })
    drift.takeAnswers(stored)
    if (hour % 24 === 23 || hour > WATCHED_FROM) await drift.tick()
  }
  now = begin + HOURS * HOUR + 5 * 60_000
  await drift.tick()
  await drift.stop()
  await store.close()
  if (failures.length > 0) throw failures[0]
}

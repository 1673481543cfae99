import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createRandom,
  isDrifting,
  parseProfile,
  standardNormal,
  STARTING_PROFILE,
  type AlertPage,
  type AnswerRecord,
  type AnswerSummary,
  type CalibrationState,
  type DriftOverview,
  type Profile,
} from '@logitscope/core'
import { openSqliteStore } from '@logitscope/store/sqlite'
import { afterEach, describe, expect, it } from 'vitest'
import { documentName, documentOf } from '../../src/drift/monitor-document.ts'
import { advanceMonitor, alarmsOf, createProjectMonitor, takeObserved } from '../../src/drift/project-monitor.ts'
import { startTestServer, type TestServer } from './harness.ts'

const HOUR = 3_600_000
const SCOPE = { model: 'test-model-1', language: 'en', template: '' }
const KEY = 'language=en model=test-model-1'

let data: string
const servers: TestServer[] = []
afterEach(async () => {
  for (const one of servers.splice(0)) await one.stop()
  await rm(data, { recursive: true, force: true })
})

async function start(more: Parameters<typeof startTestServer>[0] = {}): Promise<TestServer> {
  const server = await startTestServer({ data, ...more })
  servers.push(server)
  return server
}

async function until<Value>(read: () => Promise<Value>, isIt: (value: Value) => boolean): Promise<Value> {
  for (const end = Date.now() + 20_000; ; await new Promise((resolve) => setTimeout(resolve, 30))) {
    const value = await read()
    if (isIt(value)) return value
    if (Date.now() > end) throw new Error(`not within the time: ${JSON.stringify(value).slice(0, 500)}`)
  }
}

function profileWithPromise(): Profile {
  const group = {
    key: KEY,
    scope: SCOPE,
    n: 100,
    positives: 60,
    method: 'platt',
    predictor: { kind: 'platt', feature: 'avgLogprob', intercept: 2, slope: 1 },
    auroc: [0.6, 0.7, 0.8],
    logLossGain: [0.1, 0.2, 0.3],
    ...Object.fromEntries(['brier', 'ece', 'logLoss', 'unscored', 'unsure', 'sources'].map((name) => [name, {}])),
    ...Object.fromEntries(['parents', 'reliability', 'riskCurve', 'promises'].map((name) => [name, []])),
    actions: [{ id: 'promised-risk', metric: 'errorRisk', op: '>', value: 0.01, action: 'review' }],
  }
  const parsed = parseProfile({ ...STARTING_PROFILE, name: 'promising', groups: [group] })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
  return parsed.value
}

/** A folder whose monitor has learned two weeks and then, in the last two days, seen the answers get worse: as a server leaves it that was stopped. */
async function leftDrifting(): Promise<void> {
  data = await mkdtemp(join(tmpdir(), 'logitscope-drift-'))
  const monitor = createProjectMonitor('default', 0)
  const random = createRandom(3)
  const end = Math.floor(Date.now() / HOUR) - 1
  for (let hour = end - 17 * 24; hour < end; hour++)
    for (let i = 0; i < 6; i++) {
      const avgLogprob = -1 + 0.3 * standardNormal(random) - (hour >= end - 48 ? 1 : 0)
      const traceId = `${hour}-${i}`
      const observation = { traceId, at: hour * HOUR + i, session: traceId, stratum: KEY, values: { avgLogprob } }
      takeObserved(monitor, { project: 'default', scope: SCOPE, observation })
    }
  advanceMonitor(monitor, Date.now())
  expect(isDrifting(monitor.state)).toBe(true)
  const store = await openSqliteStore(data, { mode: 'read-write', now: Date.now })
  await store.control.putDocument(documentName(0), documentOf(monitor))
  const { sha256 } = await store.control.putProfile(profileWithPromise(), alarmsOf(monitor)[0]!.at - 1, null)
  await store.control.activateProfile(sha256, Date.now())
  await store.close()
}

async function nextAnalysis(server: TestServer): Promise<AnswerRecord['analysis']> {
  const before = (await server.stored(0)).length
  const answer = await server.chat({}, { 'x-logitscope-language': 'en' })
  const id = answer.headers.get('x-logitscope-trace-id')!
  await answer.arrayBuffer()
  await server.stored(before + 1)
  return ((await server.json(`/api/traces/${id}`)) as AnswerRecord).analysis
}

const alertsOf = async (server: TestServer): Promise<AlertPage> => (await server.json('/api/alerts?ruleId=starting-drift')) as AlertPage
const suspendedIn = async (server: TestServer): Promise<CalibrationState['suspended']> =>
  ((await server.json('/api/calibration')) as CalibrationState).suspended

describe('drift in a running server', () => {
  it('tells a standing alarm once, suspends the promise of the verdict, and ends with learning anew', async () => {
    await leftDrifting()
    let server = await start()
    const { items } = await until(
      () => alertsOf(server),
      (page) => page.items.length > 0,
    )
    expect(items[0]?.event).toMatchObject({ kind: 'alert-raised', drift: { project: 'default', alarm: { direction: 'down' } } })
    expect(await suspendedIn(server)).toMatchObject([{ key: KEY, since: items[0]!.event.drift!.alarm.at }])
    const fallen = await nextAnalysis(server)
    expect(fallen.verdict.basis).toBe('starting rules')
    expect(fallen.errorRisk).toBeGreaterThan(0.01)
    // Acknowledging says that somebody looks at it, not that the change was meant.
    const acknowledged = await server.fetch(`/api/alerts/${items[0]!.id}/acknowledge`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ by: 'somebody' }),
    })
    expect(acknowledged.status).toBe(200)
    expect(await suspendedIn(server)).toHaveLength(1)
    const metrics = await (await server.fetch('/metrics')).text()
    expect(metrics).toContain('logitscope_drift_monitors_watching 1')
    expect(metrics).toContain('logitscope_drift_alarms_total 0')

    await servers.pop()!.stop()
    server = await start()
    const before = await until(
      async () => (await server.json('/api/drift')) as DriftOverview,
      ({ ready }) => ready,
    )
    expect(before.items).toMatchObject([{ project: 'default', state: 'drifted', answers: 17 * 24 * 6 + 1 }])
    expect((await nextAnalysis(server)).verdict.basis).toBe('starting rules')
    expect((await alertsOf(server)).items).toHaveLength(1)

    expect((await server.fetch('/api/drift/nobody/relearn', { method: 'POST' })).status).toBe(404)
    expect(await server.json('/api/drift/default/relearn', { method: 'POST' })).toMatchObject({ state: 'learning', alarms: [] })
    expect(await suspendedIn(server)).toEqual([])
    expect((await nextAnalysis(server)).verdict).toMatchObject({ basis: 'calibrated', rule: 'promised-risk' })
  }, 90_000)

  it('ends the suspension with a profile that was made since, and not by going back', async () => {
    await leftDrifting()
    const server = await start()
    await until(
      () => suspendedIn(server),
      (list) => list.length > 0,
    )
    const fresh = { ...profileWithPromise(), version: 2 }
    const put = await server.fetch('/api/profiles?activate=true', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fresh),
    })
    expect(put.status).toBe(200)
    expect(await suspendedIn(server)).toEqual([])
    expect((await nextAnalysis(server)).verdict.basis).toBe('calibrated')
    await server.fetch('/api/profiles/rollback', { method: 'POST' })
    expect(await suspendedIn(server)).toHaveLength(1)
    expect((await nextAnalysis(server)).verdict.basis).toBe('starting rules')
  }, 60_000)

  it('learns from live answers, and says that a rule on drift cannot be tried out', async () => {
    data = await mkdtemp(join(tmpdir(), 'logitscope-drift-'))
    const server = await start()
    await nextAnalysis(server)
    const overview = await until(
      async () => (await server.json('/api/drift')) as DriftOverview,
      ({ items }) => items.length > 0,
    )
    expect(overview.items).toMatchObject([{ project: 'default', state: 'learning', strata: [], answers: 1 }])
    const { items: rules } = (await server.json('/api/alert-rules')) as { readonly items: readonly { readonly id: string }[] }
    const rule = rules.find(({ id }) => id === 'starting-drift')
    const tried = await server.fetch('/api/alert-rules/try', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ rule, from: 0, to: 1 }),
    })
    expect(tried.status).toBe(400)
    expect(await tried.json()).toMatchObject({ type: 'urn:logitscope:not-triable' })
  }, 60_000)
})

describe('onAnswers', () => {
  it('is called with stored answers, and what it throws reaches no further than the log', async () => {
    data = await mkdtemp(join(tmpdir(), 'logitscope-hook-'))
    const seen: AnswerSummary[] = []
    const server = await start({
      start: {
        onAnswers(answers) {
          seen.push(...answers)
          if (seen.length === 1) throw new Error('the hook is broken')
          return Promise.reject(new Error('the hook is broken later'))
        },
      },
    })
    const first = await nextAnalysis(server)
    await nextAnalysis(server)
    await until(
      () => Promise.resolve(seen.length),
      (count) => count === 2,
    )
    expect(seen[0]).toMatchObject({ project: 'default', verdict: { action: first.verdict.action } })
    const said = await until(
      () => Promise.resolve(server.logs.join('')),
      (text) => text.includes('the hook is broken later'),
    )
    expect(said).toContain('the hook is broken"')
  }, 60_000)
})

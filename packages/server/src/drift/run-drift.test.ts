import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  analyze,
  createRandom,
  parseProfile,
  standardNormal,
  STARTING_PROFILE,
  type AlertRule,
  type AnswerSummary,
  type Profile,
  type Trace,
} from '@logitscope/core'
import { openSqliteStore, type SqliteStore } from '@logitscope/store/sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAlertEngine, type AlertEngine } from '../alerts/engine.ts'
import { STARTING_RULES } from '../alerts/starting-rules.ts'
import { answersBefore } from './missed-answers.ts'
import { MOST_MONITORS, runDrift, type RunningDrift } from './run-drift.ts'

const HOUR = 3_600_000
/** A Monday. */
const BEGIN = Date.UTC(2026, 0, 5)
const WATCHED = 15 * 24

let folder: string
let store: SqliteStore
let now: number
let problems: string[]
let running: RunningDrift[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'drift-'))
  now = BEGIN
  problems = []
  running = []
  store = await openSqliteStore(folder, { mode: 'read-write', now: () => now })
})
afterEach(async () => {
  await Promise.all(running.map((one) => one.stop()))
  await store.close()
  rmSync(folder, { recursive: true })
})

const onError = (what: string, error: unknown): void => void problems.push(`${what}: ${(error as Error).message}`)

async function engineWith(firstRules: readonly AlertRule[] = STARTING_RULES): Promise<AlertEngine> {
  const engine = createAlertEngine({
    reads: () => store.traces,
    control: () => store.control,
    firstRules,
    now: () => now,
    random: Math.random,
    dropped: () => 0,
    messagesFor: () => Promise.resolve([]),
    publish: () => undefined,
    onError,
  })
  await engine.start()
  return engine
}

function driftWith(engine: AlertEngine | null): RunningDrift {
  const drift = runDrift({
    control: () => store.control,
    stored: (until) => answersBefore(store.traces, until),
    tell: async (finding) => {
      if (engine === null) return false
      await engine.takeDrift(finding)
      return true
    },
    onChange: () => undefined,
    now: () => now,
    onError,
  })
  running.push(drift)
  return drift
}

interface Given {
  readonly model: string
  readonly logprob: number
  readonly session: string
  readonly project?: string
  readonly imported?: boolean
  readonly tokens?: boolean
}

let count = 0

/** Stores answers, received now. */
async function receive(given: readonly Given[]): Promise<readonly AnswerSummary[]> {
  count += 1
  const batch = given.map(({ model, logprob, session, project = 'shop', imported = false, tokens = true }, i) => {
    const trace: Trace = {
      schema: 1,
      id: `${count}-${i}.0`,
      requestId: `${count}-${i}`,
      startedAt: now,
      source: { provider: 'p', api: 'openai-chat', requestedModel: model, model, choice: 0, streamed: false },
      request: { parameters: {} },
      output: { text: 'one two', finish: { unified: 'stop', raw: 'stop' } },
      tokens: tokens ? ['one', ' two'].map((text) => ({ text, logprob, part: 'content', alternatives: [] })) : [],
      evidence: tokens
        ? { tier: 'selected', k: 0, basis: 'raw', completeness: 1, issues: [] }
        : { tier: 'none', k: 0, basis: 'raw', completeness: null, issues: [] },
      timing: { totalMs: 5 },
      context: { project, session, language: 'en' },
    }
    return { trace, analysis: analyze(trace, STARTING_PROFILE), imported }
  })
  return (await store.traces.append(batch, { batchId: `b${count}`, receivedAt: now })).stored
}

interface Traffic {
  readonly from: number
  readonly to: number
  /** Taken from every logprob of the model `b`. */
  readonly worse?: number
  readonly imported?: boolean
}

const random = createRandom(5)

/** Hours of six sessions each, of two models that differ. */
async function live(drift: RunningDrift, { from, to, worse = 0, imported = false }: Traffic): Promise<void> {
  for (let hour = from; hour < to; hour++) {
    now = BEGIN + hour * HOUR + 60_000
    const given = Array.from({ length: 6 }, (_, i) => {
      const model = random() < 0.5 ? 'b' : 'a'
      const logprob = -3 - (model === 'b' ? 1 + worse : 0) + 0.4 * Math.max(-3, Math.min(3, standardNormal(random)))
      return { model, logprob, session: `${hour}-${i}`, imported }
    })
    drift.takeAnswers(await receive(given))
    if (hour % 24 === 23) await drift.tick()
  }
  now = BEGIN + to * HOUR + 5 * 60_000
  await drift.tick()
}

function profileWithGroups(): Profile {
  const group = (model: string): object => ({
    key: `language=en model=${model}`,
    scope: { model, language: 'en', template: '' },
    n: 100,
    positives: 60,
    method: 'platt',
    predictor: { kind: 'platt', feature: 'avgLogprob', intercept: 2, slope: 1 },
    auroc: [0.6, 0.7, 0.8],
    logLossGain: [0.1, 0.2, 0.3],
    ...Object.fromEntries(['brier', 'ece', 'logLoss', 'unscored', 'unsure', 'sources'].map((name) => [name, {}])),
    ...Object.fromEntries(['parents', 'reliability', 'riskCurve', 'promises', 'actions'].map((name) => [name, []])),
  })
  const parsed = parseProfile({ ...STARTING_PROFILE, groups: [group('a'), group('b'), group('of-another-project')] })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
  return parsed.value
}

const driftAlerts = async (): Promise<number> => (await store.control.alerts({ limit: 100, ruleId: 'starting-drift' })).length

describe('runDrift', () => {
  it('learns, watches, calls a change once, suspends, goes on after a restart, and learns anew', async () => {
    const engine = await engineWith()
    let drift = driftWith(engine)
    await drift.tick()
    await live(drift, { from: 0, to: 7 * 24 })
    expect(drift.overview().items[0]).toMatchObject({ project: 'shop', state: 'learning', watchedSince: null })
    expect(drift.overview().items[0]?.baseline).toMatchObject({ hours: 7 * 24, hoursNeeded: 336, blocksNeeded: 200 })

    // A restart in the middle of the baseline: it goes on where it was.
    await drift.stop()
    drift = driftWith(engine)
    await drift.tick()
    await live(drift, { from: 7 * 24, to: WATCHED })
    const [watching] = drift.overview().items
    expect(watching).toMatchObject({
      state: 'watching',
      baseline: null,
      alarms: [],
      metrics: ['avgLogprob', 'geometricMeanProbability'],
      late: 0,
      leftOut: 0,
    })
    expect(watching?.answers).toBe(6 * WATCHED)
    expect([...(watching?.strata ?? [])].sort()).toEqual(['language=en model=a', 'language=en model=b'])
    expect(drift.counts()).toEqual({ alarms: 0, watching: 1 })
    expect(drift.suspended(profileWithGroups(), BEGIN)).toEqual([])

    await live(drift, { from: WATCHED, to: WATCHED + 48, worse: 1 })
    const [drifted] = drift.overview().items
    expect(drifted?.state).toBe('drifted')
    expect(drifted?.alarms).toHaveLength(1)
    const [alarm] = drifted!.alarms
    expect(alarm).toMatchObject({ component: 'within', metric: 'avgLogprob', direction: 'down' })
    expect(alarm!.size.high).toBeLessThan(0)
    expect(alarm!.examples.length).toBeGreaterThan(0)
    expect(drift.counts()).toEqual({ alarms: 1, watching: 1 })

    const [record] = await store.control.alerts({ limit: 10, ruleId: 'starting-drift' })
    expect(record?.event).toMatchObject({ kind: 'alert-raised', value: alarm!.size.estimate, drift: { project: 'shop', alarm } })
    expect(await driftAlerts()).toBe(1)

    const profile = profileWithGroups()
    const suspended = drift.suspended(profile, BEGIN)
    expect(suspended.map(({ key }) => key)).toEqual(['language=en model=a', 'language=en model=b'])
    expect(suspended[0]).toMatchObject({ since: alarm!.at })
    expect(suspended[0]?.reason).toMatch(/^project shop: mean logprob fell by /)
    expect(drift.suspended(profile, null)).toHaveLength(2)
    // A profile that was made since knows the new traffic.
    expect(drift.suspended(profile, now)).toEqual([])

    await drift.stop()
    drift = driftWith(engine)
    await drift.tick()
    await drift.tick()
    expect(drift.overview().items[0]?.alarms).toEqual([alarm])
    expect(drift.suspended(profile, BEGIN)).toHaveLength(2)
    expect(await driftAlerts()).toBe(1)

    expect(await drift.relearn('nobody')).toBeNull()
    expect(await drift.relearn('shop')).toMatchObject({ state: 'learning', alarms: [], answers: 0 })
    expect(drift.suspended(profile, BEGIN)).toEqual([])
    drift = driftWith(engine)
    await drift.tick()
    expect(drift.overview().items[0]).toMatchObject({ state: 'learning', alarms: [] })
    expect(problems).toEqual([])
  }, 120_000)

  it('hears nothing of imports and of answers without log-probabilities', async () => {
    const drift = driftWith(null)
    await drift.tick()
    await live(drift, { from: 0, to: 4, imported: true })
    drift.takeAnswers(await receive([{ model: 'a', logprob: -1, session: 's', tokens: false }]))
    expect(drift.overview()).toMatchObject({ ready: true, items: [], unwatchedAnswers: 0 })
  })

  it('keeps answers that come before what was kept is read', async () => {
    const drift = driftWith(null)
    const early = await receive([{ model: 'a', logprob: -1, session: 's' }])
    drift.takeAnswers(early)
    expect(drift.overview()).toMatchObject({ ready: false, items: [] })
    await drift.tick()
    drift.takeAnswers(await receive([{ model: 'a', logprob: -1, session: 't' }]))
    expect(drift.overview()).toMatchObject({ ready: true, items: [{ project: 'shop', answers: 2, lastAnswerAt: now }] })
  })

  it('watches a bounded number of projects within one budget, and gives the place of a silent one to another', async () => {
    const drift = driftWith(null)
    await drift.tick()
    const projects = Array.from({ length: MOST_MONITORS + 2 }, (_, i) => `p${i}`)
    drift.takeAnswers(await receive(projects.map((project) => ({ model: 'a', logprob: -1, session: 's', project }))))
    const { items, unwatchedAnswers, budget } = drift.overview()
    expect(items).toHaveLength(MOST_MONITORS)
    expect(unwatchedAnswers).toBe(2)
    expect(items.reduce((sum, one) => sum + one.budget, 0)).toBeLessThanOrEqual(budget)
    now += 20 * 24 * HOUR
    drift.takeAnswers(await receive([{ model: 'a', logprob: -1, session: 's', project: 'p3' }]))
    await drift.tick()
    expect(drift.overview().items.map(({ project }) => project)).toEqual(['p3'])
    expect(await store.control.getDocument('drift/monitor-0')).toBeNull()
  })

  it('hands an alarm in again until the rules are there, and tells it once though the monitor was not kept', async () => {
    let drift = driftWith(null)
    await drift.tick()
    await live(drift, { from: 0, to: WATCHED })
    await drift.stop()
    const before = await store.control.getDocument('drift/monitor-0')
    drift = driftWith(null)
    await drift.tick()
    await live(drift, { from: WATCHED, to: WATCHED + 48, worse: 1 })
    expect(drift.overview().items[0]?.alarms).toHaveLength(1)
    await drift.stop()

    const engine = await engineWith([{ ...STARTING_RULES.find(({ id }) => id === 'starting-drift')!, scope: { model: 'b' } }])
    expect(await driftAlerts()).toBe(0)
    drift = driftWith(engine)
    await drift.tick()
    expect(await driftAlerts()).toBe(1)
    await drift.stop()

    // As after a crash between the alert and the monitor: the same alarm is raised a second time.
    await store.control.putDocument('drift/monitor-0', before)
    drift = driftWith(engine)
    await drift.tick()
    await live(drift, { from: WATCHED + 48, to: WATCHED + 96, worse: 1 })
    expect(drift.overview().items[0]?.alarms).toHaveLength(1)
    expect(await driftAlerts()).toBe(1)
    expect(problems).toEqual([])
  }, 120_000)

  it('says nothing through rules that are switched off or look elsewhere', async () => {
    const [rule] = STARTING_RULES.filter(({ id }) => id === 'starting-drift')
    const engine = await engineWith([
      { ...rule!, enabled: false },
      { ...rule!, id: 'elsewhere', scope: { project: 'elsewhere' } },
      { ...rule!, id: 'other-model', scope: { model: 'c' } },
      { ...rule!, id: 'here', scope: { project: 'shop', language: 'en' } },
    ])
    const alarm = {
      kind: 'drift-alarm',
      component: 'mix',
      detector: 'slow',
      metric: 'share',
      stratum: 'language=en model=a',
      direction: 'up',
      size: { estimate: 0.2, low: 0.1, high: 0.3 },
      since: BEGIN,
      at: BEGIN + HOUR,
      split: null,
      blocks: 60,
      examples: [],
      suspendsPromises: true,
    } as const
    await engine.takeDrift({ project: 'shop', generation: 0, alarm, scopes: [{ model: 'a', language: 'en', template: '' }] })
    expect((await store.control.alerts({ limit: 10 })).map(({ event }) => event.ruleId)).toEqual(['here'])
    await engine.takeDrift({ project: 'shop', generation: 0, alarm, scopes: [{ model: 'a', language: 'en', template: '' }] })
    expect(await store.control.alerts({ limit: 10 })).toHaveLength(1)
    await engine.takeDrift({ project: 'shop', generation: 1, alarm, scopes: [{ model: 'a', language: 'en', template: '' }] })
    expect(await store.control.alerts({ limit: 10 })).toHaveLength(2)
  })
})

it('takes what a killed run had stored and not kept, once: the monitor stands as if nothing had happened', async () => {
  const answer = (i: number): Given => ({ model: 'm', logprob: -0.2 - i / 100, session: `s${i}` })
  const killed = driftWith(null)
  await killed.tick()
  killed.takeAnswers(await receive([answer(1), answer(2)]))
  // Kept now, and not again before five minutes are over.
  await killed.tick()
  now += 60_000
  killed.takeAnswers(await receive([answer(3)]))
  now += 60_000
  killed.takeAnswers(await receive([answer(4), { ...answer(5), imported: true }]))
  await killed.tick()
  now += 1_000
  const next = driftWith(null)
  await next.tick()
  const { items } = next.overview()
  expect(items).toMatchObject([{ project: 'shop', answers: 4, late: 0, leftOut: 0 }])
  expect(items[0]!.baseline).toEqual(killed.overview().items[0]!.baseline)
  // A run that was stopped in order has kept all: nothing is taken twice.
  await next.stop()
  now += 1_000
  const last = driftWith(null)
  await last.tick()
  expect(last.overview().items).toMatchObject([{ answers: 4 }])
  expect(problems).toEqual([])
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  analyze,
  STARTING_PROFILE,
  type AlertRecord,
  type AlertRule,
  type AnswerSummary,
  type StoreTrouble,
  type Trace,
} from '@logitscope/core'
import { SET_ASIDE_DOCUMENT, StoreError } from '@logitscope/store'
import { openSqliteStore, type SqliteStore } from '@logitscope/store/sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAlertEngine, type AlertEngine } from './engine.ts'
import { STARTING_RULES } from './starting-rules.ts'
import { tryRule } from './try-rule.ts'

const MINUTE = 60_000
const BEGIN = Date.UTC(2026, 0, 5, 10)

let folder: string
let store: SqliteStore
let now: number
let dropped: number
let told: AlertRecord[]
let problems: string[]
let trouble: StoreTrouble | null
let isWritable: boolean

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'alerts-'))
  now = BEGIN
  dropped = 0
  told = []
  problems = []
  trouble = null
  isWritable = true
  store = await openSqliteStore(folder, { mode: 'read-write', now: () => now })
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

function engineWith(firstRules?: readonly AlertRule[]): AlertEngine {
  return createAlertEngine({
    reads: () => store.traces,
    control: () => ({
      ...store.control,
      recordAlert: (made) =>
        isWritable ? store.control.recordAlert(made) : Promise.reject(new StoreError('read-only', 'nothing can be written')),
    }),
    store: () => trouble,
    ...(firstRules === undefined ? {} : { firstRules }),
    now: () => now,
    random: Math.random,
    dropped: () => dropped,
    messagesFor: () => Promise.resolve([]),
    publish: (alert) => told.push(alert),
    onError: (what, error) => problems.push(`${what}: ${(error as Error).message}`),
  })
}

let count = 0

/** Stores answers of one logprob a token, received now. */
async function receive(
  logprobs: readonly number[],
  more: { readonly project?: string; readonly imported?: boolean } = {},
): Promise<readonly AnswerSummary[]> {
  const batch = logprobs.map((logprob) => {
    count += 1
    const words = ['one', ' two', ' three']
    const trace: Trace = {
      schema: 1,
      id: `${count}.0`,
      requestId: `${count}`,
      startedAt: now,
      source: { provider: 'p', api: 'openai-chat', requestedModel: 'm', model: 'm', choice: 0, streamed: false },
      request: { parameters: {} },
      output: { text: words.join(''), finish: { unified: 'stop', raw: 'stop' } },
      tokens: words.map((text) => ({ text, logprob, part: 'content', alternatives: [] })),
      evidence: { tier: 'selected', k: 0, basis: 'raw', completeness: 1, issues: [] },
      timing: { totalMs: 5 },
      context: { project: more.project ?? 'shop' },
    }
    return { trace, analysis: analyze(trace, STARTING_PROFILE), imported: more.imported ?? false }
  })
  return (await store.traces.append(batch, { batchId: `b${count}`, receivedAt: now })).stored
}

const LOW: AlertRule = { ...STARTING_RULES[0]!, id: 'low', regroupMs: 10 * MINUTE }
const FELL: AlertRule = {
  ...STARTING_RULES[0]!,
  id: 'fell',
  scope: { project: 'shop' },
  minimumCount: 3,
  source: { kind: 'window', measure: { kind: 'mean', metric: 'metrics.avgLogprob' }, windowMs: 5 * MINUTE, op: '<', value: -1 },
}

const kinds = (): string[] => told.map(({ event }) => `${event.kind} ${event.ruleId}`)

describe('the alert engine', () => {
  it('adds starting rules of a later version to a store that never had them, and brings back none that was deleted', async () => {
    // As an earlier version left it: no drift rule, two of its own deleted, and no note of what was offered.
    const earlier = STARTING_RULES.filter(({ id }) => !['starting-drift', 'starting-loop', 'starting-perplexity'].includes(id))
    await store.control.putRules(earlier)
    await store.control.putDocument('alerts/rules-were-put', true)
    const engine = engineWith()
    await engine.start()
    expect(engine.rules().map(({ id }) => id)).toEqual([...earlier.map(({ id }) => id), 'starting-drift'])
    await engine.setRules(earlier)
    const again = engineWith()
    await again.start()
    expect(again.rules()).toEqual(earlier)
    // A version after this one.
    const later = { ...STARTING_RULES[0]!, id: 'starting-later' }
    const updated = engineWith([...STARTING_RULES, later])
    await updated.start()
    expect(updated.rules()).toEqual([...earlier, later])
  })

  it('begins with the starting rules, once: rules that a person deleted stay deleted', async () => {
    const first = engineWith()
    await first.start()
    expect(first.rules()).toEqual(STARTING_RULES)
    await first.setRules([])
    const second = engineWith()
    await second.start()
    expect(second.rules()).toEqual([])
  })

  it('puts live answers to the rules, regroups them, and leaves imports and other scopes out', async () => {
    const engine = engineWith([LOW, { ...LOW, id: 'elsewhere', scope: { project: 'other' } }])
    await engine.start()
    await engine.takeAnswers(await receive([-4, -0.1, -5]))
    await engine.takeAnswers(await receive([-6], { imported: true }))
    expect(kinds()).toEqual(['alert-raised low'])
    now += 11 * MINUTE
    await engine.takeAnswers(await receive([-7]))
    expect(told[1]?.event).toMatchObject({ value: -7, threshold: -3, held: 1 })
    expect((await store.control.alerts({ limit: 10 })).map((alert) => alert.id)).toEqual(told.map((alert) => alert.id).reverse())
    expect(problems).toEqual([])
  })

  it('raises and resolves by windows of the time of receipt', async () => {
    const engine = engineWith([FELL])
    await engine.start()
    await receive([-2, -2, -2, -2])
    await receive([-9, -9, -9], { imported: true })
    await receive([-0.1, -0.1, -0.1, -0.1, -0.1], { project: 'other' })
    now += MINUTE
    await engine.tick()
    expect(told[0]?.event).toMatchObject({ kind: 'alert-raised', value: -2, threshold: -1 })
    await receive([-0.1, -0.1, -0.1, -0.1, -0.1])
    now += 4.5 * MINUTE
    await engine.tick()
    expect(kinds()).toEqual(['alert-raised fell', 'alert-resolved fell'])
  })

  it('keeps its state over a restart: nothing is told twice, nothing is forgotten', async () => {
    const first = engineWith([FELL, LOW])
    await first.start()
    await first.takeAnswers(await receive([-4, -4, -4]))
    now += MINUTE
    await first.tick()
    expect(kinds().sort()).toEqual(['alert-raised fell', 'alert-raised low'])
    await store.close()
    store = await openSqliteStore(folder, { mode: 'read-write', now: () => now })
    const second = engineWith()
    await second.start()
    await second.tick()
    await second.takeAnswers(await receive([-4]))
    expect(told).toHaveLength(2)
    expect(second.states().get('low')).toMatchObject({ held: 3 })
  })

  it('tells dropped captures from silence', async () => {
    const silent: AlertRule = {
      ...FELL,
      id: 'silent',
      scope: {},
      noData: 'keep',
      source: { kind: 'silence', of: 'traffic', windowMs: MINUTE },
    }
    const lost: AlertRule = { ...FELL, id: 'lost', scope: {}, source: { kind: 'dropped', windowMs: MINUTE, value: 0 } }
    const engine = engineWith([silent, lost])
    await engine.start()
    dropped = 3
    await engine.tick()
    now += 1_000
    await engine.tick()
    expect(kinds()).toEqual(['alert-raised lost'])
    expect(told[0]?.event.value).toBe(3)
    now += 2 * MINUTE
    await engine.tick()
    expect(kinds()).toEqual(['alert-raised lost', 'alert-raised silent', 'alert-resolved lost'])
  })

  it('goes on where the store fails, and says so', async () => {
    const engine = engineWith([FELL])
    await engine.start()
    await store.close()
    await engine.tick()
    expect(problems[0]).toContain('alert rule fell could not be evaluated')
    store = await openSqliteStore(folder, { mode: 'read-write', now: () => now })
    await receive([-2, -2, -2])
    now += 1_000
    await engine.tick()
    expect(kinds()).toEqual(['alert-raised fell'])
  })
})

describe('rules on the store', () => {
  const READ_ONLY: StoreTrouble = { kind: 'read-only', detail: 'the folder may not be written', file: null }
  const ON_STORE: AlertRule = { ...STARTING_RULES.find(({ id }) => id === 'starting-store')!, id: 'on-store' }
  const kindsOf = (): readonly string[] => told.map(({ event }) => `${event.kind} ${event.store?.kind ?? '-'}`)

  it('are raised once it has lasted, told although the store takes nothing, and written down in order when it does', async () => {
    const engine = engineWith([ON_STORE])
    await engine.start()
    trouble = READ_ONLY
    isWritable = false
    await engine.lookAtStore()
    now += ON_STORE.forMs - 1
    await engine.tick()
    expect(kindsOf()).toEqual([])
    now += 1
    await engine.tick()
    expect(kindsOf()).toEqual(['alert-raised read-only'])
    expect(engine.unwritten()).toEqual(told)
    expect(await store.control.alerts({ limit: 9 })).toEqual([])
    trouble = null
    await engine.tick()
    expect(kindsOf()).toEqual(['alert-raised read-only', 'alert-resolved -'])
    expect(engine.unwritten().map(({ id }) => id)).toEqual(told.map(({ id }) => id).reverse())
    isWritable = true
    await engine.tick()
    expect(engine.unwritten()).toEqual([])
    expect(await store.control.alerts({ limit: 9 })).toEqual([...told].reverse())
    expect(await store.control.alerts({ limit: 9, open: true })).toEqual([])
    expect(engine.states().get('on-store')?.status).toBe('ok')
    expect(problems).toEqual([])
  })

  it('tell of a file that was set aside once, and keep that open when the store is well again', async () => {
    await store.control.putDocument(SET_ASIDE_DOCUMENT, { file: 'logitscope.db.damaged-x', reason: 'page 3', carried: [], at: now })
    for (let starts = 0; starts < 2; starts++) await engineWith([{ ...ON_STORE, forMs: 0 }]).start()
    expect(told.map(({ event }) => event.store)).toEqual([
      { kind: 'set-aside', detail: 'page 3', file: 'logitscope.db.damaged-x', carried: [] },
    ])
    const engine = engineWith()
    await engine.start()
    trouble = READ_ONLY
    await engine.lookAtStore()
    trouble = null
    await engine.lookAtStore()
    expect(kindsOf().slice(1)).toEqual(['alert-raised read-only', 'alert-resolved -'])
    expect((await store.control.alerts({ limit: 9, open: true })).map(({ event }) => event.store?.kind)).toEqual(['set-aside'])
    await store.control.acknowledge(told[0]!.id, now, null)
    expect(await store.control.alerts({ limit: 9, open: true })).toEqual([])
  })

  it('find the rules in force in a file that was begun while they were', async () => {
    const engine = engineWith([LOW, ON_STORE])
    await engine.start()
    await store.close()
    store = await openSqliteStore(mkdtempSync(join(folder, 'new-')), { mode: 'read-write', now: () => now })
    await store.control.putDocument(SET_ASIDE_DOCUMENT, { file: 'logitscope.db.damaged-y', reason: 'page 4', carried: [], at: now })
    await engine.lookAtStore()
    expect((await store.control.rules()).map(({ id }) => id)).toEqual(['low', 'on-store'])
    const again = engineWith()
    await again.start()
    expect(again.rules().map(({ id }) => id)).toEqual(['low', 'on-store'])
    expect(told).toHaveLength(1)
  })
})

describe('tryRule', () => {
  it('says how often a rule on answers would have fired, and how many answers met it', async () => {
    for (let minute = 0; minute < 30; minute++) {
      now = BEGIN + minute * MINUTE
      await receive([-4])
    }
    const trial = await tryRule(store.traces, LOW, { from: BEGIN, to: BEGIN + 60 * MINUTE })
    expect(trial).toMatchObject({ looked: 30, met: 30, raised: 3, cut: false })
    expect(trial.events[0]?.at).toBe(BEGIN + 20 * MINUTE)
  })

  it('puts a rule on windows to the past as it would have been evaluated live', async () => {
    for (let minute = 0; minute < 60; minute++) {
      now = BEGIN + minute * MINUTE
      await receive([minute >= 20 && minute < 40 ? -2 : -0.2])
    }
    const trial = await tryRule(store.traces, FELL, { from: BEGIN, to: now })
    expect(trial).toMatchObject({ raised: 1, resolved: 1, met: null })
    expect(trial.looked).toBeGreaterThan(40)
  })
})

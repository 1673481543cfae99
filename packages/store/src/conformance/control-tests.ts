import { STARTING_PROFILE, type AlertEvent, type AlertRule } from '@logitscope/core'
import type { OutboxMessage } from '../contract/control-store.ts'
import { sampleAnswers, START } from './sample-answers.ts'
import type { StoreTest, TestApi } from './types.ts'

const rule = (id: string): AlertRule => ({
  id,
  name: `Rule ${id}`,
  enabled: true,
  severity: 'warning',
  scope: { project: 'shop' },
  source: { kind: 'silence', of: 'traffic', windowMs: 60_000 },
  forMs: 0,
  minimumCount: 1,
  noData: 'keep',
  regroupMs: 60_000,
})

const event = (kind: AlertEvent['kind'], ruleId: string, at: number): AlertEvent => ({
  kind,
  ruleId,
  at,
  value: 0,
  threshold: 0,
  noData: null,
  held: 0,
  quiet: false,
})

const message = (id: string, alertId: string, nextAttemptAt: number): OutboxMessage => ({
  id,
  alertId,
  target: 'ops',
  body: '{}',
  state: 'pending',
  attempts: 0,
  lastError: null,
  nextAttemptAt,
  createdAt: 5,
})

const STATE = { status: 'raised', since: 1, notifiedAt: 1, held: 0 } as const

/** Rules, alerts, labels, profiles, keys, documents, leases. */
export function controlTests({ expect }: TestApi, test: StoreTest): void {
  test('puts all rules at once, in order, and drops the state of rules that are gone', async ({ control }) => {
    await control.putRules([rule('b'), rule('a')])
    await control.recordAlert({ ruleId: 'b', state: STATE, alerts: [], outbox: [] })
    await control.recordAlert({ ruleId: 'a', state: STATE, alerts: [], outbox: [] })
    expect(await control.rules()).toEqual([rule('b'), rule('a')])
    await control.putRules([rule('a'), rule('c')])
    expect([...(await control.alertStates()).keys()]).toEqual(['a'])
    await expect(control.putRules([rule('x'), rule('x')])).rejects.toMatchObject({ code: 'bad-request' })
    expect(await control.rules()).toEqual([rule('a'), rule('c')])
  })

  test('keeps states and alerts, with their deliveries, over a restart', async (store) => {
    await store.control.putRules([rule('a')])
    await store.control.recordAlert({
      ruleId: 'a',
      state: STATE,
      alerts: [{ id: 'one', event: event('alert-raised', 'a', 10), rule: rule('a') }],
      outbox: [message('m1', 'one', 10)],
    })
    const again = await store.reopen()
    expect(await again.control.alertStates()).toEqual(new Map([['a', STATE]]))
    expect(await again.control.alerts({ limit: 5 })).toEqual([
      {
        id: 'one',
        event: event('alert-raised', 'a', 10),
        rule: rule('a'),
        acknowledgedAt: null,
        acknowledgedBy: null,
        deliveries: [{ target: 'ops', state: 'pending', attempts: 0, lastError: null, nextAttemptAt: 10 }],
      },
    ])
    await again.close()
  })

  test('lists alerts newest first, by rule, and those that are open', async ({ control }) => {
    for (const [i, kind] of (['alert-raised', 'alert-repeated', 'alert-resolved', 'alert-raised'] as const).entries())
      await control.recordAlert({
        ruleId: 'a',
        state: STATE,
        alerts: [{ id: `a${i}`, event: event(kind, 'a', i), rule: rule('a') }],
        outbox: [],
      })
    await control.recordAlert({
      ruleId: 'b',
      state: STATE,
      alerts: [{ id: 'b0', event: event('alert-raised', 'b', 9), rule: rule('b') }],
      outbox: [],
    })
    const ids = async (request: Parameters<typeof control.alerts>[0]): Promise<readonly string[]> =>
      (await control.alerts(request)).map(({ id }) => id)
    expect(await ids({ limit: 10 })).toEqual(['b0', 'a3', 'a2', 'a1', 'a0'])
    expect(await ids({ limit: 2, before: 'b0' })).toEqual(['a3', 'a2'])
    expect(await ids({ limit: 10, ruleId: 'a' })).toEqual(['a3', 'a2', 'a1', 'a0'])
    expect(await ids({ limit: 10, open: true })).toEqual(['b0', 'a3'])
    expect(await control.acknowledge('a3', 50, 'me')).toMatchObject({ acknowledgedAt: 50, acknowledgedBy: 'me' })
    expect(await ids({ limit: 10, open: true })).toEqual(['b0'])
    expect(await control.acknowledge('none', 50, null)).toBeNull()
    await expect(control.alerts({ limit: 5, before: 'none' })).rejects.toMatchObject({ code: 'bad-cursor' })
  })

  test('hands out messages when they are due until they are delivered or dead', async ({ control }) => {
    await control.recordAlert({
      ruleId: 'a',
      state: STATE,
      alerts: [],
      outbox: [message('m1', 'x', 100), message('m2', 'x', 50), message('m3', 'x', 500)],
    })
    expect((await control.dueMessages(100, 10)).map(({ id }) => id)).toEqual(['m2', 'm1'])
    await control.updateMessage({ ...message('m2', 'x', 900), attempts: 1, lastError: 'refused' })
    await control.updateMessage({ ...message('m1', 'x', 100), state: 'delivered', attempts: 1 })
    expect(await control.dueMessages(100, 10)).toEqual([])
    expect((await control.dueMessages(900, 10)).map(({ id, attempts }) => [id, attempts])).toEqual([
      ['m3', 0],
      ['m2', 1],
    ])
    await control.updateMessage({ ...message('m2', 'x', 900), state: 'dead', attempts: 9 })
    expect((await control.messages('dead', 5)).map(({ id }) => id)).toEqual(['m2'])
    expect((await control.messages('delivered', 5)).map(({ id }) => id)).toEqual(['m1'])
  })

  test('keeps labels as events: the last of a source counts until it is taken back', async ({ traces, control }) => {
    await traces.append(sampleAnswers(3), { batchId: 'a', receivedAt: START })
    const label = (traceId: string, value: 'correct' | 'incorrect' | 'unsure' | null, source: string, at: number) =>
      ({ traceId, value, source, at, samplingProbability: at % 2 === 0 ? 0.25 : null }) as const
    expect(
      await control.addLabels([
        label('0193-0.0', 'correct', 'ann', 1),
        label('0193-1.0', 'unsure', 'ann', 2),
        { ...label('0193-0.0', 'incorrect', 'bob', 3), note: 'no' },
        label('elsewhere', 'correct', 'ann', 4),
      ]),
    ).toEqual({ added: 3, unknown: ['elsewhere'] })
    const labelOf = async (id: string): Promise<string | null | undefined> =>
      (await traces.search({ filter: {}, limit: 10 })).items.find((row) => row.id === id)?.label
    expect(await labelOf('0193-0.0')).toBe('incorrect')
    await control.addLabels([label('0193-0.0', null, 'bob', 5)])
    expect(await labelOf('0193-0.0')).toBe('correct')
    await control.addLabels([label('0193-0.0', null, 'ann', 6), label('0193-1.0', 'correct', 'ann', 7)])
    expect(await labelOf('0193-0.0')).toBeNull()
    const many = await control.labelsOfMany(['0193-0.0', '0193-1.0', 'nobody', '0193-0.0'])
    expect(many.get('0193-0.0')).toEqual(await control.labelsOf('0193-0.0'))
    expect(many.get('nobody') ?? null).toBeNull()
    expect(many.get('0193-1.0') ?? []).toEqual(await control.labelsOf('0193-1.0'))
    await expect(control.labelsOfMany(new Array<string>(1_001).fill('x'))).rejects.toMatchObject({ code: 'bad-request' })
    expect((await control.labelsOf('0193-0.0')).map(({ value, source, note }) => [value, source, note ?? null])).toEqual([
      ['correct', 'ann', null],
      ['incorrect', 'bob', 'no'],
      [null, 'bob', null],
      [null, 'ann', null],
    ])
    await control.addLabels([label('0193-2.0', 'incorrect', 'ann', 8)])
    const first = await control.labels({ limit: 1 })
    expect(first.items).toEqual([label('0193-1.0', 'correct', 'ann', 7)])
    const second = await control.labels({ limit: 1, after: first.next! })
    expect([second.items, second.next]).toEqual([[label('0193-2.0', 'incorrect', 'ann', 8)], null])
    expect((await traces.search({ filter: { labels: ['incorrect', 'none'] }, limit: 10 })).items.map(({ id }) => id)).toEqual([
      '0193-2.0',
      '0193-0.0',
    ])
  })

  test('keeps profiles by their fingerprint and knows the active one', async ({ control }) => {
    expect(await control.activeProfile()).toBeNull()
    const first = await control.putProfile(STARTING_PROFILE, 1, null)
    const second = await control.putProfile({ ...STARTING_PROFILE, version: 2 }, 2, 'better')
    expect(await control.putProfile(STARTING_PROFILE, 9, 'again')).toEqual(first)
    await control.activateProfile(second.sha256, 7)
    expect((await control.activeProfile())?.profile.version).toBe(2)
    await control.activateProfile(first.sha256, 7)
    expect((await control.activeProfile())?.profile).toEqual(STARTING_PROFILE)
    expect(await control.activateProfile('none', 8)).toBeNull()
    expect((await control.profiles()).map(({ note, activatedAt }) => [note, activatedAt])).toEqual([
      ['better', 7],
      [null, 7],
    ])
  })

  test('keeps access keys by their hash, and documents by name', async ({ control }) => {
    const key = { id: 'k', name: 'ci', scopes: ['ingest', 'read'], hash: 'ab', createdAt: 1, revokedAt: null } as const
    await control.putKey(key)
    await control.putKey({ ...key, revokedAt: 5 })
    expect(await control.keys()).toEqual([{ ...key, revokedAt: 5 }])
    expect(await control.getDocument('drift')).toBeNull()
    await control.putDocument('drift', { at: [1, 2], deep: { a: null } })
    expect(await control.getDocument('drift')).toEqual({ at: [1, 2], deep: { a: null } })
    await control.putDocument('drift', null)
    expect(await control.getDocument('drift')).toBeNull()
  })

  test('gives a lease to one owner until it ends', async ({ control }) => {
    expect(await control.lease('alerts', 'a', 100, 0)).toBe(true)
    expect(await control.lease('alerts', 'b', 150, 50)).toBe(false)
    expect(await control.lease('alerts', 'a', 200, 50)).toBe(true)
    expect(await control.lease('alerts', 'b', 250, 150)).toBe(false)
    expect(await control.lease('alerts', 'b', 300, 200)).toBe(true)
    expect(await control.lease('other', 'a', 300, 200)).toBe(true)
  })
}

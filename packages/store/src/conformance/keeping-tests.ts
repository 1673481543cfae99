import type { AnalyzedTrace } from '../contract/analyzed-trace.ts'
import type { TraceStore } from '../contract/trace-store.ts'
import { received, sampleAnswers, START } from './sample-answers.ts'
import type { StoreTest, TestApi } from './types.ts'

const RECEIVED = START + 1_000_000
const DAY = 86_400_000
const ALL = { from: START - DAY, to: START + 10 * DAY } as const

async function fill(traces: TraceStore, count = 50): Promise<readonly AnalyzedTrace[]> {
  const batch = sampleAnswers(count, (i) => ({ context: { session: `s${i % 5}`, user: `u${i % 7}` }, doubt: 6 }))
  await traces.append(batch, { batchId: 'a', receivedAt: RECEIVED })
  return batch
}

/** Everything that statistics say, to compare before and after. */
async function counted(traces: TraceStore): Promise<unknown> {
  const said = {
    series: await traces.series({ filter: ALL, bucket: 'day', zone: 'UTC' }),
    minutes: await traces.series({ filter: { from: START, to: START + 3_600_000 }, bucket: 'minute', zone: 'UTC' }),
    groups: await traces.groups({}, ['model', 'project']),
    heatmap: await traces.heatmap({}),
    tokens: await traces.tokens({}, 100),
  }
  return JSON.parse(JSON.stringify(said), (_, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(9)) : value,
  )
}

/** Retention, erasure, recounts, copies. */
export function keepingTests({ expect }: TestApi, test: StoreTest): void {
  test('deletes by age in small steps, and keeps the statistics', async ({ traces }) => {
    await traces.append(sampleAnswers(300), { batchId: 'a', receivedAt: RECEIVED })
    await traces.append(
      sampleAnswers(10, (i) => ({ trace: { id: `late.${i}`, requestId: 'late' } })),
      { batchId: 'b', receivedAt: RECEIVED + DAY },
    )
    const before = await counted(traces)
    const now = RECEIVED + 3 * DAY
    let steps = 0
    let done = 0
    for (let more = true; more; steps++) {
      const step = await traces.retain({ maxAgeMs: 2.5 * DAY }, now)
      done += step.done
      more = step.more
    }
    expect(done).toBe(300)
    expect(steps).toBeGreaterThan(2)
    expect((await traces.stats()).answers).toBe(10)
    expect((await traces.search({ filter: {}, limit: 100 })).items.every(({ id }) => id.startsWith('late'))).toBe(true)
    expect((await traces.search({ filter: { text: 'ankara' }, limit: 1_000 })).items.length).toBeLessThanOrEqual(10)
    expect(await counted(traces)).toEqual(before)
  })

  test('deletes the oldest of a project that holds too much, and leaves the others', async ({ traces }) => {
    await traces.append(sampleAnswers(100), { batchId: 'a', receivedAt: RECEIVED })
    const policy = { projects: { shop: { maxBytes: 20_000 }, desk: {} } }
    for (let more = true; more;) ({ more } = await traces.retain(policy, RECEIVED))
    const left = await traces.search({ filter: { project: 'shop' }, limit: 100, sort: { by: 'startedAt', direction: 'ascending' } })
    expect(left.items.length).toBeGreaterThan(0)
    expect(left.items.length).toBeLessThanOrEqual(20)
    expect(left.items.at(-1)?.id).toBe('0193-96.0')
    expect((await traces.search({ filter: { project: 'desk' }, limit: 1, count: true })).total).toBe(75)
  })

  test('deletes the oldest of all where all projects together hold too much', async ({ traces }) => {
    await traces.append(sampleAnswers(60), { batchId: 'a', receivedAt: RECEIVED })
    await traces.append(
      sampleAnswers(40, (i) => ({ trace: { id: `late.${i}`, requestId: 'late' } })),
      { batchId: 'b', receivedAt: RECEIVED + DAY },
    )
    // Too much for the whole, though no project is over its own bound.
    const policy = { maxBytes: 1e9, maxTotalBytes: 60_000 }
    for (let more = true; more;) ({ more } = await traces.retain(policy, RECEIVED))
    const { items } = await traces.search({ filter: {}, limit: 100 })
    expect(items.length).toBeGreaterThan(0)
    expect(items.length).toBeLessThanOrEqual(60)
    const gone = 100 - items.length
    const order = [...Array.from({ length: 60 }, (_, i) => `0193-${i}.0`), ...Array.from({ length: 40 }, (_, i) => `late.${i}`)]
    expect(items.map(({ id }) => id).sort()).toEqual(order.slice(gone).sort())
    expect(await traces.retain(policy, RECEIVED)).toEqual({ done: 0, more: false })
  })

  test('keeps everything without a policy', async ({ traces }) => {
    await fill(traces)
    expect(await traces.retain({}, RECEIVED + 1e12)).toEqual({ done: 0, more: false })
  })

  test('erases by session, user and id: tokens, text, labels, search entries and what was counted', async (store) => {
    const { traces, control } = store
    const batch = await fill(traces)
    const gone = batch.filter(({ trace }) => trace.context.user === 'u3')
    const kept = batch.filter(({ trace }) => trace.context.user !== 'u3')
    const id = gone[0]!.trace.id
    await control.addLabels([{ traceId: id, value: 'correct', source: 'me', at: 1, samplingProbability: null }])
    expect(await traces.erase({ user: 'u3' })).toEqual({ erased: gone.length })
    expect(await traces.get(id)).toBeNull()
    expect(await control.labelsOf(id)).toEqual([])
    for (const answer of kept) expect(await traces.get(answer.trace.id)).toEqual(received(answer, RECEIVED))
    expect((await traces.search({ filter: { text: 'question' }, limit: 1, count: true })).total).toBe(kept.length)
    const after = await counted(traces)
    await traces.rebuildRollups(ALL)
    expect(after).toEqual(await counted(traces))
    expect((await traces.groups({}, [])).items[0]?.statistics.count).toBe(kept.length)
    expect(await traces.erase({ session: 's1', ids: kept.map(({ trace }) => trace.id) })).toEqual({
      erased: kept.filter(({ trace }) => trace.context.session === 's1').length,
    })
    await expect(traces.erase({})).rejects.toMatchObject({ code: 'bad-request' })
  })

  test('leaves nothing counted when everything is erased, and takes erased answers again', async ({ traces }) => {
    const batch = await fill(traces, 12)
    await traces.erase({ ids: batch.map(({ trace }) => trace.id) })
    expect((await traces.stats()).answers).toBe(0)
    expect((await traces.groups({}, ['model'])).items).toEqual([])
    expect((await traces.tokens({}, 10)).items).toEqual([])
    expect((await traces.append(batch, { batchId: 'again', receivedAt: RECEIVED })).outcomes.every((one) => one === 'stored')).toBe(true)
  })

  test('has rollups that equal a recount', async ({ traces }) => {
    const batch = sampleAnswers(90, (i) => ({ trace: { startedAt: START + (i % 9) * 5_400_000 }, doubt: 6 }))
    for (let i = 0; i < 90; i += 11) await traces.append(batch.slice(i, i + 11), { batchId: `b${i}`, receivedAt: RECEIVED })
    const before = await counted(traces)
    expect(await traces.rebuildRollups(ALL)).toEqual({ answers: 90 })
    expect(await counted(traces)).toEqual(before)
    expect(await traces.rebuildRollups({ from: START, to: START + 60_000 })).toEqual({ answers: 10 })
    expect(await counted(traces)).toEqual(before)
  })

  test('writes a copy that opens by itself, while appends go on', async (store) => {
    const batch = sampleAnswers(60)
    await store.traces.append(batch.slice(0, 40), { batchId: 'a', receivedAt: RECEIVED })
    const [copy] = await Promise.all([
      store.traces.snapshot(store.snapshotTarget),
      store.traces.append(batch.slice(40), { batchId: 'b', receivedAt: RECEIVED }),
    ])
    expect(copy.bytes).toBeGreaterThan(0)
    const opened = await store.openSnapshot(store.snapshotTarget)
    expect(await opened.traces.get(batch[7]!.trace.id)).toEqual(received(batch[7]!, RECEIVED))
    const { answers } = await opened.traces.stats()
    expect((await opened.traces.groups({}, [])).items[0]?.statistics.count).toBe(answers)
    expect([40, 60]).toContain(answers)
    await opened.close()
  })

  test('says how much it holds', async ({ traces }) => {
    const batch = await fill(traces, 20)
    await traces.flush()
    const stats = await traces.stats()
    expect(stats).toMatchObject({
      answers: 20,
      tokens: batch.reduce((sum, { trace }) => sum + trace.tokens.length, 0),
      oldest: START,
      newest: START + 19 * 7_001,
    })
    expect(stats.bytes).toBeGreaterThan(0)
  })
}

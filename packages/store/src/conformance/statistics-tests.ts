import type { AnswerFilter, SeriesPoint } from '@logitscope/core'
import type { AnalyzedTrace } from '../contract/analyzed-trace.ts'
import type { TraceStore } from '../contract/trace-store.ts'
import { sampleAnswers, START } from './sample-answers.ts'
import type { StoreTest, TestApi } from './types.ts'

const RECEIVED = START + 1_000_000
const HOUR = 3_600_000
/** Asks for the same answers in a way that only rows can answer. */
const BY_ROWS = { imported: false } as const

async function fill(traces: TraceStore, count = 80): Promise<readonly AnalyzedTrace[]> {
  const batch = sampleAnswers(count, (i) => ({ trace: { startedAt: START + i * 311_013 } }))
  for (let i = 0; i < count; i += 17) await traces.append(batch.slice(i, i + 17), { batchId: `b${i}`, receivedAt: RECEIVED })
  return batch
}

/** A point whose means are rounded: sums in another order differ in the last digit. */
function rounded(point: SeriesPoint): unknown {
  return JSON.parse(JSON.stringify(point), (_, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(11)) : value,
  )
}

/** Counts over time, by rollups and by rows. */
export function statisticsTests({ expect }: TestApi, test: StoreTest): void {
  test('gives every bucket of a time, with what the answers in it sum up to', async ({ traces }) => {
    const batch = await fill(traces)
    const to = START + 8 * HOUR
    const { points, total } = await traces.series({ filter: { from: START, to }, bucket: 'hour', zone: 'UTC' })
    expect(points.map(({ at }) => at)).toEqual(Array.from({ length: 8 }, (_, i) => START + i * HOUR))
    for (const point of points) {
      const inside = batch.filter(({ trace }) => trace.startedAt >= point.at && trace.startedAt < point.at + HOUR)
      expect(point.count).toBe(inside.length)
      expect(point.tokens).toBe(inside.reduce((sum, { trace }) => sum + trace.tokens.length, 0))
      if (inside.length === 0) {
        expect([point.avgLogprob, point.lowConfidenceShare, point.latencyMs, point.completeness]).toEqual([null, null, null, null])
        continue
      }
      const mean = inside.reduce((sum, { analysis }) => sum + (analysis.metrics.avgLogprob ?? 0), 0) / inside.length
      expect(point.avgLogprob?.mean ?? NaN).toBeCloseTo(mean, 10)
      expect(point.latencyMs?.mean ?? NaN).toBeCloseTo(inside.reduce((sum, { trace }) => sum + trace.timing.totalMs, 0) / inside.length, 8)
      for (const action of ['pass', 'flag', 'review', 'requery', 'withhold'] as const)
        expect(point.actions[action]).toBe(inside.filter(({ analysis }) => analysis.verdict.action === action).length)
      expect(point.finishes).toEqual(countBy(inside.map(({ trace }) => trace.output.finish.unified)))
    }
    expect(total.count).toBe(batch.filter(({ trace }) => trace.startedAt < to).length)
  })

  test('says the same from rollups and from rows, for every filter that rollups know, also when a time begins within a minute', async ({
    traces,
  }) => {
    await fill(traces)
    const times = [
      { from: START, to: START + 8 * HOUR },
      { from: START + 12_345, to: START + 5 * HOUR + 54_321 },
      { from: START - 40 * HOUR, to: START + 60 * HOUR },
      { from: START + 311_000, to: START + 311_020 },
    ]
    const narrower: readonly AnswerFilter[] = [
      {},
      { project: 'shop' },
      { model: 'model-1' },
      { promptVersion: '', language: 'tr' },
      { provider: 'vllm', project: 'desk' },
    ]
    for (const time of times) {
      for (const one of narrower) {
        const filter = { ...time, ...one }
        const rollups = await traces.series({ filter, bucket: 'hour', zone: 'Europe/Istanbul' })
        const rows = await traces.series({ filter: { ...filter, ...BY_ROWS }, bucket: 'hour', zone: 'Europe/Istanbul' })
        expect(rollups.points.map(rounded)).toEqual(rows.points.map(rounded))
        expect(rounded(rollups.total)).toEqual(rounded(rows.total))
        for (const metric of [
          'metrics.avgLogprob',
          'metrics.perplexity',
          'metrics.maxTokenEntropy',
          'metrics.meanTokenEntropy',
          'totalMs',
          'firstTokenMs',
          'completeness',
        ])
          expect(await traces.histogram(filter, metric)).toEqual(await traces.histogram({ ...filter, ...BY_ROWS }, metric))
        expect(await traces.heatmap(filter)).toEqual(await traces.heatmap({ ...filter, ...BY_ROWS }))
        expect(await traces.tokens(filter, 50)).toEqual(await traces.tokens({ ...filter, ...BY_ROWS }, 50))
      }
    }
  })

  test('counts days by the clocks of a zone, 23 hours long where they are put forward', async ({ traces }) => {
    // In Berlin clocks were put forward on 29 March 2026 at 01:00 UTC.
    const midnight = Date.UTC(2026, 2, 27, 23)
    const batch = sampleAnswers(24 * 4, (i) => ({ trace: { startedAt: midnight + i * HOUR } }))
    await traces.append(batch, { batchId: 'a', receivedAt: RECEIVED })
    const { points } = await traces.series({ filter: { from: midnight, to: midnight + 95 * HOUR }, bucket: 'day', zone: 'Europe/Berlin' })
    expect(points.map(({ at, count }) => [new Date(at).toISOString(), count])).toEqual([
      ['2026-03-27T23:00:00.000Z', 24],
      ['2026-03-28T23:00:00.000Z', 23],
      ['2026-03-29T22:00:00.000Z', 24],
      ['2026-03-30T22:00:00.000Z', 24],
    ])
    const kolkata = await traces.series({
      filter: { from: midnight + HOUR, to: midnight + 3 * HOUR },
      bucket: 'hour',
      zone: 'Asia/Kolkata',
    })
    expect(kolkata.points.map(({ at, count }) => [new Date(at).toISOString(), count])).toEqual([
      ['2026-03-27T23:30:00.000Z', 1],
      ['2026-03-28T00:30:00.000Z', 1],
      ['2026-03-28T01:30:00.000Z', 0],
    ])
    await expect(traces.series({ filter: { from: 0, to: HOUR }, bucket: 'hour', zone: 'Nowhere/Town' })).rejects.toMatchObject({
      code: 'bad-request',
    })
    await expect(traces.series({ filter: { from: 5, to: 5 }, bucket: 'hour', zone: 'UTC' })).rejects.toMatchObject({ code: 'bad-request' })
    await expect(traces.series({ filter: { from: 0, to: 1e12 }, bucket: 'minute', zone: 'UTC' })).rejects.toMatchObject({
      code: 'bad-request',
    })
  })

  test('sums up by groups, the largest first', async ({ traces }) => {
    const batch = await fill(traces)
    const { items } = await traces.groups({ project: 'desk' }, ['model', 'language'])
    const wanted = countBy(
      batch
        .filter(({ trace }) => trace.context.project === 'desk')
        .map(({ trace, analysis }) => `${trace.source.model} ${analysis.language.tag}`),
    )
    expect(Object.fromEntries(items.map(({ group, statistics }) => [`${group.model} ${group.language}`, statistics.count]))).toEqual(wanted)
    const counts = items.map(({ statistics }) => statistics.count)
    expect(counts).toEqual([...counts].sort((a, b) => b - a))
    expect((await traces.groups({ project: 'none' }, ['model'])).items).toEqual([])
    const byRows = await traces.groups({ project: 'desk', ...BY_ROWS }, ['model', 'language'])
    expect(byRows.items.map(({ statistics }) => statistics.count)).toEqual(counts)
  })

  test('refuses a histogram of what has no bins', async ({ traces }) => {
    await expect(traces.histogram({}, 'metrics.bitsPerByte')).rejects.toMatchObject({ code: 'bad-request' })
    expect((await traces.histogram({}, 'metrics.minLogprob')).counts.every((count) => count === 0)).toBe(true)
  })

  test('measures windows by the time of receipt, imports left out', async ({ traces }) => {
    const batch = sampleAnswers(40, (i) => ({ imported: i >= 30 }))
    await traces.append(batch.slice(0, 20), { batchId: 'a', receivedAt: RECEIVED })
    await traces.append(batch.slice(20), { batchId: 'b', receivedAt: RECEIVED + 60_000 })
    const live = batch.slice(0, 30)
    const window = { scope: {}, from: RECEIVED, to: RECEIVED + 60_001 }
    expect(await traces.window({ ...window, measure: null })).toEqual({ traffic: 30, evidence: 30, measured: null })
    expect((await traces.window({ ...window, to: RECEIVED + 60_000, measure: null })).traffic).toBe(20)
    const mean = await traces.window({ ...window, measure: { kind: 'mean', metric: 'metrics.avgLogprob' } })
    expect(mean.measured?.value ?? NaN).toBeCloseTo(
      live.reduce((sum, { analysis }) => sum + (analysis.metrics.avgLogprob ?? 0), 0) / 30,
      10,
    )
    const flagged = await traces.window({ ...window, measure: { kind: 'share', counted: { kind: 'verdict', actions: ['flag'] } } })
    expect(flagged.measured).toEqual({ value: live.filter(({ analysis }) => analysis.verdict.action === 'flag').length / 30, count: 30 })
    const condition = { metric: 'metrics.maxTokenEntropy', op: '>', value: 1 } as const
    const decided = live.map(({ analysis }) => analysis.metrics.maxTokenEntropy).filter((one) => one !== null && one[0] > 1 === one[1] > 1)
    const share = await traces.window({ ...window, measure: { kind: 'share', counted: { kind: 'condition', condition } } })
    expect(share.measured?.count ?? 0).toBe(decided.length)
    expect(share.measured?.value ?? NaN).toBeCloseTo(decided.filter((one) => one![0] > 1).length / decided.length, 12)
    const scoped = await traces.window({ ...window, scope: { project: 'shop', model: 'model-0' }, measure: null })
    expect(scoped.traffic).toBe(live.filter(({ trace }) => trace.context.project === 'shop' && trace.source.model === 'model-0').length)
    expect(await traces.window({ ...window, from: 0, to: 5, measure: { kind: 'mean', metric: 'errorRisk' } })).toEqual({
      traffic: 0,
      evidence: 0,
      measured: null,
    })
  })
}

function countBy(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}

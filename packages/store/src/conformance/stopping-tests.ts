import type { AnalyzedTrace } from '../contract/analyzed-trace.ts'
import type { ReadOptions } from '../contract/read-options.ts'
import type { TraceStore } from '../contract/trace-store.ts'
import { sampleAnswer, sampleAnswers, START } from './sample-answers.ts'
import type { StoreTest, TestApi } from './types.ts'

const RANGE = { from: START, to: START + 10_000_000 }

/** Every read there is, each asked what rows or rollups must be read for. */
const READS: Readonly<Record<string, (traces: TraceStore, options: ReadOptions) => Promise<unknown>>> = {
  get: (traces, options) => traces.get('0193-1.0', options),
  search: (traces, options) => traces.search({ filter: {}, limit: 5 }, options),
  'search, sorted': (traces, options) =>
    traces.search({ filter: RANGE, limit: 5, sort: { by: 'metrics.avgLogprob', direction: 'ascending' } }, options),
  neighbours: (traces, options) => traces.neighbours('0193-1.0', {}, { by: 'startedAt', direction: 'descending' }, options),
  scan: (traces, options) => traces.scan({}, options)[Symbol.asyncIterator]().next(),
  changesSince: (traces, options) => traces.changesSince(null, 5, options),
  series: (traces, options) => traces.series({ filter: RANGE, bucket: 'hour', zone: 'UTC' }, options),
  histogram: (traces, options) => traces.histogram(RANGE, 'metrics.avgLogprob', options),
  'histogram, of rows': (traces, options) => traces.histogram(RANGE, 'metrics.minLogprob', options),
  heatmap: (traces, options) => traces.heatmap(RANGE, options),
  tokens: (traces, options) => traces.tokens(RANGE, 5, options),
  groups: (traces, options) => traces.groups(RANGE, ['model'], options),
  moments: (traces, options) => traces.moments(RANGE, ['metrics.avgLogprob'], options),
  values: (traces, options) => traces.values(RANGE, 'model', 5, options),
  'values, of rows': (traces, options) => traces.values(RANGE, 'tag', 5, options),
  window: (traces, options) => traces.window({ scope: {}, ...RANGE, measure: null }, options),
  stats: (traces, options) => traces.stats(options),
}

/** Reads that are called off, late, or bounded in what they give. */
export function stoppingTests({ expect }: TestApi, test: StoreTest): void {
  test('stops every read that was called off before, or whose time is over, and does it when asked again', async ({ traces }) => {
    await traces.append(sampleAnswers(30), { batchId: 'a', receivedAt: START })
    const outcome = async (read: Promise<unknown>): Promise<string> =>
      read.then(
        () => 'done',
        (error: unknown) => String((error as { readonly code?: unknown }).code),
      )
    for (const [name, read] of Object.entries(READS)) {
      expect([name, await outcome(read(traces, { signal: AbortSignal.abort() }))]).toEqual([name, 'aborted'])
      expect([name, await outcome(read(traces, { deadlineMs: -1 }))]).toEqual([name, 'deadline'])
      expect([name, await outcome(read(traces, { deadlineMs: 60_000, signal: new AbortController().signal }))]).toEqual([name, 'done'])
    }
  })

  test('stops in the middle of a scan, and reads and writes go on', async ({ traces }) => {
    const batch = sampleAnswers(500)
    await traces.append(batch, { batchId: 'a', receivedAt: START })
    const controller = new AbortController()
    const seen: AnalyzedTrace[] = []
    const scan = async (): Promise<void> => {
      for await (const answer of traces.scan({}, { signal: controller.signal })) {
        seen.push(answer)
        if (seen.length === 120) controller.abort()
      }
    }
    await expect(scan()).rejects.toMatchObject({ code: 'aborted' })
    expect(seen.map(({ trace }) => trace.id)).toEqual(batch.slice(0, seen.length).map(({ trace }) => trace.id))
    expect(seen.length).toBeLessThanOrEqual(220)
    expect((await traces.append([sampleAnswer(900)], { batchId: 'b', receivedAt: START })).outcomes).toEqual(['stored'])
    expect((await traces.stats()).answers).toBe(501)
    // One that is let go of in its middle holds nothing back either.
    for await (const answer of traces.scan({})) if (answer.trace.id === '0193-3.0') break
    expect((await traces.append([sampleAnswer(901)], { batchId: 'c', receivedAt: START })).outcomes).toEqual(['stored'])
  })

  test('gives at most as many rows as were asked for', async ({ traces }) => {
    await traces.append(
      sampleAnswers(40, (i) => ({ doubt: 8, context: { tags: { place: `p${i % 9}` } } })),
      { batchId: 'a', receivedAt: START },
    )
    for (const limit of [1, 3, 40, 1_000]) {
      expect((await traces.search({ filter: {}, limit })).items).toHaveLength(Math.min(limit, 40))
      expect((await traces.changesSince(null, limit)).items).toHaveLength(Math.min(limit, 40))
      expect((await traces.values({}, 'tag', limit)).items).toHaveLength(Math.min(limit, 9))
      expect((await traces.values({}, 'model', limit)).items).toHaveLength(Math.min(limit, 3))
      expect((await traces.tokens({}, limit)).items.length).toBeLessThanOrEqual(limit)
    }
  })
}

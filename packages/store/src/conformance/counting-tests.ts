import { binRange, HEATMAP_POSITIONS, HEATMAP_PROBABILITIES, momentsOf, type AnswerFilter, type AnswerSort } from '@logitscope/core'
import type { AnalyzedTrace } from '../contract/analyzed-trace.ts'
import type { TraceStore } from '../contract/trace-store.ts'
import { sampleAnswers, START } from './sample-answers.ts'
import type { StoreTest, TestApi } from './types.ts'

const RECEIVED = START + 1_000_000

async function fill(traces: TraceStore): Promise<readonly AnalyzedTrace[]> {
  const batch = sampleAnswers(60, () => ({ doubt: 8 }))
  await traces.append(batch, { batchId: 'a', receivedAt: RECEIVED })
  return batch
}

/** Tokens of the stored answers themselves that a filter means. */
function recount(batch: readonly AnalyzedTrace[], { cell, lowToken, project }: AnswerFilter): readonly [tokens: number, answers: number] {
  const counts = batch
    .filter(({ trace }) => project === undefined || trace.context.project === project)
    .map(
      ({ trace }) =>
        trace.tokens.filter(({ text, logprob }, i) => {
          const p = Math.exp(logprob ?? NaN)
          if (lowToken !== undefined) return text === lowToken && logprob! < -3
          return i >= cell!.position[0] && i < cell!.position[1] && p >= cell!.probability[0] && p < cell!.probability[1]
        }).length,
    )
  return [counts.reduce((sum, count) => sum + count, 0), counts.filter((count) => count > 0).length]
}

/** What a page says of a list: counts of what a filter means, moments, the way to the next answer. */
export function countingTests({ expect }: TestApi, test: StoreTest): void {
  const counted = async (traces: TraceStore, filter: AnswerFilter): Promise<readonly unknown[]> => {
    const { tokens, total } = await traces.search({ filter, limit: 1, count: true })
    return [tokens, total]
  }

  test('counts the tokens and the answers behind each cell of the heatmap', async ({ traces }) => {
    const batch = await fill(traces)
    const span = { from: START - 60_000, to: START + 1e8 }
    const { cells } = await traces.heatmap(span)
    const width = HEATMAP_PROBABILITIES.edges.length + 1
    let looked = 0
    for (let i = 0; i < cells.length; i++) {
      if (cells[i] === 0 || i % 3 > 0) continue
      const probability = binRange(HEATMAP_PROBABILITIES, i % width)
      const position = binRange(HEATMAP_POSITIONS, Math.floor(i / width))
      if (probability[1] >= 1) continue
      looked += 1
      const cell = { position, probability } as const
      expect([cell, await counted(traces, { ...span, cell })]).toEqual([cell, recount(batch, { cell })])
      expect([cell, (await counted(traces, { ...span, cell }))[0]]).toEqual([cell, cells[i]])
    }
    expect(looked).toBeGreaterThan(10)
  })

  test('counts tokens where rollups cannot tell: any ranges, further filters, low tokens', async ({ traces }) => {
    const batch = await fill(traces)
    const cell = { position: [1, 5], probability: [0.07, 0.33] } as const
    expect(await counted(traces, { cell })).toEqual(recount(batch, { cell }))
    const some = { cell, project: 'shop', imported: false }
    expect(await counted(traces, some)).toEqual(recount(batch, some))
    const { items } = await traces.tokens({}, 5)
    for (const { text, low } of items) {
      expect(await counted(traces, { lowToken: text })).toEqual(recount(batch, { lowToken: text }))
      expect((await counted(traces, { lowToken: text }))[0]).toBe(low)
      const live = { lowToken: text, imported: false }
      expect(await counted(traces, live)).toEqual(recount(batch, live))
    }
    expect((await counted(traces, { project: 'shop' }))[0]).toBe(undefined)
    expect(await counted(traces, { cell, project: 'nobody' })).toEqual([0, 0])
  })

  test('leads from each answer to the one before and after it, through ties and unknown values', async ({ traces }) => {
    const batch = await fill(traces)
    const orders: readonly (readonly [AnswerFilter, string])[] = [
      [{}, 'startedAt'],
      [{ project: 'shop' }, 'metrics.avgLogprob'],
      // All alike, and known of none.
      [{}, 'detections.glitch-token'],
      [{}, 'errorRisk'],
      [{ cell: { position: [0, 3], probability: [0, 0.3] } }, 'tokenCount'],
    ]
    for (const [filter, by] of orders)
      for (const direction of ['ascending', 'descending'] as const) {
        const sort: AnswerSort = { by, direction }
        const { items } = await traces.search({ filter, sort, limit: 100 })
        expect(items.length).toBeGreaterThan(10)
        const found = await Promise.all(items.map(({ id }) => traces.neighbours(id, filter, sort)))
        expect([by, direction, found]).toEqual([
          by,
          direction,
          items.map((_, i) => ({ previous: items[i - 1]?.id ?? null, next: items[i + 1]?.id ?? null })),
        ])
      }
    expect(await traces.neighbours('nobody', {}, { by: 'startedAt', direction: 'ascending' })).toBeNull()
    const own = batch[0]!.trace.id
    await expect(traces.neighbours(own, {}, { by: 'nothing', direction: 'ascending' })).rejects.toMatchObject({ code: 'bad-request' })
  })

  test('gives counts, means and variances over all answers of a filter', async ({ traces }) => {
    const batch = await fill(traces)
    const shop = batch.filter(({ trace }) => trace.context.project === 'shop')
    const moments = await traces.moments({ project: 'shop' }, ['metrics.avgLogprob', 'totalMs', 'errorRisk'])
    const { mean, sampleVariance } = momentsOf(shop.map(({ analysis }) => analysis.metrics.avgLogprob!))
    expect(moments.count).toBe(shop.length)
    expect(moments.flagged).toBe(shop.filter(({ analysis }) => analysis.hallucination.flagged).length)
    expect(moments.actions.review).toBe(shop.filter(({ analysis }) => analysis.verdict.action === 'review').length)
    expect(moments.metrics['metrics.avgLogprob']?.count).toBe(shop.length)
    expect(moments.metrics['metrics.avgLogprob']?.mean).toBeCloseTo(mean, 10)
    expect(moments.metrics['metrics.avgLogprob']?.variance).toBeCloseTo(sampleVariance, 10)
    expect(moments.metrics['errorRisk']).toEqual({ count: 0, mean: null, variance: null })
    expect(await traces.moments({ project: 'nobody' }, [])).toMatchObject({ count: 0, labelled: 0, metrics: {} })
    await expect(traces.moments({}, ['nothing'])).rejects.toMatchObject({ code: 'bad-request' })
  })
}

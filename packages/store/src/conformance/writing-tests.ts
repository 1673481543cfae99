import { analyze, STARTING_PROFILE } from '@logitscope/core'
import { received, sampleAnswer, sampleAnswers, START } from './sample-answers.ts'
import type { StoreTest, TestApi } from './types.ts'

const RECEIVED = START + 1_000_000

/** Appending, idempotence, reading back. */
export function writingTests({ expect }: TestApi, test: StoreTest): void {
  test('gives back what was appended, with the time of receipt', async ({ traces }) => {
    const batch = sampleAnswers(20)
    const { outcomes, stored } = await traces.append(batch, { batchId: 'a', receivedAt: RECEIVED })
    expect(outcomes).toEqual(batch.map(() => 'stored'))
    expect(stored.map(({ id }) => id)).toEqual(batch.map(({ trace }) => trace.id))
    for (const answer of batch) expect(await traces.get(answer.trace.id)).toEqual(received(answer, RECEIVED))
    expect(await traces.get('no such answer')).toBeNull()
  })

  test('keeps what was acknowledged when it is opened again', async (store) => {
    const batch = sampleAnswers(5)
    await store.traces.append(batch, { batchId: 'a', receivedAt: RECEIVED })
    const again = await store.reopen()
    expect(await again.traces.get(batch[3]!.trace.id)).toEqual(received(batch[3]!, RECEIVED))
    expect((await again.traces.stats()).answers).toBe(5)
    await again.close()
  })

  test('answers a batch that is sent again after a lost acknowledgement as the first time, and changes nothing', async (store) => {
    const batch = sampleAnswers(6)
    const first = await store.traces.append(batch, { batchId: 'a', receivedAt: RECEIVED })
    const second = await store.traces.append(batch, { batchId: 'a', receivedAt: RECEIVED + 5 })
    expect(second).toEqual(first)
    const again = await store.reopen()
    expect(await again.traces.append(batch, { batchId: 'a', receivedAt: RECEIVED + 9 })).toEqual(first)
    expect((await again.traces.stats()).answers).toBe(6)
    expect((await again.traces.groups({}, [])).items[0]?.statistics.count).toBe(6)
    await again.close()
  })

  test('refuses a batch id that was used for other answers', async ({ traces }) => {
    await traces.append(sampleAnswers(2), { batchId: 'a', receivedAt: RECEIVED })
    await expect(traces.append(sampleAnswers(3), { batchId: 'a', receivedAt: RECEIVED })).rejects.toMatchObject({ code: 'bad-request' })
  })

  test('tells a duplicate from a conflict, within a batch too, and counts each answer once', async ({ traces }) => {
    const one = sampleAnswer(1)
    const other = sampleAnswer(1, { trace: { output: { text: 'something else', finish: { unified: 'stop', raw: null } } } })
    const { outcomes, stored } = await traces.append([one, one, other], { batchId: 'a', receivedAt: RECEIVED })
    expect(outcomes).toEqual(['stored', 'duplicate', 'conflict'])
    expect(stored).toHaveLength(1)
    const next = await traces.append([one, other, received(one, 5)], { batchId: 'b', receivedAt: RECEIVED })
    expect(next.outcomes).toEqual(['duplicate', 'conflict', 'duplicate'])
    expect(await traces.get(one.trace.id)).toEqual(received(one, RECEIVED))
    expect((await traces.groups({}, [])).items[0]?.statistics.count).toBe(1)
  })

  test('stores each answer once when retries and imports arrive at the same time', async ({ traces }) => {
    const batch = sampleAnswers(12)
    const tries = await Promise.all(
      Array.from({ length: 8 }, (_, i) => traces.append(batch, { batchId: i % 2 === 0 ? 'same' : `own-${i}`, receivedAt: RECEIVED })),
    )
    const stored = new Set(tries.flatMap((one) => one.stored.map(({ id }) => id)))
    expect(stored.size).toBe(12)
    expect((await traces.stats()).answers).toBe(12)
    expect((await traces.series({ filter: { from: START, to: START + 1e6 }, bucket: 'hour', zone: 'UTC' })).total.count).toBe(12)
  })

  test('takes an empty batch', async ({ traces }) => {
    expect(await traces.append([], { batchId: 'a', receivedAt: RECEIVED })).toEqual({ outcomes: [], stored: [] })
  })

  test('keeps an answer without tokens, without evidence and without text', async ({ traces }) => {
    const bare = sampleAnswer(3, {
      trace: {
        tokens: [],
        output: { text: '', finish: { unified: 'unknown', raw: null } },
        evidence: { tier: 'none', k: 0, basis: 'unknown', completeness: null, issues: [] },
      },
    })
    await traces.append([bare], { batchId: 'a', receivedAt: RECEIVED })
    expect(await traces.get(bare.trace.id)).toEqual(received(bare, RECEIVED))
    expect((await traces.search({ filter: {}, limit: 5 })).items[0]).toMatchObject({ preview: null, tier: 'none' })
  })

  test('keeps per-token values that no kernel would compute again', async ({ traces }) => {
    const one = sampleAnswer(4)
    const odd = {
      ...one,
      analysis: {
        ...one.analysis,
        perToken: { ...one.analysis.perToken, entropyBits: one.analysis.perToken.entropyBits.map(() => 0.125) },
      },
    }
    await traces.append([odd], { batchId: 'a', receivedAt: RECEIVED })
    expect(await traces.get(one.trace.id)).toEqual(received(odd, RECEIVED))
  })

  test('puts new analyses in place of old ones, in rows, statistics and search', async ({ traces }) => {
    const batch = sampleAnswers(10)
    await traces.append(batch, { batchId: 'a', receivedAt: RECEIVED })
    const strict = {
      ...STARTING_PROFILE,
      name: 'strict',
      actions: [{ id: 'all', metric: 'metrics.tokenCount', op: '>', value: 0, action: 'review' }],
    } as const
    const replaced = batch.slice(0, 4).map(({ trace }) => ({ id: trace.id, analysis: analyze(trace, strict, { language: 'de' }) }))
    expect(await traces.replaceAnalyses([...replaced, { id: 'gone', analysis: replaced[0]!.analysis }])).toEqual({ replaced: 4 })
    expect((await traces.get(batch[2]!.trace.id))?.analysis).toEqual(replaced[2]!.analysis)
    const { total } = await traces.series({ filter: { from: START, to: START + 1e6, language: 'de' }, bucket: 'hour', zone: 'UTC' })
    expect([total.count, total.actions.review]).toEqual([4, 4])
    expect((await traces.series({ filter: { from: START, to: START + 1e6 }, bucket: 'hour', zone: 'UTC' })).total.count).toBe(10)
    expect((await traces.search({ filter: { actions: ['review'], text: 'question' }, limit: 100 })).items).toHaveLength(4)
  })
}

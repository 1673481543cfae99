import type { AnswerFilter, AnswerSort, AnswerSummary } from '@logitscope/core'
import type { AnalyzedTrace } from '../contract/analyzed-trace.ts'
import type { TraceStore } from '../contract/trace-store.ts'
import { received, sampleAnswer, sampleAnswers, START } from './sample-answers.ts'
import type { StoreTest, TestApi } from './types.ts'

const RECEIVED = START + 1_000_000

async function fill(traces: TraceStore): Promise<readonly AnalyzedTrace[]> {
  const batch = sampleAnswers(60, (i) => ({
    imported: i % 10 === 9,
    context: {
      ...(i % 6 === 0 ? { session: `s${i % 4}`, user: `u${i % 12}` } : {}),
      ...(i % 7 === 0 ? { tags: { tier: 'gold', 'a.b': `x"${i % 2}` }, item: 'q1', sampleGroup: 'g' } : {}),
    },
  }))
  await traces.append(batch.slice(0, 25), { batchId: 'a', receivedAt: RECEIVED })
  await traces.append(batch.slice(25), { batchId: 'b', receivedAt: RECEIVED + 60_000 })
  return batch
}

async function all(traces: TraceStore, filter: AnswerFilter, sort?: AnswerSort, limit = 7): Promise<readonly AnswerSummary[]> {
  const items: AnswerSummary[] = []
  let cursor: string | null = null
  do {
    const page = await traces.search({ filter, limit, ...(sort === undefined ? {} : { sort }), ...(cursor === null ? {} : { cursor }) })
    items.push(...page.items)
    cursor = page.next
  } while (cursor !== null)
  return items
}

const mean = ({ analysis }: AnalyzedTrace): number => analysis.metrics.avgLogprob ?? NaN

/** Each filter with what it means of one answer. */
const FILTERS: readonly (readonly [name: string, filter: AnswerFilter, fits: (answer: AnalyzedTrace) => boolean])[] = [
  [
    'time',
    { from: START + 70_010, to: START + 210_030 },
    ({ trace }) => trace.startedAt >= START + 70_010 && trace.startedAt < START + 210_030,
  ],
  ['project', { project: 'shop' }, ({ trace }) => trace.context.project === 'shop'],
  ['a project that nobody has', { project: 'none' }, () => false],
  ['model', { model: 'model-2' }, ({ trace }) => trace.source.model === 'model-2'],
  ['provider', { provider: 'vllm' }, ({ trace }) => trace.source.provider === 'vllm'],
  ['prompt version', { promptVersion: 'v2' }, ({ trace }) => trace.context.promptVersion === 'v2'],
  ['no prompt version', { promptVersion: '' }, ({ trace }) => trace.context.promptVersion === undefined],
  ['language', { language: 'tr' }, ({ analysis }) => analysis.language.tag === 'tr'],
  ['session', { session: 's2' }, ({ trace }) => trace.context.session === 's2'],
  ['user', { user: 'u6' }, ({ trace }) => trace.context.user === 'u6'],
  ['item and sample group', { item: 'q1', sampleGroup: 'g' }, ({ trace }) => trace.context.item === 'q1'],
  ['tags', { tags: { tier: 'gold', 'a.b': 'x"1' } }, ({ trace }) => trace.context.tags?.['a.b'] === 'x"1'],
  ['tier', { tiers: ['top-k'] }, () => true],
  ['no tier at all', { tiers: [] }, () => false],
  ['action', { actions: ['flag', 'review'] }, ({ analysis }) => ['flag', 'review'].includes(analysis.verdict.action)],
  ['finish', { finishes: ['length'] }, ({ trace }) => trace.output.finish.unified === 'length'],
  ['detections', { detections: ['hotspot'] }, ({ analysis }) => analysis.detections.some(({ kind }) => kind === 'hotspot')],
  ['flagged', { flagged: true }, ({ analysis }) => analysis.hallucination.flagged],
  ['imported', { imported: true }, ({ imported }) => imported],
  ['a range', { ranges: [{ metric: 'metrics.avgLogprob', min: -1, max: -0.3 }] }, (answer) => mean(answer) >= -1 && mean(answer) < -0.3],
  [
    'a range of an interval',
    { ranges: [{ metric: 'metrics.maxTokenEntropy', min: 0.5 }] },
    ({ analysis }) => (analysis.metrics.maxTokenEntropy?.[0] ?? -1) >= 0.5,
  ],
  [
    'a number of detections',
    { ranges: [{ metric: 'detections.hotspot', min: 2 }] },
    ({ analysis }) => analysis.detections.filter(({ kind }) => kind === 'hotspot').length >= 2,
  ],
  ['label', { labels: ['none'] }, () => true],
  [
    'several at once',
    { project: 'desk', language: 'en', finishes: ['stop'] },
    ({ trace, analysis }) => trace.context.project === 'desk' && analysis.language.tag === 'en' && trace.output.finish.unified === 'stop',
  ],
]

/** Lists, filters, search, pages, scans. */
export function readingTests({ expect }: TestApi, test: StoreTest): void {
  test('lists exactly the answers of each filter, and counts them', async ({ traces }) => {
    const batch = await fill(traces)
    for (const [name, filter, fits] of FILTERS) {
      const wanted = batch.filter(fits).map(({ trace }) => trace.id)
      const found = (await all(traces, filter)).map(({ id }) => id)
      expect([name, [...found].sort()]).toEqual([name, [...wanted].sort()])
      expect([name, (await traces.search({ filter, limit: 1, count: true })).total]).toEqual([name, wanted.length])
    }
  })

  test('sorts by times, durations and every metric, both ways, unknown values last, and pages without gaps or repeats', async ({
    traces,
  }) => {
    const batch = await fill(traces)
    const bare = sampleAnswer(900, { trace: { tokens: [] } })
    await traces.append([bare], { batchId: 'bare', receivedAt: RECEIVED })
    const read: Readonly<Record<string, (row: AnswerSummary) => number | null>> = {
      startedAt: (row) => row.startedAt,
      receivedAt: (row) => row.receivedAt,
      totalMs: (row) => row.totalMs,
      tokenCount: (row) => row.metrics.tokenCount,
      'metrics.avgLogprob': (row) => row.metrics.avgLogprob,
      'metrics.maxTokenEntropy': (row) => row.metrics.maxTokenEntropy?.[0] ?? null,
      'detections.hotspot': (row) => row.detections['hotspot'] ?? 0,
      'hallucination.score': (row) => (row.hallucination.available > 0 ? row.hallucination.score : null),
      errorRisk: (row) => row.errorRisk,
    }
    for (const [by, value] of Object.entries(read)) {
      for (const direction of ['ascending', 'descending'] as const) {
        const rows = await all(traces, {}, { by, direction })
        expect([by, new Set(rows.map(({ id }) => id)).size]).toEqual([by, batch.length + 1])
        const values = rows.map(value)
        const sign = direction === 'ascending' ? 1 : -1
        const known = values.filter((one) => one !== null)
        expect([by, direction, values]).toEqual([
          by,
          direction,
          [...[...known].sort((a, b) => sign * (a - b)), ...values.filter((one) => one === null)],
        ])
      }
    }
  })

  test('keeps pages stable while answers arrive', async ({ traces }) => {
    await fill(traces)
    const first = await traces.search({ filter: {}, limit: 10 })
    await traces.append(
      sampleAnswers(5, (i) => ({ trace: { id: `new.${i}`, requestId: 'new', startedAt: START + 1e7 + i } })),
      { batchId: 'late', receivedAt: RECEIVED },
    )
    const second = await traces.search({ filter: {}, limit: 10, cursor: first.next! })
    const ids = [...first.items, ...second.items].map(({ id }) => id)
    expect(ids).toEqual(Array.from({ length: 20 }, (_, i) => `0193-${59 - i}.0`))
  })

  test('refuses a cursor of another question, a limit out of range, and a metric that is none', async ({ traces }) => {
    await fill(traces)
    const { next } = await traces.search({ filter: { project: 'shop' }, limit: 3 })
    await expect(traces.search({ filter: { project: 'desk' }, limit: 3, cursor: next! })).rejects.toMatchObject({ code: 'bad-cursor' })
    await expect(traces.search({ filter: {}, limit: 3, cursor: 'nonsense' })).rejects.toMatchObject({ code: 'bad-cursor' })
    await expect(traces.search({ filter: {}, limit: 0 })).rejects.toMatchObject({ code: 'bad-request' })
    await expect(traces.search({ filter: {}, limit: 1_001 })).rejects.toMatchObject({ code: 'bad-request' })
    await expect(traces.search({ filter: {}, limit: 3, sort: { by: "x'; DROP", direction: 'ascending' } })).rejects.toMatchObject({
      code: 'bad-request',
    })
    await expect(traces.search({ filter: { ranges: [{ metric: 'metrics.none', min: 1 }] }, limit: 3 })).rejects.toMatchObject({
      code: 'bad-request',
    })
  })

  test('searches prompts and answers whatever the case, with Turkish letters, words, phrases and endings', async ({ traces }) => {
    await traces.append(
      [
        sampleAnswer(1, { prompt: 'Diyarbakır’ın IŞIKLI sokakları nerede?' }),
        sampleAnswer(2, { prompt: 'istanbul’da İZMİR köftesi; "quoted", (brackets) AND NOT OR' }),
        sampleAnswer(3, { prompt: 'nothing of the kind' }),
      ],
      { batchId: 'a', receivedAt: RECEIVED },
    )
    const find = async (text: string): Promise<readonly string[]> =>
      (await all(traces, { text })).map(({ requestId }) => requestId.slice(-1)).sort()
    expect(await find('diyarbakir')).toEqual(['1'])
    expect(await find('DİYARBAKIR ışıklı')).toEqual(['1'])
    expect(await find('izmir')).toEqual(['2'])
    expect(await find('IZMIR')).toEqual(['2'])
    expect(await find('"izmir köftesi"')).toEqual(['2'])
    expect(await find('"köftesi izmir"')).toEqual([])
    expect(await find('sokak*')).toEqual(['1'])
    expect(await find('sokak')).toEqual([])
    expect(await find('ankara')).toEqual(['1', '2', '3'])
    expect(await find('"unbalanced AND ( OR * -')).toEqual([])
    expect(await find('and not or')).toEqual(['2'])
    expect(await find('?!')).toEqual([])
  })

  test('finds the answers in which a token was chosen below the low-confidence threshold', async ({ traces }) => {
    const batch = sampleAnswers(40, () => ({ doubt: 8 }))
    await traces.append(batch, { batchId: 'a', receivedAt: RECEIVED })
    const { items } = await traces.tokens({}, 100)
    expect(items.length).toBeGreaterThan(0)
    for (const { text, low } of items) {
      const holders = batch.filter(({ trace }) => trace.tokens.some((token) => token.text === text && (token.logprob ?? 0) < -3))
      expect([text, (await all(traces, { lowToken: text })).length]).toEqual([text, holders.length])
      expect(low).toBe(
        batch.flatMap(({ trace }) => trace.tokens).filter((token) => token.text === text && (token.logprob ?? 0) < -3).length,
      )
    }
  })

  test('finds the answers behind a cell of the heatmap', async ({ traces }) => {
    const batch = await fill(traces)
    const cell = { position: [2, 6], probability: [0.05, 0.5] } as const
    const wanted = batch.filter(({ trace }) =>
      trace.tokens.slice(2, 6).some(({ logprob }) => Math.exp(logprob!) >= 0.05 && Math.exp(logprob!) < 0.5),
    )
    expect((await all(traces, { cell })).length).toBe(wanted.length)
  })

  test('scans every answer of a filter once, oldest first, whole', async ({ traces }) => {
    const batch = await fill(traces)
    const scanned: AnalyzedTrace[] = []
    for await (const answer of traces.scan({ project: 'desk' })) scanned.push(answer)
    const wanted = batch.flatMap((answer, i) =>
      answer.trace.context.project === 'desk' ? [received(answer, i < 25 ? RECEIVED : RECEIVED + 60_000)] : [],
    )
    expect(scanned).toEqual(wanted)
  })

  test('tells what was stored since a cursor, in the order of storing', async ({ traces }) => {
    const batch = await fill(traces)
    const seen: string[] = []
    let cursor: string | null = null
    for (let i = 0; i < 10; i++) {
      const page: { readonly items: readonly AnalyzedTrace[]; readonly cursor: string } = await traces.changesSince(cursor, 9)
      seen.push(...page.items.map(({ trace }) => trace.id))
      cursor = page.cursor
    }
    expect(seen).toEqual(batch.map(({ trace }) => trace.id))
    await traces.append([sampleAnswer(777)], { batchId: 'more', receivedAt: RECEIVED })
    expect((await traces.changesSince(cursor, 9)).items).toHaveLength(1)
  })

  test('names the values of fields and tags, most frequent first', async ({ traces }) => {
    const batch = await fill(traces)
    const count = (fits: (answer: AnalyzedTrace) => boolean): number => batch.filter(fits).length
    expect((await traces.values({}, 'project', 10)).items).toEqual([
      { value: 'desk', count: count(({ trace }) => trace.context.project === 'desk') },
      { value: 'shop', count: count(({ trace }) => trace.context.project === 'shop') },
    ])
    expect((await traces.values({ finishes: ['length'] }, 'model', 10)).items.reduce((sum, one) => sum + one.count, 0)).toBe(12)
    expect((await traces.values({}, 'promptVersion', 10)).items.map(({ value }) => value)).toContain('')
    expect(await traces.values({}, 'tag', 1)).toEqual({ items: [{ value: 'tier:gold', count: 9 }], newest: null })
  })

  test('stops a read that was called off or is late', async ({ traces }) => {
    await fill(traces)
    const aborted = AbortSignal.abort()
    await expect(traces.search({ filter: {}, limit: 5 }, { signal: aborted })).rejects.toMatchObject({ code: 'aborted' })
    await expect(
      traces.series({ filter: { from: START, to: START + 1e6 }, bucket: 'hour', zone: 'UTC' }, { deadlineMs: -1 }),
    ).rejects.toMatchObject({
      code: 'deadline',
    })
    const controller = new AbortController()
    const scan = traces.scan({}, { signal: controller.signal })[Symbol.asyncIterator]()
    await scan.next()
    controller.abort()
    await expect(drain(scan)).rejects.toMatchObject({ code: 'aborted' })
  })
}

async function drain(iterator: AsyncIterator<AnalyzedTrace>): Promise<void> {
  for (let step = await iterator.next(); step.done !== true; step = await iterator.next());
}

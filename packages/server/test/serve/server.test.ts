import type { AnswerPage, AnswerRecord, IngestAnswer, ProfileList, ReanalyzeStatus, Series, StoreHealth } from '@logitscope/core'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from './harness.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

const read = async <T>(path: string): Promise<T> => (await server.json(path)) as T
const post = (path: string, body: BodyInit, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  server.fetch(path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })

const traceOf = (id: string, startedAt = 1_700_000_000_000): object => ({
  schema: 1,
  id,
  requestId: id.split('.')[0],
  startedAt,
  source: { provider: 'p', api: 'columns', requestedModel: 'm', model: 'm', choice: 0, streamed: false },
  request: { prompt: 'Q', parameters: {} },
  output: { text: 'Yes', finish: { unified: 'stop', raw: null } },
  tokens: [{ text: 'Yes', logprob: -0.5, part: 'content', alternatives: [] }],
  evidence: { tier: 'selected', k: 0, basis: 'raw', completeness: 1, issues: [] },
  timing: { totalMs: 5 },
  context: { project: 'imported', session: 's1', user: 'u1' },
})

describe('a server', () => {
  it('stores what passes the gateway, analysed, and shows it', async () => {
    const response = await server.chat(
      {},
      { 'x-logitscope-project': 'shop', 'x-logitscope-tag-team': 'red', 'x-logitscope-session': 'abc' },
    )
    expect(response.status).toBe(200)
    const id = response.headers.get('x-logitscope-trace-id')!
    await server.stored(1)
    const { items } = await read<AnswerPage>('/api/traces?project=shop&tag=team:red')
    expect(items).toMatchObject([
      { id, project: 'shop', model: 'test-model-1', tier: 'top-k', finish: 'stop', session: 'abc', preview: 'The capital is Paris.' },
    ])
    const record = await read<AnswerRecord>(`/api/traces/${id}`)
    expect(record.trace.tokens.map(({ text }) => text).join('')).toBe('The capital is Paris.')
    expect(record.analysis.metrics.avgLogprob).toBeCloseTo(-0.25)
    expect(record.labels).toEqual([])
  })

  it('labels an answer and takes it back', async () => {
    const [{ id }] = (await server.stored(1)) as [{ id: string }]
    await post(`/api/traces/${id}/labels`, JSON.stringify({ value: 'incorrect', note: 'no' }))
    expect((await read<AnswerPage>('/api/traces?label=incorrect')).items.map((item) => item.id)).toEqual([id])
    const undone = await post(`/api/traces/${id}/labels`, JSON.stringify({ value: null }))
    expect(((await undone.json()) as { labels: unknown[] }).labels).toHaveLength(2)
    expect((await read<AnswerPage>('/api/traces?label=none')).items.map((item) => item.id)).toContain(id)
    expect((await post('/api/traces/nobody.0/labels', JSON.stringify({ value: 'correct' }))).status).toBe(404)
  })

  it('takes traces in lines, compressed, once', async () => {
    const body = `${JSON.stringify(traceOf('i1.0'))}\nnonsense\n${JSON.stringify({ trace: traceOf('i2.0'), labels: [{ value: 'correct', source: 'kim', at: 9, samplingProbability: null }] })}\n`
    const send = async (): Promise<IngestAnswer> =>
      (await (
        await post('/api/traces?imported=true', gzipSync(body), { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' })
      ).json()) as IngestAnswer
    const first = await send()
    expect(first).toMatchObject({ stored: 2, duplicate: 0, conflict: 0, refused: 1 })
    expect(first.items.map(({ line, id, outcome }) => [line, id, outcome])).toEqual([
      [1, 'i1.0', 'stored'],
      [2, null, 'refused'],
      [3, 'i2.0', 'stored'],
    ])
    expect(await send()).toMatchObject({ stored: 0, duplicate: 2, refused: 1 })
    const record = await read<AnswerRecord>('/api/traces/i2.0')
    expect(record.labels).toMatchObject([{ value: 'correct', source: 'kim', at: 9 }])
    expect((await read<AnswerPage>('/api/traces?imported=true')).items).toHaveLength(2)
    const changed = traceOf('i1.0', 5)
    expect(await (await post('/api/traces', JSON.stringify([changed]))).json()).toMatchObject({ conflict: 1 })
  })

  it('answers statistics over ranges with every bucket', async () => {
    const series = await read<Series>('/api/stats/series?from=1700000000000&to=1700007200000&bucket=hour&tz=Europe/Istanbul')
    expect(series.points.length).toBeGreaterThanOrEqual(2)
    expect(series.total.count).toBe(2)
    const refused = await server.fetch('/api/stats/series?from=0&to=1700007200000&bucket=minute')
    expect([refused.status, refused.headers.get('content-type')]).toEqual([400, 'application/problem+json'])
  })

  it('exports what can be sent in again, and a table whose cells are safe', async () => {
    const lines = await (await server.fetch('/api/export?project=imported')).text()
    const again = await post('/api/traces?imported=true', lines, { 'content-type': 'application/x-ndjson' })
    expect(await again.json()).toMatchObject({ stored: 0, duplicate: 2, refused: 0 })
    const csv = await (await server.fetch('/api/export?project=imported&format=csv')).text()
    expect(csv.split('\r\n')).toHaveLength(4)
    expect(csv).toMatch(/^id,startedAt,/)
  })

  it('erases by user', async () => {
    expect(await server.json('/api/traces?user=u1', { method: 'DELETE' })).toEqual({ erased: 2 })
    expect((await read<AnswerPage>('/api/traces?imported=true')).items).toEqual([])
    expect((await server.fetch('/api/traces', { method: 'DELETE' })).status).toBe(400)
  })

  it('changes the profile, analyses again, and goes back', async () => {
    const before = await read<ProfileList>('/api/profiles')
    expect(before.source).toBe('starting')
    const [first] = (await read<AnswerPage>('/api/traces?project=shop')).items
    expect((await read<AnswerRecord>(`/api/traces/${first?.id ?? ''}`)).scale).toEqual({
      lowTokenLogprob: before.active.profile.thresholds.lowTokenLogprob,
      avgLogprobBands: before.active.profile.bands.avgLogprob,
    })
    const strict = {
      ...before.active.profile,
      name: 'strict',
      version: 7,
      thresholds: { ...before.active.profile.thresholds, lowTokenLogprob: -1.5 },
      actions: [{ id: 'all', metric: 'metrics.avgLogprob', op: '<', value: 0, action: 'review' }],
    }
    const put = (profile: object): Promise<Response> =>
      server.fetch('/api/profiles?activate=true&note=try', {
        method: 'PUT',
        body: JSON.stringify(profile),
        headers: { 'content-type': 'application/json' },
      })
    expect((await put({ schema: 1 })).status).toBe(400)
    expect(((await (await put(strict)).json()) as ProfileList).active.profile).toMatchObject({ name: 'strict' })
    expect((await post('/api/reanalyze?project=shop', '')).status).toBe(202)
    let status: ReanalyzeStatus
    do status = await read<ReanalyzeStatus>('/api/reanalyze')
    while (status.state === 'running')
    expect(status).toMatchObject({ state: 'done', done: 1, skipped: 0 })
    const { items } = await read<AnswerPage>('/api/traces?action=review')
    expect(items).toHaveLength(1)
    expect((await read<AnswerRecord>(`/api/traces/${items[0]?.id ?? ''}`)).scale?.lowTokenLogprob).toBe(-1.5)
    await put({ ...strict, version: 8 })
    const back = async (): Promise<number> =>
      ((await (await post('/api/profiles/rollback', '')).json()) as ProfileList).active.profile.version
    expect(await back()).toBe(7)
  })

  it('says how it is', async () => {
    const health = await read<StoreHealth>('/api/health/store')
    expect(health).toMatchObject({ state: 'ok', captured: 1, dropped: {}, queue: { captures: 0, bytes: 0 } })
    expect((await server.fetch('/healthz')).status).toBe(200)
    expect((await server.fetch('/readyz')).status).toBe(200)
    const metrics = await (await server.fetch('/metrics')).text()
    expect(metrics).toContain('logitscope_captures_total 1')
  })

  it('shows how to set up, and sends a real request', async () => {
    expect(await server.json('/api/setup')).toMatchObject({
      version: '9.9.9',
      baseUrl: `${server.url}/v1`,
      upstreams: [{ name: 'default', isDefault: true }],
      demo: false,
    })
    const answer = (await (await post('/api/setup/test-request', JSON.stringify({ model: 'm' }))).json()) as {
      readonly ok: boolean
      readonly traceId: string
    }
    expect(answer).toMatchObject({ ok: true, status: 200 })
    await server.stored(2)
    expect((await server.fetch(`/api/traces/${answer.traceId}`)).status).toBe(200)
  })
})

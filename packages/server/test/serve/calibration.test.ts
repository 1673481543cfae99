import { afterEach, describe, expect, it } from 'vitest'
import {
  createRandom,
  STARTING_PROFILE,
  type AnswerRecord,
  type CalibrationState,
  type CalibrationStatistics,
  type ProfileList,
  type ReviewState,
} from '@logitscope/core'
import { chatAnswer, jsonAnswer, startTestServer, type TestServer } from './harness.ts'

const running: TestServer[] = []
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop()
})

const ANSWERS = 160
const random = createRandom(12)
/** Right answers tend to be more probable, with overlap: something to calibrate. */
const PLAN = Array.from({ length: ANSWERS }, (_, i) => {
  const right = i % 2 === 0
  return { right, logprob: -(right ? 0.1 : 0.7) - 0.6 * random() }
})

const post = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

async function filled(): Promise<TestServer> {
  let asked = 0
  const server = await startTestServer({
    answer: () => jsonAnswer(chatAnswer(['It', ' is', ' so', '.'], PLAN[asked++ % ANSWERS]!.logprob)),
  })
  running.push(server)
  for (let i = 0; i < ANSWERS; i++) {
    const answer = await server.chat(
      { messages: [{ role: 'user', content: `Question ${i}?` }] },
      { 'x-logitscope-item': `q${i}`, 'x-logitscope-language': 'en' },
    )
    expect(answer.status).toBe(200)
    await answer.arrayBuffer()
    const id = answer.headers.get('x-logitscope-trace-id')!
    labels.set(id, PLAN[i]!.right)
  }
  await server.stored(ANSWERS)
  return server
}

const labels = new Map<string, boolean>()

async function fitted(server: TestServer): Promise<CalibrationState> {
  for (const until = Date.now() + 60_000; Date.now() < until; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const state = (await server.json('/api/calibration')) as CalibrationState
    if (state.job.state === 'done' || state.job.state === 'failed') return state
  }
  throw new Error('the fit did not end')
}

async function nextVerdict(server: TestServer): Promise<AnswerRecord['analysis']> {
  const before = (await server.stored(1)).length
  const answer = await server.chat({}, { 'x-logitscope-language': 'en' })
  const id = answer.headers.get('x-logitscope-trace-id')!
  await answer.arrayBuffer()
  await server.stored(before + 1)
  return ((await server.json(`/api/traces/${id}`)) as AnswerRecord).analysis
}

describe('calibration from the labels of the store', () => {
  it('draws, labels, fits, and changes the next live verdict when it is activated; going back undoes that', async () => {
    labels.clear()
    const server = await filled()
    expect((await nextVerdict(server)).verdict.basis).toBe('starting rules')

    const drawn = (await server.json(
      '/api/review/draw?to=9999999999999',
      post({ by: 'entropy', size: 1_000, auditShare: 0.5 }),
    )) as ReviewState
    expect(drawn.items.length).toBeGreaterThanOrEqual(ANSWERS)
    for (const { traceId, samplingProbability, audit } of drawn.items) {
      const right = labels.get(traceId)
      if (right === undefined) continue
      const label = { value: right ? 'correct' : 'incorrect', source: audit ? 'audit' : 'review', samplingProbability }
      expect((await server.fetch(`/api/traces/${traceId}/labels`, post(label))).status).toBe(200)
    }
    expect(((await server.json('/api/review')) as ReviewState).labelled).toBe(ANSWERS)

    expect((await server.fetch('/api/calibration/fit', post({ name: 'from-labels' }))).status).toBe(200)
    const { job, fitted: profile } = await fitted(server)
    expect(job).toMatchObject({ state: 'done', labels: ANSWERS })
    expect(profile?.report.groups[0]).toMatchObject({ n: ANSWERS, scope: { model: 'test-model-1', language: 'en' } })
    expect(profile!.report.groups[0]!.auroc[1]).toBeGreaterThan(0.8)
    expect((await nextVerdict(server)).verdict.basis).toBe('starting rules')

    const activated = (await server.json(`/api/profiles/${profile!.sha256}/activate`, { method: 'POST' })) as ProfileList
    expect(activated.active.profile.name).toBe('from-labels')
    const calibrated = await nextVerdict(server)
    expect(calibrated.errorRisk).not.toBeNull()
    expect(calibrated.profile.sha256).toBe(profile!.sha256)

    const figures = (await server.json('/api/stats/calibration')) as CalibrationStatistics
    expect(figures).toMatchObject({ profile: { name: 'from-labels', sha256: profile!.sha256 }, issues: [], cut: false })
    const [group] = figures.groups
    expect(figures.groups).toHaveLength(1)
    expect(group).toMatchObject({
      key: 'language=en model=test-model-1',
      level: 'group',
      speaker: 'language=en model=test-model-1',
      reason: null,
      n: ANSWERS,
      positives: ANSWERS / 2,
      newLabels: 0,
      unscored: { n: 0, positives: 0 },
      unsure: 0,
    })
    expect(group!.bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(ANSWERS)
    for (const { observed } of group!.bins) expect([...observed]).toEqual([...observed].sort((a, b) => a - b))
    expect(group!.bins.at(-1)!.observed[1]).toBeGreaterThan(group!.bins[0]!.observed[1])
    expect(group!.ece!.floor).toBeGreaterThan(0)
    // None was labelled since: what the profile was fitted on can be left out.
    expect(await server.json(`/api/stats/calibration?labelledFrom=${figures.profile.createdAt! + 1}`)).toMatchObject({ groups: [] })
    expect(await server.json('/api/stats/calibration?language=tr')).toMatchObject({ groups: [] })
    await server.fetch(`/api/traces/${drawn.items[0]!.traceId}/labels`, post({ value: 'unsure', source: 'someone' }))

    const back = (await server.json('/api/profiles/rollback', { method: 'POST' })) as ProfileList
    expect(back.active.profile.name).toBe(STARTING_PROFILE.name)
    expect(await nextVerdict(server)).toMatchObject({ errorRisk: null, verdict: { basis: 'starting rules' } })

    const starting = (await server.json('/api/stats/calibration')) as CalibrationStatistics
    expect(starting.groups).toMatchObject([
      { n: ANSWERS, level: null, speaker: null, reason: 'no-group', bins: [], brier: null, ece: null },
    ])

    const export_ = await server.fetch('/api/review/export?format=csv')
    const rows = (await export_.text()).trim().split('\r\n')
    expect(rows).toHaveLength(drawn.items.length + 1)
    expect(rows[0]).toMatch(/^id,model,language/)
  }, 180_000)

  it('says in words that there is nothing to fit', async () => {
    const server = await startTestServer()
    running.push(server)
    await server.chat()
    await server.stored(1)
    await server.fetch('/api/calibration/fit', post({}))
    const { job, fitted: profile } = await fitted(server)
    expect(job).toMatchObject({ state: 'failed', detail: 'no answer of this filter has a label: label some on the Review page first' })
    expect(profile).toBeNull()
  })
})

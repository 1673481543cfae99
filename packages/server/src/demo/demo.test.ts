import { createRandom } from '@logitscope/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoHistory } from './history.ts'
import { CYCLE_MS, sceneAt } from './incidents.ts'
import { loadDemoRecordings, questionOf, responseBytes, type DemoRecording } from './recordings.ts'
import { clientRequest, startDemoTraffic } from './traffic.ts'
import { startDemoUpstream, type DemoUpstream } from './upstream.ts'

const recordings = loadDemoRecordings()

function find(variant: string, streamed: boolean): DemoRecording {
  const found = recordings.find((one) => one.variant === variant && (one.request.stream === true) === streamed)
  if (found === undefined) throw new Error(`no recording of ${variant}`)
  return found
}

describe('the demo upstream', () => {
  let upstream: DemoUpstream
  const ask = (body: unknown): Promise<Response> =>
    fetch(`${upstream.url}/chat/completions`, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) })

  beforeAll(async () => {
    upstream = await startDemoUpstream(recordings, { random: createRandom(1), paceMs: 0 })
  })
  afterAll(() => upstream.close())

  it.each([true, false])('replays what was recorded, byte for byte, to the recorded request (streamed: %s)', async (streamed) => {
    const recording = find('bad-version', streamed)
    const answer = await (await ask(recording.request)).arrayBuffer()
    expect(Buffer.from(answer).equals(Buffer.from(responseBytes(recording)))).toBe(true)
  })

  it('answers a conversation that was recorded at several temperatures as at the one that is asked for', async () => {
    const bytesOf = (one: DemoRecording): string => Buffer.from(responseBytes(one)).toString('utf8')
    const drifted = recordings.filter((one) => one.variant === 'drift')
    expect(drifted.length).toBeGreaterThan(8)
    const answers = await Promise.all(drifted.map(async ({ request }) => (await ask(request)).text()))
    expect(drifted.map(bytesOf)).toEqual(expect.arrayContaining(answers))
  })

  it.each([true, false])('leaves out the log-probabilities that were not asked for (streamed: %s)', async (streamed) => {
    const recording = find('drift', streamed)
    const text = await (await ask(clientRequest(recording))).text()
    expect(text).toContain('"choices"')
    expect(text).not.toContain('"logprob"')
    expect(text.includes('"usage":{')).toBe(!streamed)
  })

  it('answers a recorded question without its system message from the recordings of that question', async () => {
    const recording = find('usual', false)
    const body = { model: 'm', messages: [{ role: 'user', content: questionOf(recording) }] }
    const { choices } = (await (await ask(body)).json()) as { choices: readonly { message: { content: string } }[] }
    const recorded = recordings.filter((one) => questionOf(one) === questionOf(recording) && typeof one.response === 'object')
    const texts = recorded.map(
      (one) => (one.response as { choices: readonly { message: { content: string } }[] }).choices[0]!.message.content,
    )
    expect(texts).toContain(choices[0]!.message.content)
  })

  it('answers a prompt that was never recorded with some recorded answer', async () => {
    const answer = (await (await ask({ model: 'm', messages: [{ role: 'user', content: 'Hello?' }] })).json()) as { choices: unknown[] }
    expect(answer.choices).toHaveLength(1)
  })

  it('lists its models and refuses what it cannot read', async () => {
    expect(await (await fetch(`${upstream.url}/models`)).json()).toMatchObject({ object: 'list' })
    expect((await ask('{')).status).toBe(400)
    expect((await ask('[]')).status).toBe(400)
    expect((await fetch(`${upstream.url}/embeddings`, { method: 'POST' })).status).toBe(404)
  })

  it('gets requests like those of a client that knows nothing of log-probabilities', async () => {
    const errors: unknown[] = []
    const traffic = startDemoTraffic({
      baseUrl: upstream.url,
      recordings,
      random: createRandom(2),
      now: Date.now,
      meanGapMs: 1,
      onError: (error) => errors.push(error),
    })
    await new Promise((resolve) => setTimeout(resolve, 200))
    await traffic.stop()
    expect(errors).toEqual([])
  })
})

describe('the script of the demo', () => {
  it('has a loop, a bad prompt version and a growing drift, and begins again', () => {
    const share = (project: string, variant: string, at: number): number =>
      Array.from({ length: 100 }, (_, i) => sceneAt(project, at, i / 100)).filter((scene) => scene.variant === variant).length / 100
    expect(share('bookshop-support', 'loop', 20_000)).toBe(0.5)
    expect(sceneAt('bookshop-support', 100_000, 0)).toEqual({ variant: 'bad-version', promptVersion: 'v8' })
    expect(share('school-facts', 'drift', 150_000)).toBeLessThan(share('school-facts', 'drift', 250_000))
    expect(sceneAt('yemek-asistani', 100_000, 0).variant).toBe('usual')
    expect(sceneAt('bookshop-support', CYCLE_MS + 100_000, 0)).toEqual(sceneAt('bookshop-support', 100_000, 0))
  })
})

describe('demoHistory', () => {
  const options = { recordings, now: Date.UTC(2026, 0, 15, 12), answers: 500, hours: 24 }
  const history = demoHistory({ ...options, random: createRandom(3) })

  it('lays recorded answers over the day before now, oldest first, each with an id of its own', () => {
    expect(history).toHaveLength(500)
    expect(new Set(history.map((trace) => trace.id)).size).toBe(500)
    const times = history.map((trace) => trace.startedAt)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(times.every((at) => at <= options.now && at > options.now - 24 * 3_600_000)).toBe(true)
    expect(new Set(history.map((trace) => trace.context.project))).toEqual(new Set(recordings.map((one) => one.project)))
  })

  it('keeps every number as it was recorded', () => {
    const byQuestion = new Map(recordings.map((one) => [questionOf(one), one]))
    for (const trace of history.slice(0, 50)) {
      expect(byQuestion.has(trace.context.item ?? '')).toBe(true)
      expect(trace.tokens.every((token) => token.logprob !== null && token.logprob <= 0)).toBe(true)
    }
  })

  it('is the same for the same random numbers', () => {
    expect(demoHistory({ ...options, random: createRandom(3) })).toEqual(history)
  })
})

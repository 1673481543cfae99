/** The guard ends or marks a stream that is not worth reading on; the verdict travels with the answer where it is wanted. */
import { STARTING_PROFILE } from '@logitscope/core'
import { projectRecordings, startFakeUpstream, type FakeUpstream, type UpstreamAnswer } from '@logitscope/testkit'
import { afterEach, describe, expect, it } from 'vitest'
import type { CaptureSink, CaptureVerdict, GatewayOptions, UpstreamConfig } from '../../src/index.ts'
import { startGateway, until, upstreamAt, type Running } from './harness.ts'

const CHAT = '/v1/chat/completions'

interface Recorded {
  readonly choices: readonly { readonly logprobs: { readonly content: readonly { readonly token: string }[] } }[]
}

/** The recorded loop, token by token as its server would have streamed it. */
function loopEvents(): readonly Buffer[] {
  const { bytes } = projectRecordings().find(({ name }) => name.endsWith('/loop.json'))!
  const { choices } = JSON.parse(Buffer.from(bytes).toString()) as Recorded
  const event = (choice: object): Buffer =>
    Buffer.from(
      `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, ...choice }] })}\n\n`,
    )
  const tokens = choices[0]!.logprobs.content
  return [
    event({ delta: { role: 'assistant', content: null }, finish_reason: null }),
    ...tokens.map((entry) => event({ delta: { content: entry.token }, logprobs: { content: [entry] }, finish_reason: null })),
    event({ delta: {}, finish_reason: 'length' }),
    Buffer.from('data: [DONE]\n\n'),
  ]
}

const EVENTS = loopEvents()
const loop = { bytes: Buffer.concat(EVENTS) }

let upstream: FakeUpstream
let running: Running

async function start(answer: UpstreamAnswer, more: Partial<GatewayOptions>, config: Partial<UpstreamConfig> = {}): Promise<void> {
  upstream = await startFakeUpstream(() => answer)
  running = await startGateway([upstreamAt(`${upstream.url}/v1`, config)], more)
}

afterEach(async () => {
  await running.stop()
  await upstream.stop()
})

const ask = async (project: string, body: object = { model: 'm', messages: [], stream: true }): Promise<string> =>
  (
    await fetch(running.url + CHAT, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-logitscope-project': project },
      body: JSON.stringify(body),
    })
  ).text()

interface Chunk {
  readonly choices: readonly {
    readonly delta: { readonly content?: string }
    readonly finish_reason: string | null
    readonly logprobs?: unknown
  }[]
}

const chunksOf = (text: string): readonly Chunk[] =>
  text.split('\n\n').flatMap((event) => (event.startsWith('data: {') ? [JSON.parse(event.slice(6)) as Chunk] : []))

const stream: UpstreamAnswer = { headers: { 'content-type': 'text/event-stream' }, pieces: EVENTS, paceMs: 1 }
const projects = { careful: 'end', watched: 'mark' } as const

describe('a loop', () => {
  it('in a project that is guarded ends the stream properly, and the upstream is cancelled', async () => {
    await start(stream, { guard: { projects } })
    const text = await ask('careful')
    const whole = chunksOf(Buffer.from(loop.bytes).toString())
    const chunks = chunksOf(text)
    expect(chunks.length).toBeLessThan(whole.length)
    expect(chunks.at(-1)!.choices[0]!.finish_reason).toBe('length')
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true)
    const sent = chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')
    expect(
      whole
        .map(({ choices }) => choices[0]?.delta.content ?? '')
        .join('')
        .startsWith(sent),
    ).toBe(true)
    expect((await running.captured(1))[0]!.end).toBe('guard-ended')
    await until(() => upstream.seen[0]!.cancelledAt !== null)
    expect(running.gateway.counts()).toMatchObject({ guardEnded: 1, guardMarked: 0, clientsLeft: 0 })
  })

  it('ends a stream from which our logprobs are taken out', async () => {
    await start(stream, { guard: { projects } }, { logprobs: 'auto' })
    const text = await ask('careful')
    expect(upstream.seen[0]!.body.toString()).toContain('"logprobs":true')
    expect(chunksOf(text).every(({ choices }) => choices.every(({ logprobs }) => logprobs === undefined || logprobs === null))).toBe(true)
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true)
  })

  it('is found in the text where there are no logprobs', async () => {
    const plain = EVENTS.map((event) => Buffer.from(event.toString().replace(/,"logprobs":\{.*\}\]?\}(?=,"finish_reason")/, '')))
    expect(Buffer.concat(plain).toString()).not.toContain('logprob')
    await start({ ...stream, pieces: plain }, { guard: { projects } })
    const text = await ask('careful')
    expect(chunksOf(text).length).toBeLessThan(plain.length - 1)
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true)
  })

  it('in a project that is watched is only marked', async () => {
    await start(stream, { guard: { projects } })
    const text = await ask('watched')
    expect(text).toContain(': logitscope guard=repetition\n\n')
    expect(text.replace(': logitscope guard=repetition\n\n', '')).toBe(Buffer.from(loop.bytes).toString())
    expect((await running.captured(1))[0]!.end).toBe('complete')
  })

  it('in any other project passes', async () => {
    await start(stream, { guard: { projects } })
    expect(await ask('other')).toBe(Buffer.from(loop.bytes).toString())
  })

  it('inside a tool call is never cut', async () => {
    const call = (part: string): Buffer =>
      Buffer.from(
        `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', choices: [{ index: 0, delta: { tool_calls: [{ index: 0, ...(part === '' ? { id: 't', type: 'function' } : {}), function: { ...(part === '' ? { name: 'f' } : {}), arguments: part } }] }, finish_reason: null }] })}\n\n`,
      )
    const pieces = [call(''), ...Array.from({ length: 200 }, () => call('one two three '))]
    pieces.push(
      Buffer.from('data: {"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}\n\n'),
      Buffer.from('data: [DONE]\n\n'),
    )
    await start({ headers: { 'content-type': 'text/event-stream' }, pieces }, { guard: { projects } })
    expect(await ask('careful')).toBe(Buffer.concat(pieces).toString())
    expect(running.gateway.counts().guardEnded).toBe(0)
  })
})

describe('a collapse', () => {
  it('ends the stream, a few unlikely words do not', async () => {
    const event = (content: string, logprob: number): Buffer =>
      Buffer.from(
        `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content }, logprobs: { content: [{ token: content, logprob, bytes: null, top_logprobs: [] }] }, finish_reason: null }] })}\n\n`,
      )
    const words = (count: number, logprob: number, from: number): Buffer[] =>
      Array.from({ length: count }, (_, i) => event(`w${from + i} `, logprob))
    const short = [...words(10, -0.1, 0), ...words(8, -6, 10), ...words(10, -0.1, 20), Buffer.from('data: [DONE]\n\n')]
    await start({ headers: { 'content-type': 'text/event-stream' }, pieces: short }, { guard: { projects } })
    expect(await ask('careful')).toBe(Buffer.concat(short).toString())
    await running.stop()
    await upstream.stop()
    const long = [...words(10, -0.1, 0), ...words(200, -6, 10)]
    await start({ headers: { 'content-type': 'text/event-stream' }, pieces: long, paceMs: 1 }, { guard: { projects } })
    const text = await ask('careful')
    expect(chunksOf(text).length).toBeLessThan(100)
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true)
  })

  it.each([
    ['thresholds', (thresholds: object) => ({ ...STARTING_PROFILE, thresholds: { ...STARTING_PROFILE.thresholds, ...thresholds } })],
    ['overrides of the language', (thresholds: object) => ({ ...STARTING_PROFILE, languages: { tr: thresholds } })],
  ])("is what the profile's %s say", async (_, profileWith) => {
    const event = (content: string): Buffer =>
      Buffer.from(
        `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content }, logprobs: { content: [{ token: content, logprob: -6, bytes: null, top_logprobs: [] }] }, finish_reason: null }] })}\n\n`,
      )
    const pieces = [...Array.from({ length: 40 }, (_piece, i) => event(`w${i} `)), Buffer.from('data: [DONE]\n\n')]
    const counts: number[] = []
    for (const thresholds of [{ collapseWindows: 1 }, { collapseWindows: 3 }, { collapseWindows: 4, sustainedLowLogprob: -9 }]) {
      const profile = profileWith(thresholds)
      await start({ headers: { 'content-type': 'text/event-stream' }, pieces, paceMs: 1 }, { guard: { projects }, profile: () => profile })
      const response = await fetch(running.url + CHAT, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-logitscope-project': 'careful', 'x-logitscope-language': 'tr' },
        body: JSON.stringify({ model: 'm', messages: [], stream: true }),
      })
      counts.push(chunksOf(await response.text()).length)
      if (counts.length < 3) {
        await running.stop()
        await upstream.stop()
      }
    }
    // Two windows of five tokens more, and never.
    expect(counts[1]! - counts[0]!).toBe(10)
    expect(counts[2]).toBe(40)
  })
})

describe('a verdict', () => {
  const verdict: CaptureVerdict = { traceId: 't.0', action: 'review', rule: 'low average', basis: 'starting rules', errorRisk: 0.25 }
  const sinkAfter = (ms: number): CaptureSink => ({
    offer(record, onVerdict) {
      running.records.push(record)
      if (ms === 0) onVerdict?.(verdict)
      else setTimeout(() => onVerdict?.(verdict), ms)
      return true
    },
    drop: () => undefined,
  })
  const whole: UpstreamAnswer = {
    headers: { 'content-type': 'application/json' },
    pieces: [Buffer.from('{"choices":'), Buffer.from('[]}')],
  }

  it('comes as a comment before the mark of the end, and changes nothing else', async () => {
    for (const ms of [0, 5]) {
      await start({ ...stream, paceMs: 0 }, { verdictComment: true, sink: sinkAfter(ms), limits: { verdictWaitMs: 2000 } })
      const text = await ask('any')
      const [, comment] = /\n\n(: logitscope \{[^\n]*\}\n\n)data: \[DONE\]\n\n$/.exec(text) ?? []
      expect(JSON.parse(comment!.slice(': logitscope '.length))).toEqual({ ...verdict })
      expect(text.replace(comment!, '')).toBe(Buffer.from(loop.bytes).toString())
      const { responseBody, arrivals } = running.records[0]!
      expect(Buffer.concat(responseBody).equals(loop.bytes)).toBe(true)
      expect(arrivals).toHaveLength(responseBody.length)
      if (ms === 0) {
        await running.stop()
        await upstream.stop()
      }
    }
  })

  it('comes as a header where the answer is one body', async () => {
    await start(whole, { verdictHeader: true, sink: sinkAfter(3), limits: { verdictWaitMs: 2000 } })
    const response = await fetch(running.url + CHAT, { method: 'POST', body: '{}' })
    expect(response.headers.get('x-logitscope-verdict')).toBe('review;rule="low average";basis="starting rules";error-risk=0.250')
    expect(await response.text()).toBe('{"choices":[]}')
  })

  it('of an answer without evidence is none, not a pass', async () => {
    const none: CaptureVerdict = { ...verdict, action: 'none', rule: null, errorRisk: null, reason: 'no-evidence' }
    const sink: CaptureSink = { offer: (_, onVerdict) => (onVerdict?.(none), true), drop: () => undefined }
    await start(whole, { verdictHeader: true, sink, limits: { verdictWaitMs: 2000 } })
    const response = await fetch(running.url + CHAT, { method: 'POST', body: '{}' })
    expect(response.headers.get('x-logitscope-verdict')).toBe('none;reason=no-evidence;basis="starting rules"')
    await running.stop()
    await upstream.stop()
    await start({ ...stream, paceMs: 0 }, { verdictComment: true, sink, limits: { verdictWaitMs: 2000 } })
    const [, comment] = /\n\n: logitscope (\{[^\n]*\})\n\ndata: \[DONE\]/.exec(await ask('any')) ?? []
    expect(JSON.parse(comment!)).toEqual(none)
  })

  it('that is late is not waited for', async () => {
    await start(whole, { verdictHeader: true, sink: sinkAfter(1000) })
    const response = await fetch(running.url + CHAT, { method: 'POST', body: '{}' })
    expect(response.headers.get('x-logitscope-verdict')).toBeNull()
    expect(await response.text()).toBe('{"choices":[]}')
  })
})

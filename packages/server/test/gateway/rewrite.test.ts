/** In rewrite mode a client gets what it would have got without us. */
import {
  llamaServerMissing,
  sharedRecordings,
  startFakeUpstream,
  startLlamaServer,
  type FakeUpstream,
  type LlamaServer,
  type Recording,
  type SeenRequest,
  type UpstreamAnswer,
} from '@logitscope/testkit'
import { openAiChat } from '@logitscope/adapters'
import OpenAI from 'openai'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { gzipSync } from 'node:zlib'
import { startGateway, upstreamAt, type Running } from './harness.ts'
import { cutAtEvents, cutAtRandom, masked } from './pieces.ts'

const recordings = sharedRecordings(/^real\/.*\.response\.(?:json|sse)$/)
const byName = (name: string): Recording => recordings.find((recording) => recording.name.startsWith(`real/${name}.response.`))!

const asksLogprobs = ({ body }: SeenRequest): boolean => /"logprobs":true|output_text\.logprobs/.test(body.toString())
const typeOf = ({ name }: Recording): string => (name.endsWith('.sse') ? 'text/event-stream' : 'application/json')

let upstream: FakeUpstream | null = null
let running: Running | null = null

async function start(answer: (request: SeenRequest, index: number) => UpstreamAnswer, logprobs: 'auto' | 'inject' = 'auto'): Promise<void> {
  upstream = await startFakeUpstream(answer)
  running = await startGateway([upstreamAt(`${upstream.url}/v1`, { logprobs })])
}

afterEach(async () => {
  await running?.stop()
  await upstream?.stop()
  running = upstream = null
})

const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(running!.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

const PAIRS: readonly (readonly [asked: string, plain: string, path: string])[] = [
  ...['plain', 'stream'].flatMap((form) => [
    ...['top1-t0', 'top5-t0', 'top20-t0', 'topunset-t0'].map(
      (top) => [`llama-server/chat-${form}-${top}`, `llama-server/chat-${form}-nologprobs-t0`, '/v1/chat/completions'] as const,
    ),
    ...['top5-t0', 'top20-t0'].map((top) => [`vllm/chat-${form}-${top}`, `vllm/chat-${form}-nologprobs`, '/v1/chat/completions'] as const),
  ]),
  ['vllm/responses-plain-logprobs', 'vllm/responses-plain', '/v1/responses'],
]

describe.skipIf(recordings.length === 0)('the answer to a request that was asked for logprobs', () => {
  it.each(PAIRS)('%s reaches the client as %s', async (asked, plain, path) => {
    const recording = byName(asked)
    const pieces = recording.name.endsWith('.sse') ? cutAtRandom(recording.bytes, 300) : [recording.bytes]
    await start(() => ({ headers: { 'content-type': typeOf(recording) }, pieces }))
    const request = { ...(byName(plain).request as object), store: false }
    const response = await post(path, request)
    const text = await response.text()
    expect(asksLogprobs(upstream!.seen[0]!)).toBe(true)
    expect(masked(text)).toBe(masked(Buffer.from(byName(plain).bytes).toString()))
    const [record] = await running!.captured(1)
    expect(Buffer.concat(record!.responseBody).equals(recording.bytes)).toBe(true)
    expect(record!.asked).toMatchObject({ logprobs: true })
    expect(JSON.parse(Buffer.from(record!.requestBody!).toString())).toEqual(request)
  })

  it('has the length that it has, compressed or not', async () => {
    const recording = byName('llama-server/chat-plain-top5-t0')
    await start(() => ({
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip', etag: '"x"' },
      pieces: [gzipSync(recording.bytes)],
    }))
    const response = await post('/v1/chat/completions', byName('llama-server/chat-plain-nologprobs-t0').request)
    const text = await response.text()
    expect(upstream!.seen[0]!.headers['accept-encoding']).toBe('identity')
    expect(response.headers.get('content-encoding')).toBeNull()
    expect(response.headers.get('etag')).toBeNull()
    expect(response.headers.get('content-length')).toBe(String(Buffer.byteLength(text)))
    expect(masked(text)).toBe(masked(Buffer.from(byName('llama-server/chat-plain-nologprobs-t0').bytes).toString()))
  })

  it('is taken apart also where a stream comes compressed', async () => {
    const recording = byName('llama-server/chat-stream-top5-t0')
    const compressed = gzipSync(recording.bytes)
    await start(() => ({
      headers: { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' },
      pieces: cutAtRandom(compressed, 200),
    }))
    const response = await post('/v1/chat/completions', byName('llama-server/chat-stream-nologprobs-t0').request)
    expect(masked(await response.text())).toBe(masked(Buffer.from(byName('llama-server/chat-stream-nologprobs-t0').bytes).toString()))
  })

  it('passes unedited where it cannot be parsed', async () => {
    const odd = Buffer.from('{"choices":[{"logprobs":{"content":[{"token":"a"')
    await start(() => ({ headers: { 'content-type': 'application/json' }, pieces: [odd] }))
    expect(await (await post('/v1/chat/completions', { model: 'm', messages: [] })).text()).toBe(odd.toString())
  })

  it('stays as it is with `inject`', async () => {
    const recording = byName('llama-server/chat-stream-top5-t0')
    await start(() => ({ headers: { 'content-type': 'text/event-stream' }, pieces: cutAtEvents(recording.bytes) }), 'inject')
    const response = await post('/v1/chat/completions', byName('llama-server/chat-stream-nologprobs-t0').request)
    expect(Buffer.from(await response.arrayBuffer()).equals(recording.bytes)).toBe(true)
    expect(asksLogprobs(upstream!.seen[0]!)).toBe(true)
  })
})

const missing = llamaServerMissing()
describe.skipIf(missing !== null)('the real llama-server behind a gateway that asks', { timeout: 180_000 }, () => {
  let server: LlamaServer
  beforeAll(async () => {
    server = await startLlamaServer()
  }, 90_000)
  afterAll(() => server.stop())

  const messages = [{ role: 'user', content: 'Name a city. 😀' }]
  const common = { model: 'model', temperature: 0, max_tokens: 5, cache_prompt: false }

  it.each<[string, string, object]>([
    ['chat', '/v1/chat/completions', { messages }],
    ['chat, streamed', '/v1/chat/completions', { messages, stream: true }],
    ['chat, streamed with usage', '/v1/chat/completions', { messages, stream: true, stream_options: { include_usage: true } }],
    ['completions', '/v1/completions', { prompt: 'The capital of France is' }],
    ['completions, streamed', '/v1/completions', { prompt: 'The capital of France is', stream: true }],
    ['a request that it refuses', '/v1/chat/completions', { messages: [{ role: 'user' }] }],
  ])('answers %s as it does directly', async (_, path, more) => {
    running = await startGateway([upstreamAt(`${server.url}/v1`, { logprobs: 'auto' })])
    const request = { ...common, ...more }
    const direct = await fetch(server.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    })
    const directly = await direct.text()
    const through = await post(path, request)
    const text = (await through.text()).replace(/"id":"chatcmpl-\w+"/g, '"id":""')
    expect(through.status).toBe(direct.status)
    expect(masked(text)).toBe(masked(directly.replace(/"id":"chatcmpl-\w+"/g, '"id":""')))
    const [record] = await running.captured(1)
    if (through.status === 200) expect(Buffer.concat(record!.responseBody).toString()).toContain('top_logprobs')
  })

  it('serves the openai client, and gives the capture what the client did not ask for', async () => {
    running = await startGateway([upstreamAt(`${server.url}/v1`, { logprobs: 'auto' })])
    const text = async (baseURL: string): Promise<string> => {
      const client = new OpenAI({ baseURL, apiKey: 'none', maxRetries: 0 })
      let all = ''
      for await (const chunk of await client.chat.completions.create({
        model: 'model',
        messages: [{ role: 'user', content: 'Name a city.' }],
        temperature: 0,
        max_completion_tokens: 5,
        stream: true,
      })) {
        expect(chunk.choices[0]?.logprobs ?? null).toBeNull()
        all += chunk.choices[0]?.delta.content ?? ''
      }
      return all
    }
    expect(await text(`${running.url}/v1`)).toBe(await text(`${server.url}/v1`))
    const [record] = await running.captured(1)
    const decoder = openAiChat.decoder({ requestId: record!.requestId, startedAt: record!.startedAt })
    for (const piece of record!.responseBody) decoder.push(piece)
    const [trace] = decoder.end().traces
    expect(trace!.tokens.length).toBeGreaterThan(0)
    expect(trace!.evidence).toMatchObject({ tier: 'top-k', k: 5 })
  })
})

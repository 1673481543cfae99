/** When parameters are added to a request, when not, and what happens where they are refused. */
import { startFakeUpstream, type FakeUpstream, type SeenRequest, type UpstreamAnswer } from '@logitscope/testkit'
import { afterEach, describe, expect, it } from 'vitest'
import { gzipSync } from 'node:zlib'
import type { GatewayOptions, UpstreamConfig } from '../../src/index.ts'
import { startGateway, upstreamAt, type Running } from './harness.ts'

const CHAT = '/v1/chat/completions'
const MESSAGES = [{ role: 'user', content: 'hi' }]
const OK: UpstreamAnswer = { headers: { 'content-type': 'application/json' }, pieces: [Buffer.from('{"choices":[]}')] }

let upstream: FakeUpstream
let running: Running

async function start(
  answer: (request: SeenRequest, index: number) => UpstreamAnswer = () => OK,
  config: Partial<UpstreamConfig> = {},
  more: Partial<GatewayOptions> = {},
): Promise<void> {
  upstream = await startFakeUpstream(answer)
  running = await startGateway([upstreamAt(`${upstream.url}/v1`, { logprobs: 'auto', ...config })], more)
}

afterEach(async () => {
  await running.stop()
  await upstream.stop()
})

async function post(body: unknown, headers: Record<string, string> = {}, path = CHAT): Promise<Response> {
  const response = await fetch(running.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
  })
  return new Response(await response.arrayBuffer(), { status: response.status, headers: response.headers })
}

const asks = ({ body }: SeenRequest): boolean => body.includes('logprobs')

describe('a request is left byte for byte as it is', () => {
  const plain = { model: 'm', messages: MESSAGES }
  it.each<[why: string, reason: string, body: unknown, headers: Record<string, string>, path?: string]>([
    ['where the client asked for logprobs itself', 'client-asked', { ...plain, logprobs: true }, {}],
    ['where the client said that it wants none', 'client-asked', { ...plain, logprobs: false }, {}],
    ['where the client set a parameter of another server', 'client-asked', { ...plain, n_probs: 3 }, {}],
    ['where the answer is stored', 'stored', { ...plain, store: true }, {}],
    ['where a response is stored', 'stored', { model: 'm', input: 'hi' }, {}, '/v1/responses'],
    [
      'where a response is made in the background',
      'stored',
      { model: 'm', input: 'hi', store: false, background: true },
      {},
      '/v1/responses',
    ],
    ['where the model is known to refuse', 'refused-by-model', { ...plain, model: 'o3-mini' }, {}],
    ['where it says so', 'off', plain, { 'x-logitscope-logprobs': 'off' }],
    ['where it is signed by AWS', 'signed', plain, { authorization: 'AWS4-HMAC-SHA256 Credential=a' }],
    ['where its content has a digest', 'signed', plain, { 'content-digest': 'sha-256=:x:' }],
    ['where its signature stands in the query', 'signed', plain, {}, `${CHAT}?X-Amz-Signature=abc`],
    ['where it is compressed', 'not-json', gzipSync(JSON.stringify(plain)), { 'content-encoding': 'gzip' }],
    ['where it says to be something else', 'not-json', plain, { 'content-type': 'text/plain' }],
    ['where it is no JSON', 'not-json', '{"messages":[', {}],
    ['where it is a list', 'not-json', [plain], {}],
    ['where the format has no way to ask', 'no-way-to-ask', { ...plain, max_tokens: 5 }, {}, '/v1/messages'],
    ['where a key makes it one of its kind', 'idempotency-key', plain, { 'idempotency-key': 'k1' }],
  ])('%s', async (_, reason, body, headers, path = CHAT) => {
    await start()
    await post(body, headers, path)
    const sent = typeof body === 'string' || body instanceof Uint8Array ? Buffer.from(body) : Buffer.from(JSON.stringify(body))
    expect(upstream.seen[0]!.body.equals(sent)).toBe(true)
    expect(running.gateway.counts().left).toEqual({ [reason]: 1 })
    expect((await running.captured(1))[0]!.asked).toBeNull()
  })

  it('where it is longer than what may be changed, announced or not', async () => {
    await start(() => OK, {}, { limits: { askBytes: 2000 } })
    const long = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'x'.repeat(5000) }] })
    await post(long)
    const pieces = [long.slice(0, 1500), long.slice(1500)].map((piece) => Buffer.from(piece))
    const body = new ReadableStream({
      async pull(controller) {
        const piece = pieces.shift()
        if (piece === undefined) controller.close()
        else controller.enqueue(piece)
        await new Promise((resolve) => setTimeout(resolve, 10))
      },
    })
    await fetch(running.url + CHAT, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      duplex: 'half',
    } as RequestInit)
    expect(upstream.seen.map((request) => request.body.toString())).toEqual([long, long])
    expect(running.gateway.counts().left).toEqual({ 'too-large': 2 })
  })

  it('and not captured where the sample leaves it out', async () => {
    const draws = [0.5]
    await start(() => OK, { sampleRate: 0.4 }, { random: () => draws[0]! })
    await post(plain)
    draws[0] = 0.3
    await post(plain)
    expect(upstream.seen.map(asks)).toEqual([false, true])
    expect(await running.captured(1)).toHaveLength(1)
  })
})

describe('a request is asked', () => {
  it('without being written anew: its own bytes stay where they are', async () => {
    await start()
    const odd = '{ "model":"m" ,\n"seed": 12345678901234567890, "messages": [{"role":"user","content":"\\u0041é😀"}]  }\n'
    await post(odd)
    const sent = upstream.seen[0]!.body.toString()
    expect(sent).toBe(odd.replace('}]  }', '}],"logprobs":true,"top_logprobs":5  }'))
    expect(upstream.seen[0]!.headers['content-length']).toBe(String(Buffer.byteLength(sent)))
  })
})

const REFUSAL: UpstreamAnswer = {
  status: 400,
  headers: { 'content-type': 'application/json' },
  pieces: [
    Buffer.from(
      JSON.stringify({
        error: { message: "Unsupported parameter: 'logprobs' is not supported with this model.", type: 'invalid_request_error' },
      }),
    ),
  ],
}
const REFUSED_STREAM: UpstreamAnswer = {
  headers: { 'content-type': 'text/event-stream' },
  pieces: [': ping\n\n', 'data: {"error":{"message":"top_logprobs must be at most 0","code":400}}\n\n', 'data: [DONE]\n\n'].map((text) =>
    Buffer.from(text),
  ),
}

describe('where the upstream refuses our parameters', () => {
  it.each([
    ['with an error', REFUSAL, false],
    ['in the first event of a stream', REFUSED_STREAM, true],
  ])('%s, the request is sent once more without, and such requests are left alone from then on', async (_, refusal, stream) => {
    let now = 0
    await start(
      (request) => (asks(request) ? refusal : OK),
      {},
      { clock: { now: Date.now, monotonic: () => now }, limits: { refusalMs: 1000 } },
    )
    const body = { model: 'm', messages: MESSAGES, stream }
    const response = await post(body)
    expect([response.status, await response.text()]).toEqual([200, '{"choices":[]}'])
    expect(upstream.seen.map(asks)).toEqual([true, false])
    expect(upstream.seen[1]!.body.toString()).toBe(JSON.stringify(body))
    const [record] = await running.captured(1)
    expect(record).toMatchObject({ retries: 1, asked: null, status: 200 })
    expect(Buffer.concat(record!.responseBody).toString()).toBe('{"choices":[]}')

    await post(body)
    expect(upstream.seen.map(asks)).toEqual([true, false, false])
    // Other models, tools, and forms are not concerned.
    await post({ ...body, model: 'other' })
    await post({ ...body, tools: [{ type: 'function' }] })
    await post({ ...body, stream: !stream })
    expect(upstream.seen.slice(3).filter(asks)).toHaveLength(3)
    now = 1001
    const before = upstream.seen.length
    await post(body)
    expect(upstream.seen.slice(before).map(asks)).toEqual([true, false])
    expect(running.gateway.counts().retries).toBe(5)
  })

  it('another error reaches the client, and nothing is sent again', async () => {
    const other: UpstreamAnswer = {
      status: 429,
      headers: { 'content-type': 'application/json', 'retry-after': '7' },
      pieces: [Buffer.from('{"error":{"message":"slow down"}}')],
    }
    await start(() => other)
    const response = await post({ model: 'm', messages: MESSAGES })
    expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([
      429,
      '7',
      '{"error":{"message":"slow down"}}',
    ])
    expect(upstream.seen).toHaveLength(1)
  })

  it('a second refusal reaches the client', async () => {
    await start(() => REFUSAL)
    const response = await post({ model: 'm', messages: MESSAGES })
    expect(response.status).toBe(400)
    expect(upstream.seen.map(asks)).toEqual([true, false])
  })

  it('a request with an idempotency key is never sent twice, and the same key always brings the same bytes', async () => {
    let refuses = false
    await start((request) => ((refuses || request.body.includes('"model":"bad"')) && asks(request) ? REFUSAL : OK))
    const body = { model: 'm', messages: MESSAGES }
    await post(body, { 'idempotency-key': 'first' })
    await post(body)
    await post(body, { 'idempotency-key': 'first' })
    await post(body, { 'idempotency-key': 'second' })
    await post({ ...body, model: 'bad' }, { 'idempotency-key': 'third' })
    expect(upstream.seen.map(asks)).toEqual([false, true, false, true, false])
    expect(running.gateway.counts().retries).toBe(0)
    // Not even where the upstream has changed its mind in between.
    refuses = true
    await post(body)
    await post(body, { 'idempotency-key': 'second' })
    expect(upstream.seen.slice(5).map(asks)).toEqual([true, false, true])
  })
})

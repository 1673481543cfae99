import { brotliCompressSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { CaptureRecord } from './contract.ts'
import { readExchange } from './read-exchange.ts'

const LIMITS = { bodyBytes: 10_000_000 }
const REQUEST = { model: 'gpt-x', messages: [{ role: 'user', content: 'hi' }], logprobs: true }

const entry = (text: string, logprob: number): unknown => ({ token: text, logprob, bytes: [...Buffer.from(text)], top_logprobs: [] })
const ANSWER = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  model: 'gpt-x-1',
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: 'Hi there' },
      logprobs: { content: [entry('Hi', -0.1), entry(' there', -0.3)] },
      finish_reason: 'stop',
    },
  ],
  usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
}
const chunk = (delta: unknown, logprobs: unknown, finish: string | null): string =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', model: 'gpt-x-1', choices: [{ index: 0, delta, logprobs, finish_reason: finish }] })}\n\n`
const STREAM = [
  chunk({ role: 'assistant', content: 'Hi' }, { content: [entry('Hi', -0.1)] }, null),
  chunk({ content: ' there' }, { content: [entry(' there', -0.3)] }, null),
  chunk({}, null, 'stop'),
  'data: [DONE]\n\n',
]

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text))

const record = (part: Partial<CaptureRecord>): CaptureRecord => ({
  requestId: 'req-1',
  startedAt: 1_000_000,
  firstByteMs: 40,
  totalMs: 100,
  upstream: 'default',
  provider: null,
  method: 'POST',
  path: '/v1/chat/completions',
  status: 200,
  contentType: 'application/json',
  contentEncoding: null,
  requestBody: bytes(JSON.stringify(REQUEST)),
  requestEncoding: null,
  responseBody: [bytes(JSON.stringify(ANSWER))],
  end: 'complete',
  retries: 0,
  asked: null,
  context: { project: 'shop', user: 'u1' },
  ...part,
})

describe('readExchange', () => {
  it('reads an answer with its request, context, status and times', async () => {
    const { traces, fetched } = await readExchange(record({ retries: 1 }), LIMITS)
    expect(fetched).toBe(false)
    // One body says nothing of when its first token was made.
    expect(traces[0]!.timing).toEqual({ totalMs: 100 })
    expect(traces).toHaveLength(1)
    expect(traces[0]).toMatchObject({
      id: 'req-1.0',
      source: { requestedModel: 'gpt-x', model: 'gpt-x-1', status: 200, retries: 1 },
      request: { messages: [{ role: 'user', content: 'hi' }] },
      output: { text: 'Hi there', finish: { unified: 'stop' } },
      timing: { totalMs: 100 },
      context: { project: 'shop', user: 'u1' },
    })
    expect(traces[0]?.tokens.map(({ logprob }) => logprob)).toEqual([-0.1, -0.3])
  })

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('reads bodies in %s', async (encoding, compress) => {
    const { traces } = await readExchange(
      record({
        contentEncoding: encoding,
        responseBody: [compress(JSON.stringify(ANSWER))],
        requestEncoding: encoding,
        requestBody: compress(JSON.stringify(REQUEST)),
      }),
      LIMITS,
    )
    expect(traces[0]).toMatchObject({ output: { text: 'Hi there' }, source: { requestedModel: 'gpt-x' } })
  })

  it('takes the time of the first token from when its piece came', async () => {
    const stream = record({ contentType: 'text/event-stream', responseBody: STREAM.map(bytes), arrivals: [70, 80, 90, 95] })
    const { traces } = await readExchange(stream, LIMITS)
    expect(traces[0]).toMatchObject({ source: { streamed: true }, timing: { firstTokenMs: 70, totalMs: 100 } })
  })

  it('keeps what came of a stream that the client left, as cancelled', async () => {
    const { traces } = await readExchange(
      record({ contentType: 'text/event-stream', responseBody: [bytes(STREAM[0]!), bytes(STREAM[1]!.slice(0, 30))], end: 'client-left' }),
      LIMITS,
    )
    expect(traces[0]).toMatchObject({ output: { text: 'Hi', finish: { unified: 'cancelled' } } })
    expect(traces[0]?.evidence.issues.map(({ code }) => code)).toContain('stream-cut')
  })

  it('keeps the end that the provider gave where the client left only after it', async () => {
    const { traces } = await readExchange(record({ end: 'client-left' }), LIMITS)
    expect(traces[0]?.output.finish).toEqual({ unified: 'stop', raw: 'stop' })
  })

  it.each([
    ['nobody waited for', { end: 'client-left', responseBody: [], status: 0 }, 'client-left', 'cancelled'],
    ['the upstream broke off', { end: 'upstream-failed', responseBody: [] }, 'upstream-failed', 'error'],
    [
      'is a page of markup',
      { status: 502, contentType: 'text/html', responseBody: [bytes('<html>Bad gateway</html>')] },
      'http-502',
      'error',
    ],
    ['is JSON of something else', { responseBody: [bytes('{"hello":"world"}')] }, 'unreadable-answer', 'error'],
    ['is empty', { responseBody: [] }, 'unreadable-answer', 'error'],
    ['is damaged', { contentEncoding: 'gzip', responseBody: [bytes('nonsense')] }, 'unreadable-answer', 'error'],
  ] as const)('makes a trace of tier none of an answer that %s', async (_, part, code, finish) => {
    const { traces } = await readExchange(record(part), LIMITS)
    expect(traces).toHaveLength(1)
    expect(traces[0]).toMatchObject({
      id: 'req-1.0',
      source: { requestedModel: 'gpt-x' },
      output: { error: { code }, finish: { unified: finish } },
      tokens: [],
      evidence: { tier: 'none' },
    })
  })

  it('keeps what the provider says of an error', async () => {
    const error = { error: { message: 'Rate limit reached', type: 'requests', code: 'rate_limit_exceeded' } }
    const { traces } = await readExchange(record({ status: 429, responseBody: [bytes(JSON.stringify(error))] }), LIMITS)
    expect(traces[0]?.output.error).toEqual({ code: 'rate_limit_exceeded', message: 'Rate limit reached' })
    expect(traces[0]?.source.status).toBe(429)
  })

  it('reads an answer without logprobs as one of tier none', async () => {
    const answer = { ...ANSWER, choices: [{ ...ANSWER.choices[0], logprobs: null }] }
    const { traces } = await readExchange(record({ responseBody: [bytes(JSON.stringify(answer))] }), LIMITS)
    expect(traces[0]).toMatchObject({ output: { text: 'Hi there' }, tokens: [], evidence: { tier: 'none' } })
  })

  it('reads by content where the path says nothing', async () => {
    const { traces } = await readExchange(record({ path: '/strange/path' }), LIMITS)
    expect(traces[0]).toMatchObject({ source: { api: 'openai-chat' }, output: { text: 'Hi there' } })
  })
})

import { utf8Encode } from '@logitscope/core'
import { amazonMessage, formatConformance, type Recording } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { findFormat } from '../formats.ts'
import { bedrock } from './index.ts'

/** Written by hand from the documentation: no answer was ever recorded. */
const body = {
  output: {
    message: {
      role: 'assistant',
      content: [
        { reasoningContent: { reasoningText: { text: 'So', signature: 's' } } },
        { text: 'Hi' },
        { toolUse: { toolUseId: 't', name: 'f', input: { a: 1 } } },
      ],
    },
  },
  stopReason: 'tool_use',
  usage: { inputTokens: 9, outputTokens: 4, totalTokens: 13 },
  metrics: { latencyMs: 5 },
}
const events: readonly (readonly [name: string, payload: object])[] = [
  ['messageStart', { role: 'assistant', p: 'ab' }],
  ['contentBlockDelta', { contentBlockIndex: 0, delta: { reasoningContent: { text: 'So' } } }],
  ['contentBlockDelta', { contentBlockIndex: 0, delta: { reasoningContent: { signature: 's' } } }],
  ['contentBlockStop', { contentBlockIndex: 0 }],
  ['contentBlockDelta', { contentBlockIndex: 1, delta: { text: 'Hi' } }],
  ['contentBlockStop', { contentBlockIndex: 1 }],
  ['contentBlockStart', { contentBlockIndex: 2, start: { toolUse: { toolUseId: 't', name: 'f' } } }],
  ['contentBlockDelta', { contentBlockIndex: 2, delta: { toolUse: { input: '{"a":' } } }],
  ['contentBlockDelta', { contentBlockIndex: 2, delta: { toolUse: { input: '1}' } } }],
  ['contentBlockStop', { contentBlockIndex: 2 }],
  ['messageStop', { stopReason: 'tool_use' }],
  ['metadata', { usage: body.usage, metrics: { latencyMs: 5 } }],
]
const read = (value: unknown, request?: unknown) =>
  bedrock.decodeValue(value, { requestId: 'r', startedAt: 0, ...(request === undefined ? {} : { request }) }).traces

function readBytes(bytes: Uint8Array) {
  const decoder = bedrock.decoder({ requestId: 'r', startedAt: 0, path: '/model/anthropic.claude-x-v1%3A0/converse-stream' })
  decoder.push(bytes)
  return decoder.end().traces
}
const binary = Uint8Array.from(
  events.flatMap(([name, payload]) => [...amazonMessage({ ':message-type': 'event', ':event-type': name }, payload)]),
)

const recordings: Recording[] = [
  { name: 'synthetic body', bytes: utf8Encode(JSON.stringify(body)) },
  {
    name: 'synthetic events',
    bytes: utf8Encode(events.map(([name, payload]) => `data: ${JSON.stringify({ [name]: payload })}\n\n`).join('')),
  },
  {
    name: 'synthetic Llama',
    bytes: utf8Encode('{"generation":"Hi","prompt_token_count":4,"generation_token_count":2,"stop_reason":"stop"}'),
  },
]

describe('conformance', () => {
  for (const { name, run } of formatConformance(bedrock, recordings, /^$/)) it(name, run, 600_000)
})

describe('Converse', () => {
  it.each([
    ['whole', read(body)],
    ['streamed, as a list of bare events', read(events.map(([, payload]) => payload))],
    ['streamed, each event in its name', read(events.map(([name, payload]) => ({ [name]: payload })))],
    ['streamed in binary messages', readBytes(binary)],
  ])('%s is kept, with the reason why there are no log-probabilities', (_, [trace]) => {
    expect(trace?.output).toEqual({
      text: 'Hi',
      reasoning: 'So',
      toolCalls: [{ id: 't', name: 'f', arguments: '{"a":1}' }],
      finish: { unified: 'tool-calls', raw: 'tool_use' },
    })
    expect(trace?.usage).toEqual({ input: 9, output: 4 })
    expect(trace?.evidence).toMatchObject({ tier: 'none', k: 0 })
    expect(trace?.evidence.issues).toMatchObject([
      { code: 'no-logprobs', detail: 'Bedrock has no place for log-probabilities here' },
      { code: 'unverified-format' },
    ])
  })

  it('takes model and provider from the path', () => {
    expect(readBytes(binary)[0]?.source).toMatchObject({ provider: 'bedrock', model: 'anthropic.claude-x-v1:0', streamed: true })
  })

  it('is found by its shape, and breaking off shows', () => {
    expect(findFormat(body)).toBe(bedrock)
    expect(findFormat(events.map(([, payload]) => payload))).toBe(bedrock)
    expect(readBytes(binary.slice(0, 400))[0]?.evidence.issues.map(({ code }) => code)).toContain('stream-cut')
  })
})

describe('models of their own words', () => {
  it.each<[string, unknown, object]>([
    [
      'Titan',
      { inputTextTokenCount: 5, results: [{ tokenCount: 2, outputText: 'Hi', completionReason: 'FINISH' }] },
      { output: { text: 'Hi' }, usage: { input: 5, output: 2 }, evidence: { tier: 'none' } },
    ],
    [
      'Titan, streamed',
      [
        { outputText: 'H', index: 0, totalOutputTextTokenCount: null, completionReason: null, inputTextTokenCount: 5 },
        { outputText: 'i', index: 0, totalOutputTextTokenCount: 2, completionReason: 'FINISH', inputTextTokenCount: null },
      ],
      { output: { text: 'Hi' }, usage: { input: 5, output: 2 }, source: { streamed: true } },
    ],
    ['Mistral', { outputs: [{ text: 'Hi', stop_reason: 'stop' }] }, { output: { text: 'Hi', finish: { unified: 'stop' } } }],
    [
      'Llama',
      { generation: 'Hi', prompt_token_count: 4, generation_token_count: 2, stop_reason: 'length' },
      { output: { text: 'Hi', finish: { unified: 'length' } }, usage: { input: 4, output: 2 }, evidence: { tier: 'none' } },
    ],
    [
      'Llama, streamed',
      [
        { generation: 'H', prompt_token_count: 4, generation_token_count: 1, stop_reason: null },
        { generation: 'i', prompt_token_count: null, generation_token_count: 2, stop_reason: 'stop' },
      ],
      { output: { text: 'Hi' }, usage: { input: 4, output: 2 }, source: { streamed: true } },
    ],
  ])('%s', (_, value, expected) => {
    expect(findFormat(value)).toBe(bedrock)
    expect(read(value)).toMatchObject([expected])
  })

  it('an imported Llama lists its tokens by id', () => {
    const [trace] = read(
      {
        generation: ' Paris',
        prompt_token_count: 2,
        generation_token_count: 2,
        stop_reason: 'stop',
        logprobs: [{ '12366': -0.25 }, { '128009': -0.01 }],
        prompt_logprobs: [null, { '9822': -1.5 }],
      },
      { prompt: 'France', return_logprobs: true },
    )
    expect(trace?.tokens.map(({ id, logprob }) => [id, logprob])).toEqual([
      [12366, -0.25],
      [128009, -0.01],
    ])
    expect(trace?.promptTokens).toMatchObject([{ logprob: null }, { id: 9822, logprob: -1.5 }])
    expect(trace?.evidence).toMatchObject({ tier: 'selected', completeness: 1 })
  })
})

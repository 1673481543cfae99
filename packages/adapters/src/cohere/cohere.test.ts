import { formatConformance, type Recording } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { findFormat } from '../formats.ts'
import { cohere } from './index.ts'

/** Written by hand from the types of the provider's library: no answer with log-probabilities was ever recorded. */
const logprobs = [
  { text: 'The', token_ids: [5], logprobs: [-0.25] },
  { text: ' café', token_ids: [6, 7], logprobs: [-0.5, -1.5] },
]
const body = {
  id: 'c-1',
  finish_reason: 'COMPLETE',
  message: { role: 'assistant', content: [{ type: 'text', text: 'The café' }] },
  usage: { billed_units: { input_tokens: 3, output_tokens: 3 }, tokens: { input_tokens: 70, output_tokens: 3 } },
  logprobs,
}
const events = [
  {
    type: 'message-start',
    id: 'c-1',
    delta: { message: { role: 'assistant', content: [], tool_plan: '', tool_calls: [], citations: [] } },
  },
  { type: 'content-start', index: 0, delta: { message: { content: { type: 'text', text: '' } } } },
  { type: 'content-delta', index: 0, delta: { message: { content: { text: 'The' } } }, logprobs: logprobs[0] },
  { type: 'content-delta', index: 0, delta: { message: { content: { text: ' café' } } }, logprobs: logprobs[1] },
  { type: 'content-end', index: 0 },
  { type: 'message-end', delta: { finish_reason: 'COMPLETE', usage: body.usage } },
]
const stream = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('')
const read = (value: unknown) => cohere.decodeValue(value, { requestId: 'r', startedAt: 0 }).traces

const recordings: Recording[] = [
  { name: 'synthetic body', bytes: new TextEncoder().encode(JSON.stringify(body)) },
  { name: 'synthetic stream', bytes: new TextEncoder().encode(stream) },
]

describe('conformance', () => {
  for (const { name, run } of formatConformance(cohere, recordings, /^$/)) it(name, run, 600_000)
})

describe('an answer', () => {
  it.each([
    ['whole', body],
    ['streamed', events],
  ])('%s gives every value; the last token of an item carries its text', (_, value) => {
    const [trace] = read(value)
    expect(trace?.tokens.map(({ text, id, logprob }) => [text, id, logprob])).toEqual([
      ['The', 5, -0.25],
      ['', 6, -0.5],
      [' café', 7, -1.5],
    ])
    expect(trace).toMatchObject({
      output: { text: 'The café', finish: { unified: 'stop', raw: 'COMPLETE' } },
      usage: { input: 70, output: 3 },
    })
    expect(trace?.evidence).toMatchObject({ tier: 'selected', k: 0, basis: 'unknown', completeness: 1 })
    expect(trace?.evidence.issues.map(({ code }) => code)).toEqual(['unverified-format'])
  })

  it('with values and ids of different number says so', () => {
    const [trace] = read({ ...body, logprobs: [{ text: 'The café', token_ids: [5, 6], logprobs: [-0.25] }] })
    expect(trace?.evidence.issues.map(({ code }) => code)).toContain('missing-logprob')
    expect(trace?.tokens.map(({ logprob }) => logprob)).toEqual([-0.25, null])
  })

  it('keeps plan, thoughts and tool calls apart, whole and in pieces', () => {
    const call = { id: 't', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }
    const whole = read({ id: 'c', finish_reason: 'TOOL_CALL', message: { role: 'assistant', tool_plan: 'I look.', tool_calls: [call] } })
    const pieces = read([
      { type: 'message-start', id: 'c', delta: { message: { role: 'assistant' } } },
      { type: 'tool-plan-delta', delta: { message: { tool_plan: 'I look.' } } },
      { type: 'tool-call-start', index: 0, delta: { message: { tool_calls: { ...call, function: { name: 'f', arguments: '' } } } } },
      { type: 'tool-call-delta', index: 0, delta: { message: { tool_calls: { function: { arguments: '{"a":1}' } } } } },
      { type: 'tool-call-end', index: 0 },
      { type: 'message-end', delta: { finish_reason: 'TOOL_CALL' } },
    ])
    for (const [trace] of [whole, pieces]) {
      expect(trace?.output).toMatchObject({ text: '', reasoning: 'I look.', toolCalls: [{ id: 't', name: 'f', arguments: '{"a":1}' }] })
      expect(trace?.output.finish.unified).toBe('tool-calls')
      expect(trace?.evidence.tier).toBe('none')
    }
  })

  it('is found by its shape, and by nobody else', () => {
    expect(findFormat(body)).toBe(cohere)
    expect(findFormat(events)).toBe(cohere)
    expect(cohere.matches({ model: 'm', message: { role: 'assistant', content: 'Hi' }, done: true })).toBe(false)
    expect(cohere.matches({ choices: [], message: { content: [] }, finish_reason: 'x' })).toBe(false)
  })
})

describe('the older generate', () => {
  const likelihoods = [
    { token: ' Hi', likelihood: -0.25 },
    { token: ' you', likelihood: -0.5 },
  ]
  const generation = { id: 'g', text: ' Hi you', finish_reason: 'COMPLETE', likelihood: -0.375, token_likelihoods: likelihoods }

  it('gives a value for each token, for the prompt too where that was wanted', () => {
    const [trace] = read({ id: 'c', prompt: 'Say', generations: [generation], meta: {} })
    expect(trace).toMatchObject({
      output: { text: ' Hi you', finish: { unified: 'stop' } },
      request: { prompt: 'Say' },
      evidence: { tier: 'selected' },
    })
    expect(trace?.tokens.map(({ text, logprob }) => [text, logprob])).toEqual([
      [' Hi', -0.25],
      [' you', -0.5],
    ])
    const all = { ...generation, token_likelihoods: [{ token: 'Say' }, ...likelihoods] }
    const [scored] = read({ id: 'c', prompt: 'Say', generations: [all] })
    expect(scored?.promptTokens).toMatchObject([{ text: 'Say', logprob: null }])
    expect(scored?.tokens).toHaveLength(2)
    expect(scored?.evidence.issues.map(({ code }) => code)).toEqual(['unverified-format'])
  })

  it('of chat has no values', () => {
    const chat = { response_id: 'r', generation_id: 'g', text: 'Hi', chat_history: [], finish_reason: 'COMPLETE', meta: {} }
    expect(findFormat(chat)).toBe(cohere)
    expect(read(chat)).toMatchObject([{ output: { text: 'Hi' }, source: { streamed: false }, evidence: { tier: 'none' } }])
    expect(
      read([
        { event_type: 'stream-start', is_finished: false },
        { event_type: 'text-generation', text: 'Hi', is_finished: false },
        { event_type: 'stream-end', is_finished: true, finish_reason: 'COMPLETE', response: chat },
      ]),
    ).toMatchObject([{ output: { text: 'Hi', finish: { unified: 'stop' } }, source: { streamed: true } }])
  })

  it('is found by its shape, several at once and without values too', () => {
    const value = {
      id: 'c',
      prompt: 'Say',
      generations: [
        { id: 'g', text: 'a' },
        { id: 'h', text: 'b', finish_reason: 'MAX_TOKENS' },
      ],
    }
    expect(findFormat(value)).toBe(cohere)
    expect(read(value).map(({ output, evidence }) => [output.text, evidence.tier])).toEqual([
      ['a', 'none'],
      ['b', 'none'],
    ])
    expect(
      read([
        { text: 'a', is_finished: false },
        { text: 'b', is_finished: false },
        { is_finished: true, finish_reason: 'COMPLETE' },
      ]),
    ).toMatchObject([{ output: { text: 'ab', finish: { unified: 'stop' } }, source: { streamed: true } }])
  })
})

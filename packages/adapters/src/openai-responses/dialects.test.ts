// Payloads written from the vendor's documentation and its client's types for what no recording shows.
import type { Trace } from '@logitscope/core'
import { describe, expect, it } from 'vitest'
import type { DecodeResult, Delta } from '../contract.ts'
import { openAiResponses } from './index.ts'

const options = { requestId: 'r', startedAt: 0 }
const encoder = new TextEncoder()
const bytesOf = (text: string): number[] => [...encoder.encode(text)]
const exact = (token: string, logprob: number): object => ({ token, logprob, bytes: bytesOf(token), top_logprobs: [] })

function stream(events: readonly object[]): DecodeResult & { deltas: readonly Delta[] } {
  const decoder = openAiResponses.decoder(options)
  const deltas = decoder.push(
    encoder.encode(events.map((event) => `event: ${(event as { type: string }).type}\ndata: ${JSON.stringify(event)}\n\n`).join('')),
  )
  return { ...decoder.end(), deltas }
}
const body = (output: readonly object[], more: object = {}): DecodeResult =>
  openAiResponses.decodeValue({ id: 'resp_1', model: 'm', status: 'completed', output, ...more }, options)
const message = (...content: readonly object[]): object => ({ type: 'message', role: 'assistant', status: 'completed', content })
const text = (value: string, logprobs: unknown): object => ({ type: 'output_text', text: value, annotations: [], logprobs })
const delta = (value: string, logprobs: unknown, place: object = {}): object => ({
  type: 'response.output_text.delta',
  output_index: 0,
  content_index: 0,
  delta: value,
  logprobs,
  ...place,
})
const completed = (output: readonly object[], more: object = {}): object => ({
  type: 'response.completed',
  response: { id: 'resp_1', model: 'm', status: 'completed', output, ...more },
})

function only(result: DecodeResult): Trace {
  expect(result.traces).toHaveLength(1)
  return result.traces[0]!
}
const codes = (trace: Trace): string[] => trace.evidence.issues.map(({ code }) => code)

describe('the same tokens at different precision', () => {
  const rounded = [exact('Hi', -0.00046), exact('!', -1.5)]

  it('are those of the deltas, which are exact', () => {
    const trace = only(
      stream([
        delta('Hi', [exact('Hi', -0.00046022076)]),
        delta('!', [exact('!', -1.50000031)]),
        completed([message(text('Hi!', rounded))]),
      ]),
    )
    expect(trace.tokens.map(({ logprob }) => logprob)).toEqual([-0.00046022076, -1.50000031])
    expect(codes(trace)).toEqual([])
  })

  it('get the bytes that only the whole has (vLLM)', () => {
    const bare = (token: string, logprob: number): object => ({ token, logprob, top_logprobs: [{ token, logprob }] })
    const trace = only(
      stream([
        delta('Hi', [bare('Hi', -0.00046022076)]),
        completed([message(text('Hi', [{ ...exact('Hi', -0.00046), top_logprobs: [exact('Hi', -0.00046)] }]))]),
      ]),
    )
    expect(trace.tokens).toEqual([
      {
        text: 'Hi',
        logprob: -0.00046022076,
        part: 'content',
        bytes: [72, 105],
        alternatives: [{ text: 'Hi', logprob: -0.00046022076, bytes: [72, 105] }],
      },
    ])
  })

  it('are filled up where deltas came without their tokens', () => {
    const done = {
      type: 'response.output_text.done',
      output_index: 0,
      content_index: 0,
      text: 'Hi!',
      logprobs: [exact('Hi', -0.00046022076), exact('!', -1.50000031)],
    }
    expect(
      only(stream([delta('Hi', [exact('Hi', -0.00046022076)]), delta('!', []), done, completed([])])).tokens.map(({ logprob }) => logprob),
    ).toEqual([-0.00046022076, -1.50000031])
    expect(
      only(stream([delta('Hi', [exact('Hi', -0.00046022076)]), delta('!', []), completed([message(text('Hi!', rounded))])])).tokens.map(
        ({ logprob }) => logprob,
      ),
    ).toEqual([-0.00046022076, -1.5])
    expect(only(stream([delta('Hi!', []), completed([message(text('Hi!', rounded))])])).tokens.map(({ logprob }) => logprob)).toEqual([
      -0.00046, -1.5,
    ])
  })
})

describe('several items and parts', () => {
  it('are laid out in the order of the output: reasoning, message, calls', () => {
    const trace = only(
      body([
        { type: 'reasoning', summary: [{ type: 'summary_text', text: 'short' }], content: [{ type: 'reasoning_text', text: 'long' }] },
        message(text('Hi', [exact('Hi', -1)]), text(' you', [exact(' you', -2)])),
        { type: 'function_call', call_id: 'c1', name: 'f', arguments: '{"a":1}' },
        { type: 'custom_tool_call', call_id: 'c2', name: 'g', input: 'x' },
        { type: 'web_search_call', id: 'w', status: 'completed', action: {} },
      ]),
    )
    expect(trace.output).toEqual({
      text: 'Hi you',
      reasoning: 'long',
      toolCalls: [
        { id: 'c1', name: 'f', arguments: '{"a":1}' },
        { id: 'c2', name: 'g', arguments: 'x' },
      ],
      finish: { unified: 'tool-calls', raw: 'completed' },
    })
    expect(trace.tokens.map(({ text: token }) => token)).toEqual(['Hi', ' you'])
    expect(codes(trace)).toEqual([])
  })

  it('keep refusals apart', () => {
    const result = stream([
      { type: 'response.refusal.delta', output_index: 0, content_index: 0, delta: 'No' },
      { type: 'response.refusal.done', output_index: 0, content_index: 0, refusal: 'No.' },
      completed([message({ type: 'refusal', refusal: 'No.' })]),
    ])
    expect(only(result).output).toMatchObject({ text: '', refusal: 'No.' })
    expect(result.deltas[0]).toEqual({ kind: 'text', choice: 0, part: 'refusal', text: 'No' })
  })

  it('put the arguments of calls together from their pieces', () => {
    const trace = only(
      stream([
        { type: 'response.output_item.added', output_index: 1, item: { type: 'function_call', call_id: 'c', name: 'f', arguments: '' } },
        { type: 'response.function_call_arguments.delta', output_index: 1, delta: '{"a"' },
        { type: 'response.function_call_arguments.delta', output_index: 1, delta: ':1}' },
        { type: 'response.completed', response: { status: 'completed', output: [] } },
      ]),
    )
    expect(trace.output.toolCalls).toEqual([{ id: 'c', name: 'f', arguments: '{"a":1}' }])
  })

  it('find reasoning inside of the list of the text', () => {
    const trace = only(
      body([
        { type: 'reasoning', content: [{ type: 'reasoning_text', text: 'So.' }] },
        message(text('Hi', [exact('So', -1), exact('.', -1), exact('</think>', -1), exact('Hi', -1)])),
      ]),
    )
    expect(trace.tokens.map(({ part, special }) => [part, special])).toEqual([
      ['reasoning', undefined],
      ['reasoning', undefined],
      ['reasoning', true],
      ['content', undefined],
    ])
  })
})

describe('how an answer ends', () => {
  it.each([
    ['completed', {}, { unified: 'stop', raw: 'completed' }],
    ['incomplete', { incomplete_details: { reason: 'max_output_tokens' } }, { unified: 'length', raw: 'max_output_tokens' }],
    ['incomplete', { incomplete_details: { reason: 'content_filter' } }, { unified: 'content-filter', raw: 'content_filter' }],
    ['cancelled', {}, { unified: 'cancelled', raw: 'cancelled' }],
    ['in_progress', {}, { unified: 'unknown', raw: null }],
  ])('%s %j', (status, more, finish) => {
    expect(only(body([message(text('a', []))], { status, ...more })).output.finish).toEqual(finish)
  })

  it('with an error, after what came before it', () => {
    const result = stream([
      delta('Hi', [exact('Hi', -1)]),
      {
        type: 'response.failed',
        response: { id: 'resp_1', status: 'failed', error: { code: 'server_error', message: 'broke' }, output: [] },
      },
    ])
    expect(only(result)).toMatchObject({
      output: { text: 'Hi', error: { code: 'server_error', message: 'broke' }, finish: { unified: 'error', raw: 'failed' } },
      tokens: [{ text: 'Hi' }],
    })
    expect(
      only(stream([delta('Hi', [exact('Hi', -1)]), { type: 'error', code: 'rate_limit', message: 'slow down' }])).output.error,
    ).toEqual({ code: 'rate_limit', message: 'slow down' })
    expect(codes(only(stream([delta('Hi', [exact('Hi', -1)])])))).toContain('stream-cut')
  })

  it('with an error instead of an answer', () => {
    const result = openAiResponses.decodeValue(
      {
        error: {
          code: 'unsupported_parameter',
          message: 'logprobs are not supported with reasoning models.',
          type: 'invalid_request_error',
          param: 'include',
        },
      },
      options,
    )
    expect(result.issues).toMatchObject([{ code: 'provider-error' }])
    expect(only(result).output.error?.code).toBe('unsupported_parameter')
  })
})

describe('what the answer repeats of its request', () => {
  it('is taken for the request where that is not known', () => {
    const result = body([message(text('a', [exact('a', -1)]))], { temperature: 0.7, top_p: 0.9, max_output_tokens: 50, top_logprobs: 3 })
    expect(only(result).request.parameters).toEqual({ temperature: 0.7, topP: 0.9, maxTokens: 50, topLogprobs: 3 })
  })
})

describe('what is not understood', () => {
  it('is counted: events, items, parts, fields', () => {
    const trace = only(
      stream([
        { type: 'response.mood.delta', delta: 'x' },
        { type: 'response.in_progress', response: { id: 'resp_1', status: 'in_progress', output: [] } },
        completed([{ type: 'song', notes: [] }, message({ type: 'picture', url: 'x' }), message(text('a', [exact('a', -1)]))], {
          novelty: 1,
        }),
      ]),
    )
    const issue = trace.evidence.issues.find(({ code }) => code === 'unknown-field')
    expect(issue?.count).toBe(6)
    expect(issue?.detail).toContain('item of type song')
  })

  it('is no answer of this format', () => {
    expect(openAiResponses.matches({ choices: [] })).toBe(false)
    expect(openAiResponses.matches({ output: [{ generated_text: 'x' }] })).toBe(false)
    expect(openAiResponses.decodeValue({ hello: 1 }, options).issues).toMatchObject([{ code: 'not-an-answer' }])
  })
})

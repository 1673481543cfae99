import { utf8Decode, utf8Encode } from '@logitscope/core'
import { sharedRecordings } from '@logitscope/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DecodeResult, Format, StreamEnding } from '../contract.ts'
import { openAiChat } from '../openai-chat/index.ts'
import { openAiCompletions } from '../openai-completions/index.ts'
import { openAiResponses } from '../openai-responses/index.ts'
import * as finish from './index.ts'
import type { EndReason } from './watch-stream.ts'

function ended(ending: StreamEnding, sent: string, reason: EndReason = 'stop'): string | null {
  ending.push(utf8Encode(sent))
  const bytes = ending.end(reason)
  return bytes === null ? null : utf8Decode(bytes)
}

const data = (...values: readonly unknown[]): string =>
  values.map((value) => `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`).join('')
const named = (...values: readonly Readonly<Record<string, unknown>>[]): string =>
  values.map((value) => `event: ${String(value['type'])}\ndata: ${JSON.stringify(value)}\n\n`).join('')
const outer = { id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', system_fingerprint: 'f' }

describe('a stream of chat', () => {
  const chunk = (choice: object): object => ({ ...outer, choices: [{ index: 0, finish_reason: null, ...choice }], usage: null })
  const hello = data(chunk({ delta: { role: 'assistant' }, logprobs: null }), chunk({ delta: { content: 'Hi' }, logprobs: null }))

  it.each(['stop', 'length'] as const)('gets a last chunk and its mark: %s', (reason) => {
    expect(ended(finish.finishChoices(), hello, reason)).toBe(
      data({ ...outer, choices: [{ index: 0, delta: {}, logprobs: null, finish_reason: reason }] }, '[DONE]'),
    )
  })

  it('gets one for each choice that is open', () => {
    const sent = data(
      chunk({ delta: { content: 'a' } }),
      chunk({ index: 1, delta: { content: 'b' } }),
      chunk({ delta: {}, finish_reason: 'length' }),
    )
    expect(ended(finish.finishChoices(), sent)).toBe(
      data({ ...outer, choices: [{ index: 1, delta: {}, finish_reason: 'stop' }] }, '[DONE]'),
    )
  })

  it('of completions gets empty text', () => {
    expect(ended(finish.finishChoices(), data({ id: 'x', choices: [{ index: 0, text: 'a' }] }))).toBe(
      data({ id: 'x', choices: [{ index: 0, text: '', finish_reason: 'stop' }] }, '[DONE]'),
    )
  })

  it.each([
    ['nothing was sent', ''],
    ['only a comment was sent', ': ping\n\n'],
    ['inside an event', `${hello}data: {"choices`],
    [
      'inside a tool call',
      hello + data(chunk({ delta: { tool_calls: [{ index: 0, function: { name: 'f', arguments: '{' } }] } }), chunk({ delta: {} })),
    ],
    ['inside an old function call', hello + data(chunk({ delta: { function_call: { name: 'f' } } }))],
    ['behind the end', hello + data(chunk({ delta: {}, finish_reason: 'stop' }), '[DONE]')],
    ['behind an error', hello + data({ error: { message: 'overloaded' } })],
    ['behind what was not understood', `${hello}data: {oops\n\n`],
    ['behind an event in two lines', `${hello}data: {\ndata: }\n\n`],
  ])('gets no end where %s', (_, sent) => {
    expect(ended(finish.finishChoices(), sent)).toBeNull()
  })

  it('is ended once', () => {
    const ending = finish.finishChoices()
    ending.push(utf8Encode(hello))
    expect(ending.end('stop')).not.toBeNull()
    expect(ending.end('stop')).toBeNull()
  })
})

describe('a stream of Responses', () => {
  const created = { type: 'response.created', response: { id: 'r', status: 'in_progress', output: [] }, sequence_number: 0 }
  const item = {
    type: 'response.output_item.added',
    output_index: 0,
    item: { id: 'm', type: 'message', status: 'in_progress', content: [] },
    sequence_number: 1,
  }
  const part = {
    type: 'response.content_part.added',
    item_id: 'm',
    output_index: 0,
    content_index: 0,
    part: { type: 'output_text', text: '', logprobs: [] },
    sequence_number: 2,
  }
  const delta = (text: string): Readonly<Record<string, unknown>> => ({
    type: 'response.output_text.delta',
    item_id: 'm',
    output_index: 0,
    content_index: 0,
    delta: text,
    sequence_number: 3,
  })

  it('has its part and item closed, and completes', () => {
    const place = { item_id: 'm', output_index: 0, content_index: 0 }
    const whole = { type: 'output_text', text: 'Hi you', logprobs: [] }
    const done = { id: 'm', type: 'message', status: 'completed', content: [whole] }
    expect(ended(finish.finishResponses(), named(created, item, part, delta('Hi'), delta(' you')))).toBe(
      named(
        { type: 'response.output_text.done', ...place, text: 'Hi you', logprobs: [], sequence_number: 4 },
        { type: 'response.content_part.done', ...place, part: whole, sequence_number: 5 },
        { type: 'response.output_item.done', output_index: 0, item: done, sequence_number: 6 },
        {
          type: 'response.completed',
          response: { id: 'r', status: 'completed', output: [done], incomplete_details: null },
          sequence_number: 7,
        },
      ),
    )
  })

  it('is incomplete for a length', () => {
    expect(ended(finish.finishResponses(), named(created, item, part, delta('Hi')), 'length')).toContain(
      '"incomplete_details":{"reason":"max_output_tokens"}',
    )
  })

  it('gets no end inside a call of a tool, and behind its own end', () => {
    const call = { type: 'response.output_item.added', output_index: 1, item: { id: 'f', type: 'function_call' } }
    expect(ended(finish.finishResponses(), named(created, call))).toBeNull()
    expect(ended(finish.finishResponses(), named(created, { type: 'response.completed' }))).toBeNull()
    expect(ended(finish.finishResponses(), '')).toBeNull()
  })
})

describe('a stream of another API', () => {
  it('of Anthropic', () => {
    const start = { type: 'message_start', message: { usage: { input_tokens: 3, output_tokens: 1 } } }
    const block = (type: string): Readonly<Record<string, unknown>> => ({ type: 'content_block_start', index: 0, content_block: { type } })
    expect(ended(finish.finishAnthropic(), named(start, block('text')))).toBe(
      named(
        { type: 'content_block_stop', index: 0 },
        { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: 1 } },
        { type: 'message_stop' },
      ),
    )
    expect(ended(finish.finishAnthropic(), named(start, block('tool_use')))).toBeNull()
    expect(ended(finish.finishAnthropic(), named(start, { type: 'message_stop' }))).toBeNull()
  })

  it('of Cohere', () => {
    const start = { type: 'message-start' }
    expect(ended(finish.finishCohere(), named(start, { type: 'content-start', index: 0 }), 'length')).toBe(
      named({ type: 'content-end', index: 0 }, { type: 'message-end', delta: { finish_reason: 'MAX_TOKENS' } }),
    )
    expect(ended(finish.finishCohere(), named(start, { type: 'tool-call-start' }))).toBeNull()
  })

  it('of Ollama, a line', () => {
    expect(
      ended(finish.finishOllama(), '{"model":"m","created_at":"t","message":{"role":"assistant","content":"a"},"done":false}\n', 'length'),
    ).toBe('{"model":"m","created_at":"t","message":{"role":"assistant","content":""},"done":true,"done_reason":"length"}\n')
    expect(ended(finish.finishOllama(), '{"model":"m","response":"a","done":false}\n')).toBe(
      '{"model":"m","response":"","done":true,"done_reason":"stop"}\n',
    )
    expect(ended(finish.finishOllama(), '{"model":"m","response":"a","done":true}\n')).toBeNull()
    expect(ended(finish.finishOllama(), '{"model":"m","resp')).toBeNull()
  })

  it('of TGI', () => {
    const event = (text: string, index: number): object => ({
      index,
      token: { id: 5, text, logprob: -1, special: false },
      generated_text: null,
      details: null,
    })
    expect(ended(finish.finishTgi(), data(event('a', 1), event(' b', 2)))).toBe(
      data({ index: 3, token: { id: 0, text: '', logprob: null, special: true }, generated_text: 'a b', details: null }),
    )
    expect(ended(finish.finishTgi(), data({ ...event('a', 1), generated_text: 'a' }))).toBeNull()
  })

  it('of llama-server', () => {
    expect(
      JSON.parse(ended(finish.finishLlamaServer(), data({ index: 0, content: 'a', stop: false, tokens_predicted: 4 }), 'length')!.slice(6)),
    ).toMatchObject({
      content: '',
      stop: true,
      stop_type: 'limit',
      tokens_predicted: 4,
    })
    expect(ended(finish.finishLlamaServer(), data({ content: '', stop: true }))).toBeNull()
  })

  it('of SGLang, cumulative or not', () => {
    const event = (text: string): object => ({ text, meta_info: { id: 'x', finish_reason: null } })
    expect(ended(finish.finishSglang(), data(event('a'), event('a b')))).toBe(
      data({ text: 'a b', meta_info: { id: 'x', finish_reason: { type: 'stop' } } }, '[DONE]'),
    )
    expect(ended(finish.finishSglang(), data(event('a'), event(' b')))).toContain('"text":""')
  })

  it('of Gemini', () => {
    const event = (more: object): object => ({
      candidates: [{ content: { parts: [{ text: 'a' }], role: 'model' }, index: 0, ...more }],
      modelVersion: 'g',
    })
    expect(ended(finish.finishGemini(), data(event({})))).toContain('"finishReason":"STOP","index":0')
    expect(ended(finish.finishGemini(), data(event({ finishReason: 'STOP' })))).toBeNull()
    expect(ended(finish.finishGemini(), '[{"candidates":[]}\n,\n')).toBeNull()
  })
})

const FORMATS: readonly (readonly [Format, RegExp])[] = [
  [
    openAiChat,
    /^real\/(?:llama-server|vllm|llama-cpp-python)\/chat-stream-top5.*\.sse$|^(?:openai-chat|azure-openai|bedrock|vllm)\/.*\.sse$/,
  ],
  [openAiCompletions, /^real\/(?:llama-server|vllm|llama-cpp-python)\/completions-stream-logprobs5.*\.sse$/],
  [openAiResponses, /^real\/.*\/responses-stream.*\.sse$|^openai-responses\/.*\.sse$/],
]

describe.each(FORMATS)('recorded streams of $api', (format, fits) => {
  const recordings = sharedRecordings(fits)
  const read = (bytes: Uint8Array): DecodeResult => {
    const decoder = format.decoder({ requestId: 'r', startedAt: 1 })
    decoder.push(bytes)
    return decoder.end()
  }

  it.skipIf(recordings.length === 0)('cut behind any event either cannot be ended, or end with what was said until there', () => {
    let endings = 0
    for (const { bytes, name } of recordings) {
      const events = utf8Decode(bytes).split(/(?<=\n\n)/)
      fc.assert(
        fc.property(fc.integer({ min: 1, max: events.length }), (count) => {
          const sent = events.slice(0, count).join('')
          const appended = ended(format.finish!(), sent, 'length')
          if (appended === null) return
          endings += 1
          const before = read(utf8Encode(sent))
          const after = read(utf8Encode(sent + appended))
          expect(
            after.traces.map(({ output }) => output.text),
            name,
          ).toEqual(before.traces.map(({ output }) => output.text))
          for (const [i, { output, tokens }] of after.traces.entries()) {
            expect(['stop', 'length', 'tool-calls'], name).toContain(output.finish.unified)
            expect(tokens.length).toBe(before.traces[i]!.tokens.length)
          }
        }),
        { numRuns: 12 },
      )
    }
    expect(endings).toBeGreaterThan(0)
  })
})

import { formatConformance, sharedRecordings, type Recording } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { anthropic } from './index.ts'

/** Written by hand from the documentation: thinking and tool use were in no recording. */
const whole = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-x',
  content: [
    { type: 'thinking', thinking: 'Hm', signature: 's' },
    { type: 'text', text: 'Hi' },
    { type: 'tool_use', id: 'tu_1', name: 'rate', input: { confidence: 0.5 } },
  ],
  stop_reason: 'tool_use',
  usage: { input_tokens: 4, cache_read_input_tokens: 2, output_tokens: 9 },
}
const events = [
  { type: 'message_start', message: { ...whole, content: [], stop_reason: null, usage: { ...whole.usage, output_tokens: 1 } } },
  { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'Hm' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 's' } },
  { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'Hi' } },
  { type: 'content_block_start', index: 2, content_block: { type: 'tool_use', id: 'tu_1', name: 'rate', input: {} } },
  { type: 'content_block_delta', index: 2, delta: { type: 'input_json_delta', partial_json: '{"confidence"' } },
  { type: 'content_block_delta', index: 2, delta: { type: 'input_json_delta', partial_json: ':0.5}' } },
  { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 9 } },
  { type: 'message_stop' },
]
const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const sse = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('')
const synthetic: readonly Recording[] = [
  { name: 'synthetic body', bytes: encode(JSON.stringify(whole)) },
  { name: 'synthetic stream', bytes: encode(sse) },
]
const recorded = sharedRecordings(/^real\/[^/]+\/messages-.*response\.(json|sse)$/)

const read = (bytes: Uint8Array) => {
  const decoder = anthropic.decoder({ requestId: 'r', startedAt: 0 })
  decoder.push(bytes)
  return decoder.end().traces
}

describe('conformance', () => {
  for (const { name, run } of formatConformance(anthropic, [...synthetic, ...recorded], /^$/)) it(name, run)
})

describe('messages', () => {
  it.each(synthetic)('reads $name with thinking, text, call and counts, and says why there is no evidence', ({ bytes }) => {
    const [trace] = read(bytes)
    expect(trace?.output).toEqual({
      text: 'Hi',
      reasoning: 'Hm',
      toolCalls: [{ id: 'tu_1', name: 'rate', arguments: '{"confidence":0.5}' }],
      verbalized: { field: '$.confidence', part: 'tool', partIndex: 0, value: 0.5, raw: '0.5', scale: '0-1' },
      finish: { unified: 'tool-calls', raw: 'tool_use' },
    })
    expect(trace?.usage).toMatchObject({ input: 6, output: 9 })
    expect(trace?.evidence.tier).toBe('verbalized')
    expect(trace?.evidence.issues.map(({ code, count, detail }) => [code, count, detail])).toEqual([
      ['no-logprobs', 1, expect.any(String)],
      ['unknown-field', 1, expect.stringMatching(/^(content\[\]|delta)\.signature$/)],
    ])
  })

  it('counts what it does not keep: citations, redacted thinking, results of the server’s own tools', () => {
    const content = [
      { type: 'redacted_thinking', data: 'x' },
      { type: 'text', text: 'Hi', citations: [{ url: 'u' }] },
      { type: 'web_search_tool_result', tool_use_id: 't', content: [] },
      { type: 'thinking', thinking: 'Hm', signature: 's' },
    ]
    const body = {
      id: 'm',
      type: 'message',
      role: 'assistant',
      model: 'claude',
      content,
      stop_reason: 'end_turn',
      stop_sequence: null,
      extra: 1,
    }
    const [trace] = read(new TextEncoder().encode(JSON.stringify(body)))
    const unknown = trace?.evidence.issues.find(({ code }) => code === 'unknown-field')
    expect(unknown?.count).toBe(6)
    for (const path of ['extra', 'content[].data', 'content[].citations', 'content[].tool_use_id']) expect(unknown?.detail).toContain(path)
  })

  it('counts the same in a stream', () => {
    const block = (index: number, content: object, delta: object): object[] => [
      { type: 'content_block_start', index, content_block: content },
      { type: 'content_block_delta', index, delta },
      { type: 'content_block_stop', index },
    ]
    const stream = [
      { type: 'message_start', message: { ...whole, content: [], stop_reason: null } },
      ...block(0, { type: 'redacted_thinking', data: 'x' }, { type: 'signature_delta', signature: 's' }),
      ...block(1, { type: 'text', text: 'Hi' }, { type: 'citations_delta', citation: { url: 'u' } }),
      ...block(2, { type: 'web_search_tool_result', tool_use_id: 't', content: [] }, { type: 'new_delta', colour: 'red' }),
      { type: 'message_delta', delta: { stop_reason: 'end_turn', mood: 'good' }, usage: { output_tokens: 9 } },
      { type: 'message_stop' },
    ]
    const [trace] = anthropic.decodeValue(stream, { requestId: 'r', startedAt: 0 }).traces
    expect(trace?.output.text).toBe('Hi')
    expect(trace?.evidence.issues.find(({ code }) => code === 'unknown-field')?.count).toBe(7)
  })

  it.each([
    ['msg_01XFDUDYJgAACzvnptvVoYEL', 'anthropic'],
    ['msg_bdrk_01ABCdef', 'bedrock'],
    ['msg_vrtx_01ABCdef', 'vertex'],
    ['chatcmpl-afd30cdc07e60c69', 'vllm'],
    ['chatcmpl-w60bUeSnmWFS4oH0RCpDDRgLM5qZ307b', 'llama-server'],
    ['0193-x', 'unknown'],
  ])('tells from the id %s who answered, but believes the caller', (id, provider) => {
    const body = { ...whole, id }
    expect(anthropic.decodeValue(body, { requestId: 'r', startedAt: 0 }).traces[0]?.source.provider).toBe(provider)
    expect(anthropic.decodeValue(body, { requestId: 'r', startedAt: 0, provider: 'mine' }).traces[0]?.source.provider).toBe('mine')
  })

  it.skipIf(recorded.length === 0)('reads every recording of other servers', () => {
    for (const { name, bytes } of recorded) {
      const [trace, ...others] = read(bytes)
      expect(others, name).toEqual([])
      expect(trace?.output.text, name).not.toBe('')
      expect(trace?.output.finish.unified, name).toMatch(/^(stop|length)$/)
      expect(trace?.evidence.tier, name).toBe('none')
      expect(trace?.usage?.output, name).toBeGreaterThan(0)
    }
  })
})

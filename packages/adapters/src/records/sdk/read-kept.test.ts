// Records written by hand after what the libraries were seen to keep, and after the documentation of the platforms.
import { withStatedConfidence, type Trace } from '@logitscope/core'
import { brokenPromise, MUTATIONS, mutated, seeded } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { read } from '../../../test/read-records.ts'

const logprobs = [
  { token: 'Hi', logprob: -0.5, top_logprobs: [{ token: 'Hi', logprob: -0.5 }] },
  { token: '!', logprob: -0.25, top_logprobs: [{ token: '!', logprob: -0.25 }] },
]
const chat = {
  id: 'c',
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hi!' }, finish_reason: 'stop', logprobs: { content: logprobs } }],
}

const records = (...values: readonly object[]) => read(values.map((value) => `${JSON.stringify(value)}\n`).join(''))
const tracesOf = (value: object): readonly Trace[] => records(value).flatMap(({ traces }) => traces)
const codes = (trace: Trace | undefined): readonly string[] => trace?.evidence.issues.map(({ code }) => code) ?? []
const pairs = (trace: Trace | undefined): unknown => trace?.tokens.map(({ text, logprob }) => [text, logprob])
const HI = [
  ['Hi', -0.5],
  ['!', -0.25],
]

const aiSdk = (metadata: object, more: object = {}): object => ({
  text: 'Hi!',
  finishReason: 'stop',
  usage: { inputTokens: 3, outputTokens: 2 },
  providerMetadata: metadata,
  response: { id: 'c', modelId: 'm', timestamp: '2026-11-23T22:02:06.000Z' },
  ...more,
})

describe('a result of the AI SDK', () => {
  it.each([
    ['chat', { openai: { logprobs } }],
    ['the Responses API, a list for each part', { openai: { logprobs: [logprobs.slice(0, 1), logprobs.slice(1)] } }],
    [
      'completions',
      { openai: { logprobs: { tokens: ['Hi', '!'], token_logprobs: [-0.5, -0.25], top_logprobs: [{ Hi: -0.5 }, { '!': -0.25 }] } } },
    ],
    ['another provider', { other: {}, deepseek: { logprobs: { content: logprobs } } }],
  ])('of %s gives its values', (_, metadata) => {
    const [trace] = tracesOf(aiSdk(metadata))
    expect(pairs(trace)).toEqual(HI)
    expect(trace).toMatchObject({ startedAt: Date.parse('2026-11-23T22:02:06.000Z'), evidence: { tier: 'top-k', completeness: 1 } })
    expect(codes(trace)).toEqual([])
  })

  it('keeps reasoning and tool calls apart', () => {
    const content = [
      { type: 'reasoning', text: 'hm' },
      { type: 'text', text: 'Hi!' },
      { type: 'tool-call', toolCallId: 't', toolName: 'f', input: { a: 1 } },
    ]
    const [trace] = tracesOf({
      content,
      finishReason: { unified: 'tool-calls', raw: 'tool_calls' },
      usage: { inputTokens: { total: 3 }, outputTokens: { total: 9, reasoning: 4 } },
      providerMetadata: { openai: { logprobs } },
      response: {},
    })
    expect(trace?.output).toMatchObject({ text: 'Hi!', reasoning: 'hm', toolCalls: [{ id: 't', name: 'f', arguments: '{"a":1}' }] })
    expect(trace?.output.finish.unified).toBe('tool-calls')
    expect(trace?.usage).toEqual({ input: 3, output: 9, reasoning: 4 })
  })

  it('of several steps gives each as an answer, and one without values has tier none', () => {
    const [one, two] = tracesOf({ steps: [aiSdk({ openai: { logprobs } }), aiSdk({})], totalUsage: {} })
    expect([one?.id.endsWith('.0'), two?.id.endsWith('.1')]).toEqual([true, true])
    expect([one?.evidence.tier, two?.evidence.tier]).toEqual(['top-k', 'none'])
    expect(codes(two)).toEqual(['no-logprobs'])
  })
})

describe('a message of LangChain', () => {
  const message = {
    content: [{ type: 'text', text: 'Hi!' }],
    type: 'ai',
    additional_kwargs: { refusal: null, tool_calls: [{ id: 't', type: 'function', function: { name: 'f', arguments: '{"a": 1}' } }] },
    tool_calls: [{ id: 't', name: 'f', args: { a: 1 } }],
    response_metadata: {
      finish_reason: 'tool_calls',
      model_name: 'm',
      token_usage: { prompt_tokens: 3, completion_tokens: 2 },
      logprobs: { content: logprobs },
    },
  }

  it.each([
    ['as Python writes it', message],
    ['as type and data', { type: 'ai', data: message }],
    ['serialized', { lc: 1, type: 'constructor', id: ['langchain', 'schema', 'messages', 'AIMessage'], kwargs: message }],
    [
      'in a result',
      { generations: [[{ text: 'Hi!', message: { lc: 1, type: 'constructor', id: ['AIMessage'], kwargs: message } }]], llm_output: {} },
    ],
  ])('%s gives values and the arguments as the model wrote them', (_, value) => {
    const [trace] = tracesOf(value)
    expect(pairs(trace)).toEqual(HI)
    expect(trace?.output).toMatchObject({ text: 'Hi!', toolCalls: [{ id: 't', name: 'f', arguments: '{"a": 1}' }] })
    expect(trace).toMatchObject({ source: { api: 'langchain', model: 'm' }, usage: { input: 3, output: 2 } })
  })

  it('of a model of plain text has its values beside it', () => {
    const info = { finishReason: 'length', logprobs: { tokens: ['Hi', '!'], token_logprobs: [-0.5, -0.25] } }
    const traces = tracesOf({ generations: [[{ text: 'Hi!', generationInfo: info }], [{ text: 'Hi!', generationInfo: info }]] })
    expect(traces.map(pairs)).toEqual([HI, HI])
    expect(traces[0]?.output.finish.unified).toBe('length')
  })

  it('of a person is no answer', () => {
    const [record] = records({ type: 'human', content: 'Hi', response_metadata: {} })
    expect(record?.traces).toEqual([])
  })
})

describe('what platforms export', () => {
  const observation = (more: object): object => ({
    id: 'o',
    traceId: 't',
    type: 'GENERATION',
    name: 'n',
    model: 'm',
    startTime: '2026-11-23T22:02:06Z',
    ...more,
  })

  it.each([
    ['a body as output', { output: chat }],
    ['a body as text', { output: JSON.stringify(chat) }],
    ['a text, and logprobs in the metadata', { output: 'Hi!', metadata: { logprobs: { content: logprobs }, finish_reason: 'stop' } }],
    [
      'a message, and a list in the metadata as text',
      { output: { role: 'assistant', content: 'Hi!' }, metadata: JSON.stringify({ logprobs }) },
    ],
    ['a message of LangChain', { output: { content: 'Hi!', response_metadata: { logprobs: { content: logprobs } } } }],
  ])('a Langfuse observation with %s', (_, more) => {
    const [record] = records(observation({ input: [{ role: 'user', content: 'Greet' }], modelParameters: { temperature: 0 }, ...more }))
    const [trace] = record!.traces
    expect(record?.format).toBe('langfuse')
    expect(pairs(trace)).toEqual(HI)
    expect(trace?.request).toMatchObject({ messages: [{ role: 'user', content: 'Greet' }], parameters: { temperature: 0 } })
    expect(codes(trace)).toContain('unverified-format')
  })

  it('a trace or a page with observations gives a record for each generation', () => {
    const span = { id: 's', traceId: 't', type: 'SPAN' }
    const both = { observations: [span, observation({ output: chat }), observation({ output: 'Hello' })] }
    const read = records(both, { data: both.observations, meta: { page: 1 } })
    expect(read.map(({ index }) => index)).toEqual([0, 1, 2, 3])
    expect(read.map(({ traces }) => traces[0]?.output.text)).toEqual(['Hi!', 'Hello', 'Hi!', 'Hello'])
    expect(new Set(read.map(({ traces }) => traces[0]?.requestId)).size).toBe(4)
  })

  it('a LangSmith run with runs within gives those of models', () => {
    const llm = (content: string): object => ({
      run_type: 'llm',
      inputs: {},
      outputs: { ...chat, choices: [{ ...chat.choices[0], message: { role: 'assistant', content } }] },
    })
    const run = {
      run_type: 'chain',
      child_runs: [llm('Hi!'), { run_type: 'tool', child_runs: [{ ...llm('Ho!'), child_runs: [llm('Hu!')] }] }],
      outputs: {},
    }
    expect(tracesOf(run).map(({ output }) => output.text)).toEqual(['Hi!', 'Ho!', 'Hu!'])
    expect(records({ run_type: 'chain', outputs: { a: 1 }, child_runs: [] })[0]?.traces).toEqual([])
  })
})

it('a stated confidence is found in them too', () => {
  const call = { type: 'tool-call', toolCallId: 't', toolName: 'f', input: { confidence: '85%' } }
  const [trace] = tracesOf({ content: [call], finishReason: 'tool-calls', providerMetadata: {}, response: {} })
  expect(trace?.evidence.tier).toBe('verbalized')
  expect(withStatedConfidence(trace!)).toEqual(trace)
})

it(`reads ${MUTATIONS} hostile versions without a throw or a broken trace`, () => {
  const seeds = [
    aiSdk({ openai: { logprobs } }),
    { steps: [aiSdk({ openai: { logprobs } }, { response: { body: chat } })] },
    { type: 'ai', data: { content: 'Hi!', response_metadata: { logprobs: { content: logprobs } }, tool_call_chunks: [] } },
    { generations: [[{ text: 'Hi!', generationInfo: { logprobs: { content: logprobs } } }]] },
    { run_type: 'llm', inputs: { messages: [[{ lc: 1, id: ['HumanMessage'], kwargs: { content: 'x' } }]] }, outputs: chat, child_runs: [] },
    { data: [{ type: 'GENERATION', traceId: 't', output: JSON.stringify(chat), metadata: '{"logprobs":[]}', input: '[]' }] },
  ].map((value) => new TextEncoder().encode(JSON.stringify(value)))
  const random = seeded(31)
  for (let i = 0; i < MUTATIONS; i++) {
    let bytes: Uint8Array = seeds[i % seeds.length]!
    for (let times = 1 + random.index(3); times > 0; times--) bytes = mutated(bytes, random)
    for (const { traces, issues } of read(bytes)) {
      for (const trace of traces) expect(brokenPromise(trace)).toBeNull()
      for (const { code, message } of issues) expect(code === 'reader-failed' ? message : null).toBeNull()
    }
  }
})

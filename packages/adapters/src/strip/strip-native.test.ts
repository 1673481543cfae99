import { utf8Decode, utf8Encode } from '@logitscope/core'
import { sharedRecordings } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import type { Ask, Asked, Strip } from '../contract.ts'
import { askCohere, askLlamaServer, askOllama, askSglang, askTgi } from '../shared/ask-native.ts'
import { askKoboldCpp, askTriton, askVllmGenerate } from '../shared/ask-others.ts'
import { splice } from '../splice/index.ts'
import { vllmGenerate } from '../vllm-generate/index.ts'
import { stripCohere, stripGemini, stripKoboldCpp, stripLlamaServer, stripOllama, stripSglang, stripTgi, stripTriton } from './index.ts'

const asked: Asked = { logprobs: true, usage: false }
const body = (strip: Strip, value: unknown): unknown => JSON.parse(utf8Decode(strip.body(utf8Encode(JSON.stringify(value)), asked)))

function stream(strip: Strip, text: string): string {
  const stripper = strip.stream(asked)
  return utf8Decode(stripper.push(utf8Encode(text))) + utf8Decode(stripper.end())
}

const entry = { token: 'a', logprob: -1, bytes: [97], top_logprobs: [] }

describe('a whole answer', () => {
  it.each<[string, Strip, unknown, unknown]>([
    ['Ollama', stripOllama, { response: '', logprobs: [entry], done: true }, { response: '', done: true }],
    ['TGI', stripTgi, { generated_text: 'a', details: { tokens: [] } }, { generated_text: 'a' }],
    ['a list of TGI', stripTgi, [{ generated_text: 'a', details: { tokens: [] } }], [{ generated_text: 'a' }]],
    [
      'llama-server',
      stripLlamaServer,
      { content: 'a', generation_settings: { n_probs: 5, top_k: 1 }, completion_probabilities: [entry] },
      { content: 'a', generation_settings: { n_probs: 0, top_k: 1 } },
    ],
    [
      'several answers of llama-server',
      stripLlamaServer,
      [{ completion_probabilities: [entry], content: 'a' }, { content: 'b' }],
      [{ content: 'a' }, { content: 'b' }],
    ],
    [
      'SGLang',
      stripSglang,
      {
        text: 'a',
        meta_info: { id: 'x', input_token_logprobs: [], output_token_logprobs: [[-1, 5, 'a']], output_top_logprobs: [], cached_tokens: 0 },
      },
      { text: 'a', meta_info: { id: 'x', cached_tokens: 0 } },
    ],
    [
      'Gemini',
      stripGemini,
      { candidates: [{ avgLogprobs: -1, logprobsResult: { chosenCandidates: [] }, index: 0 }] },
      { candidates: [{ avgLogprobs: -1, index: 0 }] },
    ],
    ['Cohere', stripCohere, { message: {}, logprobs: [{ text: 'a', logprobs: [-1] }] }, { message: {} }],
    [
      'KoboldCpp',
      stripKoboldCpp,
      { results: [{ text: 'a', logprobs: { content: [entry] } }] },
      { results: [{ text: 'a', logprobs: null }] },
    ],
    [
      'Triton',
      stripTriton,
      { text_output: 'a', output_log_probs: [[-1, -2]], cum_log_probs: -3 },
      { text_output: 'a', output_log_probs: [[0, 0]], cum_log_probs: 0 },
    ],
    [
      "vLLM's generate",
      vllmGenerate.strip!,
      { choices: [{ index: 0, token_ids: [5], logprobs: { content: [{ token_id: 5, logprob: -1 }] } }] },
      { choices: [{ index: 0, token_ids: [5], logprobs: null }] },
    ],
    ['an error', stripTgi, { error: 'overloaded' }, { error: 'overloaded' }],
  ])('of %s', (_, strip, before, after) => {
    expect(body(strip, before)).toEqual(after)
  })
})

describe('a stream', () => {
  it('of Ollama loses the objects that are there for their logprobs alone', () => {
    const line = (message: object, more: object = {}): string => `${JSON.stringify({ model: 'm', message, done: false, ...more })}\n`
    const text =
      line({ role: 'assistant', content: '' }, { logprobs: [entry] }) +
      line({ content: 'a' }, { logprobs: [entry, entry] }) +
      line({ thinking: 't' }, { logprobs: [entry] })
    const end = '{"model":"m","message":{"content":""},"done":true,"logprobs":[{}]}'
    expect(stream(stripOllama, text + end)).toBe(
      `${line({ content: 'a' })}${line({ thinking: 't' })}{"model":"m","message":{"content":""},"done":true}`,
    )
  })

  it('of TGI keeps its tokens', () => {
    const event = (more: object): string =>
      `data:${JSON.stringify({ index: 1, token: { id: 5, text: 'a', logprob: -1, special: false }, ...more })}\n\n`
    expect(
      stream(
        stripTgi,
        event({ top_tokens: [{ id: 5 }], generated_text: null, details: null }) +
          event({ generated_text: 'a', details: { finish_reason: 'length' } }),
      ),
    ).toBe(event({ generated_text: null, details: null }) + event({ generated_text: 'a', details: null }))
  })

  it('that is one long list waits for nothing, and passes', () => {
    const stripper = stripGemini.stream(asked)
    const piece = utf8Encode('[{"candidates": [{"logprobsResult"')
    expect(stripper.push(piece)).toEqual(piece)
  })

  const recorded = sharedRecordings(/^real\/llama-server\/native-.*\.response\.(?:json|sse)$/)
  it.skipIf(recorded.length === 0)('recorded from llama-server holds no probability any more, and all else', () => {
    for (const { bytes, name } of recorded) {
      const text = utf8Decode(bytes)
      const after = name.endsWith('.json') ? utf8Decode(stripLlamaServer.body(bytes, asked)) : stream(stripLlamaServer, text)
      expect(after, name).not.toMatch(/"(?:completion_probabilities|logprob|prob|top_probs)":/)
      expect(after.length).toBeLessThan(text.length)
      const contents = (of: string): string[] => [...of.matchAll(/"content":"((?:[^"\\]|\\.)*)"/g)].map(([, content]) => content!)
      expect(contents(after)).toEqual(contents(text))
    }
  })
})

describe('asking', () => {
  const spliced = (request: object, ask: Ask): unknown =>
    ask.kind === 'leave' ? ask.reason : JSON.parse(utf8Decode(splice(utf8Encode(JSON.stringify(request)), ask.insertions)!))

  it.each<[string, object, (request: Readonly<Record<string, unknown>>, top: number) => Ask, unknown]>([
    ['Ollama', { messages: [{}] }, askOllama, { messages: [{}], logprobs: true, top_logprobs: 20 }],
    ['Ollama to load a model', { model: 'm', prompt: '' }, askOllama, 'not-applicable'],
    ['Ollama that asks', { prompt: 'a', logprobs: false }, askOllama, 'client-asked'],
    ['TGI', { inputs: 'a' }, askTgi, { inputs: 'a', parameters: { details: true, top_n_tokens: 5 } }],
    [
      'TGI with parameters',
      { inputs: 'a', parameters: { x: 1 } },
      askTgi,
      { inputs: 'a', parameters: { x: 1, details: true, top_n_tokens: 5 } },
    ],
    ['TGI that asks', { inputs: 'a', parameters: { details: false } }, askTgi, 'client-asked'],
    ['TGI with null', { inputs: 'a', parameters: null }, askTgi, 'not-applicable'],
    ['llama-server', { prompt: [1, 2] }, askLlamaServer, { prompt: [1, 2], n_probs: 50 }],
    ['llama-server that asks', { prompt: 'a', post_sampling_probs: true }, askLlamaServer, 'client-asked'],
    ['SGLang', { text: 'a' }, askSglang, { text: 'a', return_logprob: true, top_logprobs_num: 50, return_text_in_logprobs: true }],
    ['SGLang that asks', { text: 'a', logprob_start_len: 0 }, askSglang, 'client-asked'],
    ['Cohere', { messages: [] }, askCohere, { messages: [], logprobs: true }],
    ['llama-server to fill in', { input_prefix: 'a' }, askLlamaServer, { input_prefix: 'a', n_probs: 50 }],
    ["vLLM's generate", { token_ids: [1] }, askVllmGenerate, { token_ids: [1], sampling_params: { logprobs: 20 } }],
    ["vLLM's generate that asks", { token_ids: [1], sampling_params: { logprobs: 0 } }, askVllmGenerate, 'client-asked'],
    ['KoboldCpp', { prompt: 'a' }, askKoboldCpp, { prompt: 'a', logprobs: true }],
    ['KoboldCpp, streamed', { prompt: 'a', stream: true }, askKoboldCpp, 'not-applicable'],
    ['Triton', { text_input: 'a' }, askTriton, { text_input: 'a', return_log_probs: true }],
    ['Triton that asks', { text_input: 'a', parameters: { return_log_probs: true } }, askTriton, 'client-asked'],
    ['nothing of the kind', { input: 'a' }, askSglang, 'not-applicable'],
  ])('%s', (_, request, ask, expected) => {
    expect(spliced(request, ask(request as Readonly<Record<string, unknown>>, 50))).toEqual(expected)
  })

  it('asks llama-server for one alternative at least: none would give no logprobs', () => {
    expect(askLlamaServer({ prompt: 'a' }, 0)).toMatchObject({ insertions: [{ key: 'n_probs', value: 1 }] })
  })
})

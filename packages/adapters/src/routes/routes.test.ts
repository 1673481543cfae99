import { utf8Decode, utf8Encode } from '@logitscope/core'
import { readRecordings } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import type { DecodeResult } from '../contract.ts'
import { splice } from '../splice/index.ts'
import { answerDecoder } from './answer-decoder.ts'
import { formatForRequest } from './format-for-request.ts'

const messages = [{ role: 'user', content: 'hi' }]

describe('a request that makes an answer', () => {
  it.each<[path: string, body: object | undefined, api: string]>([
    ['/v1/chat/completions', { messages }, 'openai-chat'],
    ['/upstreams/x/openai/deployments/my-gpt/chat/completions?api-version=2024-10-21', { messages }, 'openai-chat'],
    ['/openai/v1/chat/completions', { messages }, 'openai-chat'],
    ['/v1beta/openai/chat/completions', { messages }, 'openai-chat'],
    ['/v1/projects/p/locations/l/endpoints/openapi/chat/completions', { messages }, 'openai-chat'],
    ['/v1/fim/completions', { prompt: 'a', suffix: 'b' }, 'openai-chat'],
    ['/v1/completions', { prompt: 'a' }, 'openai-completions'],
    ['/v1/engines/davinci/completions', { prompt: 'a' }, 'openai-completions'],
    ['/completions', { prompt: 'a', n_predict: 4 }, 'llama-server'],
    ['/ml/v1/text/chat?version=2024-01-01', { messages }, 'openai-chat'],
    ['/ml/v1/text/generation', { input: 'a' }, 'watsonx'],
    ['/ml/v1/deployments/x/text/generation_stream', { input: 'a' }, 'watsonx'],
    ['/v1/audio/transcriptions', undefined, 'openai-transcription'],
    ['/openai/deployments/w/audio/translations', undefined, 'openai-transcription'],
    ['/v1/responses', { input: 'a' }, 'openai-responses'],
    ['/openai/v1/responses/', { input: 'a' }, 'openai-responses'],
    ['/v1/messages', { messages, max_tokens: 5 }, 'anthropic'],
    ['/anthropic/v1/messages', { messages }, 'anthropic'],
    ['/v1beta/models/gemini-2.5-flash:generateContent', { contents: [] }, 'gemini'],
    ['/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse', { contents: [] }, 'gemini'],
    ['/v1/projects/p/locations/l/publishers/google/models/gemini-2.0-flash:generateContent', { contents: [] }, 'gemini'],
    ['/v1/projects/p/locations/l/publishers/anthropic/models/claude-x@1:streamRawPredict', { messages }, 'anthropic'],
    ['/v1/projects/p/locations/l/publishers/mistralai/models/mistral-small:rawPredict', { messages }, 'openai-chat'],
    ['/v2/models/ensemble/generate', { text_input: 'a' }, 'triton'],
    ['/v2/models/ensemble/versions/1/generate_stream', { text_input: 'a' }, 'triton'],
    ['/inference/v1/generate', { token_ids: [1] }, 'vllm-generate'],
    ['/api/v1/generate', { prompt: 'a' }, 'koboldcpp'],
    ['/api/extra/generate/stream', { prompt: 'a' }, 'koboldcpp'],
    ['/api/generate', { model: 'm', prompt: 'a' }, 'ollama'],
    ['/api/chat', { model: 'm', messages }, 'ollama'],
    ['/v2/chat', { model: 'm', messages }, 'cohere'],
    ['/v1/generate', { prompt: 'a' }, 'cohere'],
    ['/generate', { inputs: 'a' }, 'tgi'],
    ['/generate_stream', { inputs: 'a' }, 'tgi'],
    ['/generate', { text: 'a' }, 'sglang'],
    ['/generate', undefined, 'tgi'],
    ['/', { inputs: 'a' }, 'tgi'],
    ['/models/google/flan-t5-xxl', { inputs: 'a', parameters: {} }, 'tgi'],
    ['/completion', { prompt: 'a' }, 'llama-server'],
    ['/infill', { input_prefix: 'a' }, 'llama-server'],
    ['/model/openai.gpt-oss-20b-1%3A0/invoke', { messages }, 'openai-chat'],
    ['/model/anthropic.claude-3-haiku-20240307-v1:0/invoke-with-response-stream', { messages }, 'anthropic'],
    ['/model/amazon.nova-lite-v1:0/converse', { messages }, 'bedrock'],
    ['/model/arn%3Aaws%3Abedrock%3Ax%2Fy/converse-stream', { messages }, 'bedrock'],
    ['/model/us.meta.llama3-1-8b-instruct-v1:0/invoke', { prompt: 'a' }, 'bedrock'],
    ['/model/ai21.j2-mid-v1/invoke', { prompt: 'a' }, 'ai21'],
    ['/model/ai21.jamba-1-5-mini-v1:0/invoke', { messages }, 'openai-chat'],
    ['/model/x/invoke', { anthropic_version: 'bedrock-2023-05-31', messages }, 'anthropic'],
    ['/invocations', { inputs: 'a' }, 'tgi'],
    ['/serving-endpoints/mine/invocations', { messages }, 'openai-chat'],
  ])('POST %s is answered in the format of that path', (path, body, api) => {
    expect(formatForRequest({ method: 'POST', path, body })?.format.api).toBe(api)
  })

  it('may also be one that fetches an answer made before', () => {
    expect(formatForRequest({ method: 'GET', path: '/v1/responses/resp_1?stream=true' })).toMatchObject({
      format: { api: 'openai-responses' },
      fetched: true,
      facts: { stream: true },
    })
    expect(formatForRequest({ method: 'get', path: '/v1/chat/completions/chatcmpl-1' })).toMatchObject({ fetched: true })
  })

  it.each([
    ['GET', '/v1/models'],
    ['GET', '/v1/chat/completions'],
    ['GET', '/v1/responses/resp_1/input_items'],
    ['HEAD', '/v1/chat/completions'],
    ['OPTIONS', '/v1/responses'],
    ['DELETE', '/v1/responses/resp_1'],
    ['POST', '/v1/embeddings'],
    ['POST', '/v1/messages/count_tokens'],
    ['POST', '/v1/messages/batches'],
    ['POST', '/v1/threads/t/messages'],
    ['POST', '/v1/chat/completions/input_tokens'],
    ['POST', '/v1beta/models/gemini-2.5-flash:countTokens'],
    ['POST', '/v1beta/models/gemini-2.5-flash:embedContent'],
    ['POST', '/tokenize'],
    ['POST', '/'],
    ['POST', '/api/embed'],
    ['POST', '/v2/models/ensemble/infer'],
  ])('%s %s makes none', (method, path) => {
    expect(formatForRequest({ method, path })).toBeNull()
  })

  it('whose path names model, provider or a stream gives them', () => {
    const route = (path: string, body?: object) => {
      const found = formatForRequest({ method: 'POST', path, body })
      return [found?.model, found?.provider, found?.facts.stream]
    }
    expect(route('/openai/deployments/my%20gpt/chat/completions?api-version=1', { messages, stream: true })).toEqual([
      'my gpt',
      'azure',
      true,
    ])
    expect(route('/v1beta/models/gemini-2.5-flash:streamGenerateContent')).toEqual(['gemini-2.5-flash', null, true])
    expect(route('/v1/projects/p/locations/l/publishers/google/models/g:generateContent')).toEqual(['g', 'vertex', false])
    expect(route('/model/meta.llama3%3A0/converse-stream')).toEqual(['meta.llama3:0', 'bedrock', true])
    expect(route('/model/meta.llama3%3A0/invoke-with-response-stream')).toEqual(['meta.llama3:0', 'bedrock', true])
    expect(route('/generate_stream')).toEqual([null, null, true])
    expect(route('/v1/chat/completions', { messages })).toEqual([null, null, false])
  })
})

describe('what a gateway does with a route', () => {
  it('asks by the facts of the path, and adds to the bytes of the body', () => {
    const body = { contents: [{ parts: [{ text: 'hi' }] }] }
    const asked = (path: string) => {
      const { format, facts } = formatForRequest({ method: 'POST', path, body })!
      const ask = format.ask!(body, 5, facts)
      return ask.kind === 'leave' ? ask.reason : utf8Decode(splice(utf8Encode(JSON.stringify(body)), ask.insertions)!)
    }
    expect(asked('/v1beta/models/g:generateContent')).toBe(
      '{"contents":[{"parts":[{"text":"hi"}]}],"generationConfig":{"responseLogprobs":true,"logprobs":5}}',
    )
    expect(asked('/v1beta/models/g:streamGenerateContent')).toBe('refused-by-model')
  })

  it('leaves a deployment alone that is named for a model which refuses', () => {
    const { format, facts } = formatForRequest({
      method: 'POST',
      path: '/openai/deployments/o3-mini/chat/completions',
      body: { messages },
    })!
    expect(format.ask!({ messages }, 5, facts)).toEqual({ kind: 'leave', reason: 'refused-by-model' })
  })

  it('leaves alone what is fetched, and the binary streams that nothing can be taken out of again', () => {
    for (const [method, path] of [
      ['GET', '/v1/responses/resp_1'],
      ['POST', '/model/openai.gpt-oss-20b-1%3A0/invoke-with-response-stream'],
    ] as const) {
      const route = formatForRequest({ method, path, body: { messages } })!
      expect(route.format.ask).toBeUndefined()
      expect(route.formats.every(({ ask }) => ask === undefined)).toBe(true)
    }
  })

  it('names the model of the path in the trace', () => {
    const path = '/v1beta/models/gemini-2.0-flash:generateContent'
    const { formats } = formatForRequest({ method: 'POST', path })!
    const decoder = answerDecoder(formats, { requestId: 'r', startedAt: 0, path })
    decoder.push(utf8Encode('{"candidates":[{"content":{"parts":[{"text":"a"}]},"finishReason":"STOP"}]}'))
    expect(decoder.end().traces[0]?.source).toMatchObject({ requestedModel: 'gemini-2.0-flash', model: 'gemini-2.0-flash' })
  })
})

describe('a path that several formats share', () => {
  const events = (...values: object[]) => utf8Encode(values.map((value) => `data: ${JSON.stringify(value)}\n\n`).join(''))
  const entry = { token: 'a', logprob: -1, bytes: [97], top_logprobs: [] }
  const chunk = (delta: object, more: object = {}) => ({
    id: 'c',
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, ...more }],
  })
  const route = formatForRequest({ method: 'POST', path: '/api/chat', body: { messages, stream: true } })!

  it('has its answers stripped by what they are', () => {
    const asked = { logprobs: true, usage: false }
    const stripper = route.strip!.stream(asked)
    const bytes = events(chunk({ content: 'a' }, { logprobs: { content: [entry] } }), chunk({}, { finish_reason: 'stop' }))
    const out = [...[...bytes].map((byte) => utf8Decode(stripper.push(Uint8Array.of(byte)))), utf8Decode(stripper.end())].join('')
    expect(out).not.toContain('"top_logprobs"')
    expect(out.match(/data: /g)).toHaveLength(2)
    const whole = utf8Encode(JSON.stringify({ model: 'm', message: { content: 'a' }, done: true, logprobs: [entry] }))
    expect(utf8Decode(route.strip!.body(whole, asked))).toBe('{"model":"m","message":{"content":"a"},"done":true}')
  })

  it('has its streams ended by what they are', () => {
    const chat = route.finish!()
    chat.push(events(chunk({ role: 'assistant', content: 'a' })))
    expect(utf8Decode(chat.end('stop') ?? new Uint8Array(0))).toContain('data: [DONE]')
    const ollama = route.finish!()
    ollama.push(utf8Encode('{"model":"m","message":{"role":"assistant","content":"a"},"done":false}\n'))
    expect(JSON.parse(utf8Decode(ollama.end('stop') ?? new Uint8Array(0)))).toMatchObject({ done: true })
    expect(route.finish!().end('stop')).toBeNull()
  })
})

/** Reads bytes cut into pieces of a size. */
function read(path: string, bytes: Uint8Array, size = bytes.length, request?: unknown): DecodeResult {
  const { formats } = formatForRequest({ method: 'POST', path, body: request })!
  const decoder = answerDecoder(formats, { requestId: 'r', startedAt: 0, path, ...(request === undefined ? {} : { request }) })
  for (let from = 0; from < bytes.length; from += size) decoder.push(bytes.subarray(from, from + size))
  return decoder.end()
}

describe('an answer at a path that several formats share', () => {
  it.each([
    ['/generate', '{"text":"a","meta_info":{"id":"1","finish_reason":{"type":"stop"}}}', 'sglang'],
    ['/generate', '{"generated_text":"a","details":{"finish_reason":"length","tokens":[]}}', 'tgi'],
    ['/completions', '{"content":"a","stop":true,"model":"m","tokens_predicted":1,"generation_settings":{}}', 'llama-server'],
    ['/completions', 'data: {"content":"a","stop":false,"tokens":[1]}\n\ndata: {"content":"","stop":true,"model":"m"}\n\n', 'llama-server'],
    ['/completions', '{"id":"c","choices":[{"index":0,"text":"a","finish_reason":"stop"}]}', 'openai-completions'],
    ['/api/chat', '{"choices":[{"index":0,"message":{"content":"a"},"finish_reason":"stop"}]}', 'openai-chat'],
    ['/invocations', '{"generated_text":"a","details":{"finish_reason":"length","tokens":[]}}', 'tgi'],
  ])('%s: %s is read by what it holds', (path, text, api) => {
    const bytes = utf8Encode(text)
    const whole = read(path, bytes)
    expect(whole.traces.map(({ source, output }) => [source.api, output.text])).toEqual([[api, 'a']])
    expect(read(path, bytes, 1)).toEqual(whole)
  })

  it('is read by the first where it shows none', () => {
    expect(read('/generate', utf8Encode('{"error":"Input validation error","error_type":"validation"}')).traces[0]).toMatchObject({
      source: { api: 'tgi' },
      output: { error: { message: 'Input validation error' } },
    })
    expect(read('/generate', utf8Encode('')).issues).toMatchObject([{ code: 'empty' }])
    expect(read('/generate', utf8Encode(': wait\n\n'.repeat(200))).issues).not.toEqual([])
  })
})

const recorded = readRecordings().filter(({ path, records }) => path !== undefined && records.some(({ traces }) => traces.length > 0))

describe.skipIf(recorded.length === 0)('the recorded exchanges of real servers', () => {
  it('are all routed to the format that their answers are found to have', () => {
    const wrong = recorded.filter(({ path, recording, records }) => {
      const route = formatForRequest({ method: 'POST', path: path!, body: recording.request })
      return !route?.formats.some(({ api }) => api === records[0]!.format)
    })
    expect(wrong.map(({ recording }) => recording.name)).toEqual([])
  })
})

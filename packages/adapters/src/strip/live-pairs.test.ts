/** Asks a real server twice, as the client would and as we would: what is stripped must be what the client would have got. */
import { utf8Decode, utf8Encode } from '@logitscope/core'
import { llamaServerMissing, startLlamaServer, type LlamaServer } from '@logitscope/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Format } from '../contract.ts'
import { llamaServer } from '../llama-server/index.ts'
import { openAiChat } from '../openai-chat/index.ts'
import { openAiCompletions } from '../openai-completions/index.ts'
import { splice } from '../splice/index.ts'

const missing = llamaServerMissing()
if (missing !== null) console.warn(`skipped: ${missing}`)

let server: LlamaServer

async function post(path: string, body: Uint8Array): Promise<Uint8Array> {
  const response = await fetch(server.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(body),
  })
  return new Uint8Array(await response.arrayBuffer())
}

const masked = (bytes: Uint8Array): string =>
  utf8Decode(bytes)
    .replace(/"id":"chatcmpl-\w+"/g, '"id":""')
    .replace(/"created":\d+/g, '"created":0')
    .replace(/"timings":\{[^}]*\}/g, '"timings":{}')
    .replace(/"cached_tokens":\d+/g, '"cached_tokens":0')

describe.skipIf(missing !== null)('llama-server', () => {
  beforeAll(async () => {
    server = await startLlamaServer()
  }, 90_000)
  afterAll(async () => {
    await server.stop()
  })

  const options = { temperature: 0, max_tokens: 6, cache_prompt: false }
  const messages = (content: string): object => ({ messages: [{ role: 'user', content }] })

  it.each<[string, Format, string, object]>([
    ['chat', openAiChat, '/v1/chat/completions', messages('Name a city.')],
    ['chat, streamed', openAiChat, '/v1/chat/completions', { ...messages('Name a city.'), stream: true }],
    ['chat that ends by itself', openAiChat, '/v1/chat/completions', { ...messages('Say only: yes'), stream: true, max_tokens: 20 }],
    [
      'chat with usage',
      openAiChat,
      '/v1/chat/completions',
      { ...messages('Bir şehir adı söyle. 😀'), stream: true, stream_options: { include_usage: true } },
    ],
    ['chat that is refused', openAiChat, '/v1/chat/completions', { messages: [{ role: 'user' }], stream: true }],
    ['completions', openAiCompletions, '/v1/completions', { prompt: '日本語のテスト、東京タワー' }],
    ['completions, streamed', openAiCompletions, '/v1/completions', { prompt: 'The capital of France is', stream: true }],
    ['its own API', llamaServer, '/completion', { prompt: 'The capital of France is', n_predict: 5 }],
    ['its own API, streamed', llamaServer, '/completion', { prompt: 'Türkiye 😀', n_predict: 5, stream: true }],
  ])(
    '%s',
    async (_, format, path, request) => {
      const body = { model: 'model', ...options, ...request }
      const bytes = utf8Encode(JSON.stringify(body, null, 1))
      const ask = format.ask!(body, 5)
      if (ask.kind !== 'splice') throw new Error(ask.reason)
      const plain = await post(path, bytes)
      const asked = await post(path, splice(bytes, ask.insertions)!)
      const text = utf8Decode(asked)
      if (!text.includes('"error"')) expect(text).toMatch(/"top_logprobs":\[\{/)
      let stripped: Uint8Array
      if ('stream' in request && text.startsWith('data:')) {
        const stream = format.strip!.stream(ask.asked)
        const pieces = [...asked].map((byte) => stream.push(Uint8Array.of(byte)))
        stripped = new Uint8Array(Buffer.concat([...pieces, stream.end()]))
      } else stripped = format.strip!.body(asked, ask.asked)
      expect(masked(stripped)).toBe(masked(plain))
    },
    180_000,
  )
})

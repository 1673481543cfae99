/** Real clients, unmodified but for the base address: what they get through the gateway is what they get without it. */
import { createOpenAI } from '@ai-sdk/openai'
import { HumanMessage } from '@langchain/core/messages'
import { ChatOpenAI } from '@langchain/openai'
import { startFakeUpstream, type FakeUpstream } from '@logitscope/testkit'
import { generateText, streamText, tool, jsonSchema } from 'ai'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startGateway, until, upstreamAt, type Running } from './harness.ts'
import { answerAsOpenAi } from './open-ai-upstream.ts'
import { pythonWithOpenAi } from './python.ts'

const run = promisify(execFile)
const apiKey = 'sk-test'
const messages = [{ role: 'user' as const, content: 'Merhaba?' }]
const tools = [
  { type: 'function' as const, function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } } },
]

let upstream: FakeUpstream
let auto: Running
let observe: Running

beforeAll(async () => {
  upstream = await startFakeUpstream(answerAsOpenAi)
  auto = await startGateway([upstreamAt(`${upstream.url}/v1`, { logprobs: 'auto' })])
  observe = await startGateway([upstreamAt(`${upstream.url}/v1`)])
})
afterAll(async () => {
  await auto.stop()
  await observe.stop()
  await upstream.stop()
})

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = []
  for await (const item of items) list.push(item)
  return list
}

type Use = (baseURL: string) => Promise<unknown>

const openai = (baseURL: string): OpenAI => new OpenAI({ baseURL, apiKey, maxRetries: 0 })
const model = 'gpt-test'

const USES: readonly (readonly [string, Use])[] = [
  ['openai: chat', (url) => openai(url).chat.completions.create({ model, messages })],
  ['openai: chat, streamed', async (url) => all(await openai(url).chat.completions.create({ model, messages, stream: true }))],
  [
    'openai: chat, streamed with usage',
    async (url) =>
      all(await openai(url).chat.completions.create({ model, messages, stream: true, stream_options: { include_usage: true } })),
  ],
  ['openai: chat, its own stream helper', (url) => openai(url).chat.completions.stream({ model, messages }).finalChatCompletion()],
  [
    'openai: chat with logprobs of its own',
    (url) => openai(url).chat.completions.create({ model, messages, logprobs: true, top_logprobs: 1 }),
  ],
  ['openai: tools', (url) => openai(url).chat.completions.create({ model, messages, tools })],
  ['openai: tools, streamed', async (url) => all(await openai(url).chat.completions.create({ model, messages, tools, stream: true }))],
  ['openai: completions', (url) => openai(url).completions.create({ model, prompt: 'a' })],
  ['openai: completions, streamed', async (url) => all(await openai(url).completions.create({ model, prompt: 'a', stream: true }))],
  ['openai: Responses', (url) => openai(url).responses.create({ model, input: 'a', store: false })],
  [
    'openai: Responses, streamed',
    async (url) => all(await openai(url).responses.create({ model, input: 'a', store: false, stream: true })),
  ],
  [
    'openai: twenty at once',
    (url) =>
      Promise.all(
        Array.from({ length: 20 }, async () => all(await openai(url).chat.completions.create({ model, messages, stream: true }))),
      ),
  ],
  [
    'AI SDK: text',
    async (baseURL) => {
      const { text, usage, finishReason } = await generateText({ model: createOpenAI({ baseURL, apiKey }).chat(model), prompt: 'a' })
      return { text, usage, finishReason }
    },
  ],
  [
    'AI SDK: streamed',
    async (baseURL) => {
      const result = streamText({ model: createOpenAI({ baseURL, apiKey }).chat(model), prompt: 'a' })
      return { parts: await all(result.textStream), usage: await result.usage, finishReason: await result.finishReason }
    },
  ],
  [
    'AI SDK: Responses, streamed',
    async (baseURL) => {
      const result = streamText({
        model: createOpenAI({ baseURL, apiKey }).responses(model),
        prompt: 'a',
        providerOptions: { openai: { store: false } },
      })
      return { parts: await all(result.textStream), usage: await result.usage, finishReason: await result.finishReason }
    },
  ],
  [
    'AI SDK: tools',
    async (baseURL) => {
      const weather = tool({
        inputSchema: jsonSchema<{ city: string }>({ type: 'object', properties: { city: { type: 'string' } } }),
        execute: () => 'sunny',
      })
      const { toolCalls, finishReason } = await generateText({
        model: createOpenAI({ baseURL, apiKey }).chat(model),
        prompt: 'a',
        tools: { weather },
      })
      return { toolCalls: toolCalls.map(({ toolName, input }) => ({ toolName, input: input })), finishReason }
    },
  ],
  [
    'LangChain: invoked',
    async (baseURL) => {
      const answer = await new ChatOpenAI({ model, apiKey, configuration: { baseURL } }).invoke([new HumanMessage('a')])
      return { content: answer.content, metadata: answer.response_metadata, usage: answer.usage_metadata }
    },
  ],
  [
    'LangChain: streamed',
    async (baseURL) => {
      const chunks = await all(await new ChatOpenAI({ model, apiKey, configuration: { baseURL } }).stream([new HumanMessage('a')]))
      return chunks.map(({ content, response_metadata, usage_metadata }) => ({ content, response_metadata, usage_metadata }))
    },
  ],
  [
    'fetch',
    async (url) => {
      const response = await fetch(`${url}/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ model, messages, stream: true }),
      })
      return [response.status, response.headers.get('content-type'), await response.text()]
    },
  ],
  [
    'curl',
    async (url) => {
      const body = JSON.stringify({ model, messages, stream: true })
      const { stdout } = await run('curl', [
        '-sS',
        '-N',
        '--compressed',
        '-H',
        'content-type: application/json',
        '-d',
        body,
        `${url}/chat/completions`,
      ])
      return stdout
    },
  ],
]

describe('a client gets through the gateway what it gets without it', () => {
  it.each(USES)('%s', async (_, use) => {
    const direct = await use(`${upstream.url}/v1`)
    const before = auto.records.length
    expect(await use(`${observe.url}/v1`)).toEqual(direct)
    expect(await use(`${auto.url}/v1`)).toEqual(direct)
    await until(() => auto.records.length > before)
    const record = auto.records.at(-1)!
    expect(record.end).toBe('complete')
    // What the client did not get was captured all the same.
    if (record.asked !== null && !_.includes('tools')) expect(Buffer.concat(record.responseBody).toString()).toContain('"logprobs":')
  })

  it('openai: one that is aborted is cancelled upstream', async () => {
    for (const { url } of [observe, auto]) {
      const seen = upstream.seen.length
      const stream = await openai(`${url}/v1`).chat.completions.create({
        model,
        messages: [{ role: 'user', content: 'never ends' }],
        stream: true,
      })
      for await (const chunk of stream) {
        expect(chunk.choices).toEqual([])
        break
      }
      stream.controller.abort()
      await until(() => upstream.seen[seen]!.cancelledAt !== null)
    }
  })
})

const python = await pythonWithOpenAi()
describe.skipIf(typeof python === 'string')('the Python client', () => {
  const script = `
import json, os, sys
from openai import OpenAI
client = OpenAI(base_url=sys.argv[1], api_key="sk-test", max_retries=0)
messages = [{"role": "user", "content": "Merhaba?"}]
out = [client.chat.completions.create(model="gpt-test", messages=messages).model_dump()]
out.append([chunk.model_dump() for chunk in client.chat.completions.create(model="gpt-test", messages=messages, stream=True)])
out.append(client.responses.create(model="gpt-test", input="a", store=False).model_dump())
out.append([event.model_dump() for event in client.responses.create(model="gpt-test", input="a", store=False, stream=True)])
print(json.dumps(out, sort_keys=True))
`
  it('gets through the gateway what it gets without it', async () => {
    if (typeof python === 'string') return
    const use = async (url: string): Promise<unknown> =>
      JSON.parse(
        (await run(python.command, ['-c', script, `${url}/v1`], { env: python.environment, maxBuffer: 1 << 24 })).stdout,
      ) as unknown
    const direct = await use(upstream.url)
    expect(await use(observe.url)).toEqual(direct)
    expect(await use(auto.url)).toEqual(direct)
  }, 120_000)
})

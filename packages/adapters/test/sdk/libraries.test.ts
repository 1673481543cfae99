/** What libraries keep of a recorded answer, made by running them, is read back as far as they kept it. */
import { createOpenAI } from '@ai-sdk/openai'
import { LangChainTracer } from '@langchain/core/tracers/tracer_langchain'
import { ChatOpenAI } from '@langchain/openai'
import type { Trace } from '@logitscope/core'
import { generateText, streamText } from 'ai'
import { Client } from 'langsmith'
import { wrapOpenAI } from 'langsmith/wrappers'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sharedRecordings } from '@logitscope/testkit'
import { openAiChat, openAiResponses } from '../../src/index.ts'
import { read } from '../read-records.ts'
import { recordingOf, startFakeUpstream, type FakeUpstream } from './fake-upstream.ts'

const WHOLE = 'tr-baskent'
const STREAM = 'loop-streamed'

let upstream: FakeUpstream
beforeAll(async () => {
  upstream = await startFakeUpstream()
})
afterAll(() => upstream.close())

function wire(name: string): Trace {
  const decoder = openAiChat.decoder({ requestId: 'r', startedAt: 0 })
  decoder.push(recordingOf(name))
  return decoder.end().traces[0]!
}

function only(value: unknown): { readonly trace: Trace; readonly format: string | null } {
  const [record] = read(JSON.stringify(value))
  expect(record?.traces).toHaveLength(1)
  return { trace: record!.traces[0]!, format: record!.format }
}

const codes = ({ evidence }: Trace): readonly string[] => evidence.issues.map(({ code }) => code)
const values = ({ tokens }: Trace): unknown =>
  tokens.map(({ text, logprob, alternatives }) => [text, logprob, alternatives.map((other) => other.logprob)])

/** The same answer but for what no library keeps. */
function sameAnswer(trace: Trace, other: Trace): void {
  expect(trace.output).toEqual(other.output)
  expect(trace.source).toMatchObject({ model: other.source.model, responseId: other.source.responseId })
  expect(trace.usage).toEqual(other.usage)
}

describe('the AI SDK', () => {
  const options = { openai: { logprobs: 5 } }

  it('keeps the body of a whole answer, which is read', async () => {
    upstream.serve(WHOLE)
    const model = createOpenAI({ baseURL: upstream.baseURL, apiKey: 'x' }).chat('m')
    const result = await generateText({ model, prompt: 'Hi', providerOptions: options })
    const { trace, format } = only(result)
    expect(format).toBe('ai-sdk')
    expect(trace.tokens).toEqual(wire(WHOLE).tokens)
    expect(trace.source).toMatchObject({ api: 'openai-chat', provider: 'llama-server', requestedModel: 'm' })
    expect(trace.request).toMatchObject({ messages: [{ role: 'user', content: 'Hi' }], parameters: { topLogprobs: 5 } })
  })

  it('keeps values without bytes and ids where the body is gone', async () => {
    upstream.serve(WHOLE)
    const model = createOpenAI({ baseURL: upstream.baseURL, apiKey: 'x' }).chat('m')
    const { text, finishReason, usage, providerMetadata, response } = await generateText({ model, prompt: 'Hi', providerOptions: options })
    const { body: _, ...rest } = response
    const { trace } = only({ text, finishReason, usage, providerMetadata, response: rest })
    sameAnswer(trace, { ...wire(WHOLE), output: { ...wire(WHOLE).output } })
    expect(values(trace)).toEqual(values(wire(WHOLE)))
    expect(trace.tokens.every(({ bytes, id }) => bytes === undefined && id === undefined)).toBe(true)
    expect(trace.source).toMatchObject({ api: 'ai-sdk', provider: 'unknown' })
    expect(trace.evidence).toMatchObject({ tier: 'top-k', k: 5, basis: 'unknown', completeness: 1 })
  })

  it('keeps every token of a stream in this version', async () => {
    upstream.serve(STREAM)
    const model = createOpenAI({ baseURL: upstream.baseURL, apiKey: 'x' }).chat('m')
    const result = streamText({ model, prompt: 'Hi', providerOptions: options })
    const kept = {
      text: await result.text,
      finishReason: await result.finishReason,
      usage: await result.usage,
      providerMetadata: await result.providerMetadata,
      response: await result.response,
    }
    const { trace } = only(kept)
    sameAnswer(trace, wire(STREAM))
    expect(values(trace)).toEqual(values(wire(STREAM)))
    const logprobs = kept.providerMetadata?.['openai']?.['logprobs'] as readonly unknown[]
    const old = only({ ...kept, providerMetadata: { openai: { logprobs: logprobs.slice(-1) } } }).trace
    expect(codes(old)).toEqual(expect.arrayContaining(['last-chunk-only', 'entries-missing']))
  })
})

const responses = sharedRecordings(/^openai-responses\/responses-(?:capital\.json|stream-top3-b\.sse)$/)

describe.skipIf(responses.length === 0)('the AI SDK on the Responses API', () => {
  it.each(responses)('keeps the values of $name', async ({ bytes }) => {
    upstream.serveBytes(bytes)
    const model = createOpenAI({ baseURL: upstream.baseURL, apiKey: 'x' }).responses('gpt-4.1')
    const asked = { model, prompt: 'Hi', providerOptions: { openai: { logprobs: 3 } } }
    const result = bytes[0] === 0x7b ? await generateText(asked) : streamText(asked)
    const { body: _, ...response } = (await result.response) as { readonly body?: unknown }
    const kept = {
      text: await result.text,
      finishReason: await result.finishReason,
      usage: await result.usage,
      providerMetadata: await result.providerMetadata,
      response,
    }
    const decoder = openAiResponses.decoder({ requestId: 'r', startedAt: 0 })
    decoder.push(bytes)
    const original = decoder.end().traces[0]!
    const { trace } = only(kept)
    expect(trace.output.text).toBe(original.output.text)
    expect(values(trace)).toEqual(values(original))
    expect(trace.usage?.output).toBe(original.usage?.output)
  })
})

describe('LangChain', () => {
  const model = (): ChatOpenAI =>
    new ChatOpenAI({
      model: 'm',
      apiKey: 'x',
      configuration: { baseURL: upstream.baseURL },
      logprobs: true,
      topLogprobs: 5,
      useResponsesApi: false,
    })

  it('keeps whole answers whole, in every form that it writes them in', async () => {
    upstream.serve(WHOLE)
    const message = await model().invoke('Hi')
    const generated = await model().generate([[['human', 'Hi']]])
    for (const kept of [message, message.toDict(), Object.fromEntries(Object.entries(message)), generated]) {
      const { trace, format } = only(kept)
      expect(format).toBe('langchain')
      sameAnswer(trace, wire(WHOLE))
      expect(trace.tokens).toEqual(wire(WHOLE).tokens)
      expect(trace.source.api).toBe('langchain')
      expect(codes(trace)).toEqual(codes(wire(WHOLE)))
    }
  })

  async function streamed(): Promise<unknown> {
    let whole: Awaited<ReturnType<ChatOpenAI['stream']>> extends AsyncIterable<infer Chunk> ? Chunk | null : never = null
    for await (const chunk of await model().stream('Hi')) whole = whole === null ? chunk : whole.concat(chunk)
    return whole
  }

  it('keeps a stream whole whose entries carry no ids', async () => {
    const text = new TextDecoder().decode(recordingOf(STREAM)).replaceAll(/"id":\d+,/g, '')
    upstream.serveBytes(new TextEncoder().encode(text))
    const { trace } = only(await streamed())
    expect(trace.output.text).toBe(wire(STREAM).output.text)
    expect(values(trace)).toEqual(values(wire(STREAM)))
    expect(codes(trace)).toEqual([])
  })

  it('adds up the entries of a stream that carry ids: no value is believed', async () => {
    upstream.serve(STREAM)
    const { trace } = only(await streamed())
    expect(trace.output.text).toBe(wire(STREAM).output.text)
    expect(trace.tokens.length).toBeLessThan(wire(STREAM).tokens.length)
    expect(trace.tokens.every(({ logprob, alternatives }) => logprob === null && alternatives.length === 0)).toBe(true)
    expect(trace.evidence.tier).toBe('none')
    expect(codes(trace)).toEqual(expect.arrayContaining(['entries-missing', 'missing-logprob']))
  })
})

describe('LangSmith', () => {
  it('is sent whole answers by LangChain and by its wrapper of the openai library', async () => {
    upstream.serve(WHOLE)
    const { baseURL } = upstream
    const client = new Client({ apiUrl: baseURL.replace('/v1', ''), apiKey: 'k', autoBatchTracing: false })
    const chain = new ChatOpenAI({
      model: 'm',
      apiKey: 'x',
      configuration: { baseURL },
      logprobs: true,
      topLogprobs: 5,
      useResponsesApi: false,
    })
    await chain.invoke('Hi', { callbacks: [new LangChainTracer({ client })] })
    const wrapped = wrapOpenAI(new OpenAI({ baseURL, apiKey: 'x' }), { client, tracingEnabled: true })
    await wrapped.chat.completions.create({ model: 'm', messages: [{ role: 'user', content: 'Hi' }], logprobs: true, top_logprobs: 5 })
    await expect.poll(() => upstream.posted().length, { timeout: 10_000 }).toBe(4)
    const [started, ended, startedToo, endedToo] = upstream.posted()
    for (const [run, api] of [
      [{ ...started, ...ended }, 'langchain'],
      [{ ...startedToo, ...endedToo }, 'openai-chat'],
    ] as const) {
      const { trace, format } = only(run)
      expect(format).toBe('langsmith')
      sameAnswer(trace, wire(WHOLE))
      expect(trace.tokens).toEqual(wire(WHOLE).tokens)
      expect(trace.request).toMatchObject({ messages: [{ role: 'user', content: 'Hi' }], parameters: { topLogprobs: 5 } })
      expect(trace.source.requestedModel).toBe('m')
      expect(codes(trace)).toContain('unverified-format')
      expect(api === 'langchain' || trace.source.api === api).toBe(true)
    }
  })
})

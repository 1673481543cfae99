/** The lines of the README and of the set-up page, against the whole demo: gateway, store and recorded answers. */
import { createOpenAI } from '@ai-sdk/openai'
import { createRandom, type AnswerRecord, type SetupState } from '@logitscope/core'
import { generateText, streamText } from 'ai'
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadConfig, startDemo, startServer, type RunningDemo } from '../../src/index.ts'
import { loadDemoRecordings, questionOf } from '../../src/demo/recordings.ts'
import { decoded } from '../../src/demo/decoded.ts'
import { pythonWithOpenAi } from '../gateway/python.ts'

const run = promisify(execFile)
const recordings = loadDemoRecordings()
/** A question that was recorded both ways. */
const question = questionOf(
  recordings.find((one) =>
    recordings.some((other) => other.request.stream !== one.request.stream && questionOf(other) === questionOf(one)),
  )!,
)
const texts = recordings.filter((one) => questionOf(one) === question).map((one) => decoded(one)!.output.text)

let demo: RunningDemo
let data: string
let baseURL: string
let model: string

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'logitscope-demo-'))
  const config = loadConfig({ file: null, environment: {}, flags: { port: '0', data, 'log-level': 'silent' } })
  if (!config.ok) throw new Error(JSON.stringify(config.issues))
  demo = await startDemo(config.value, {
    start: (settings, options) => startServer(settings, { ...options, assets: null }),
    random: createRandom(5),
    now: Date.now,
    key: null,
    onError: () => undefined,
    historyAnswers: 1,
    meanGapMs: 1e9,
    paceMs: 0,
  })
  baseURL = `${demo.server.address}/v1`
  model = ((await (await fetch(`${demo.server.address}/api/setup`)).json()) as SetupState).model!
})
afterAll(async () => {
  await demo.close()
  await rm(data, { recursive: true, force: true })
})

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = []
  for await (const item of items) list.push(item)
  return list
}

const openai = (): OpenAI => new OpenAI({ baseURL, apiKey: 'sk-none', maxRetries: 0 })
const messages = [{ role: 'user' as const, content: question }]
const sdk = (): ReturnType<typeof createOpenAI> => createOpenAI({ baseURL, apiKey: 'sk-none' })
const kept = { providerOptions: { openai: { store: false } } }

const USES: readonly (readonly [string, () => Promise<string>])[] = [
  ['openai: chat', async () => (await openai().chat.completions.create({ model, messages })).choices[0]!.message.content!],
  [
    'openai: chat, streamed',
    async () =>
      (await all(await openai().chat.completions.create({ model, messages, stream: true })))
        .map((chunk) => chunk.choices[0]?.delta.content ?? '')
        .join(''),
  ],
  ['openai: Responses', async () => (await openai().responses.create({ model, input: question, store: false })).output_text],
  [
    'openai: Responses, its own stream helper',
    async () => {
      const [item] = (await openai().responses.stream({ model, input: question, store: false }).finalResponse()).output
      const [part] = item?.type === 'message' ? item.content : []
      return part?.type === 'output_text' ? part.text : ''
    },
  ],
  [
    'openai: Responses, streamed, with messages as parts',
    async () =>
      (
        await all(
          await openai().responses.create({
            model,
            input: [{ role: 'user', content: [{ type: 'input_text', text: question }] }],
            store: false,
            stream: true,
          }),
        )
      )
        .map((event) => (event.type === 'response.output_text.delta' ? event.delta : ''))
        .join(''),
  ],
  ['openai: completions', async () => (await openai().completions.create({ model, prompt: question })).choices[0]!.text],
  [
    'openai: completions, streamed',
    async () =>
      (await all(await openai().completions.create({ model, prompt: question, stream: true })))
        .map((chunk) => chunk.choices[0]?.text ?? '')
        .join(''),
  ],
  ['AI SDK: chat', async () => (await generateText({ model: sdk().chat(model), prompt: question })).text],
  ['AI SDK: Responses', async () => (await generateText({ model: sdk()(model), prompt: question, ...kept })).text],
  ['AI SDK: Responses, streamed', async () => streamText({ model: sdk()(model), prompt: question, ...kept }).text],
]

async function newest(before: number): Promise<AnswerRecord> {
  for (const until = Date.now() + 20_000; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
    const { items } = (await (await fetch(`${demo.server.address}/api/traces?limit=1000&imported=false`)).json()) as {
      readonly items: readonly { readonly id: string }[]
    }
    if (items.length > before) return (await (await fetch(`${demo.server.address}/api/traces/${items[0]!.id}`)).json()) as AnswerRecord
    if (Date.now() > until) throw new Error('the answer is not stored')
  }
}

describe('a client of the demo', () => {
  it.each(USES)('%s: gets a recorded answer, and its log-probabilities are stored', async (name, use) => {
    const { items } = (await (await fetch(`${demo.server.address}/api/traces?limit=1000&imported=false`)).json()) as {
      readonly items: readonly unknown[]
    }
    const text = await use()
    expect(texts).toContain(text)
    const { trace, analysis } = await newest(items.length)
    expect(trace.output.text).toBe(text)
    expect(trace.evidence).toMatchObject({ tier: 'top-k', k: 5 })
    expect(trace.evidence.issues.map(({ code }) => code)).not.toContain('text-mismatch')
    expect(analysis.metrics.avgLogprob).toBeLessThan(0)
    expect(trace.source.api).toBe(
      name.includes('Responses') ? 'openai-responses' : name.includes('completions') ? 'openai-completions' : 'openai-chat',
    )
  })

  it('gets no log-probabilities where the provider would keep the answer: nothing is added to such a request', async () => {
    const { items } = (await (await fetch(`${demo.server.address}/api/traces?limit=1000&imported=false`)).json()) as {
      readonly items: readonly unknown[]
    }
    const { output_text: text } = await openai().responses.create({ model, input: question })
    expect((await newest(items.length)).trace).toMatchObject({ output: { text }, evidence: { tier: 'none' } })
    expect(
      await openai()
        .responses.retrieve('resp_1')
        .catch((error: unknown) => (error as { status: number }).status),
    ).toBe(404)
  })
})

const python = await pythonWithOpenAi()
describe.skipIf(typeof python === 'string')('the Python client of the demo', () => {
  const script = `
import json, sys
from openai import OpenAI
client = OpenAI(base_url=sys.argv[1], api_key="sk-none", max_retries=0)
model, question = sys.argv[2], sys.argv[3]
out = [client.chat.completions.create(model=model, messages=[{"role": "user", "content": question}], extra_headers={"x-logitscope-project": "my-app"}).choices[0].message.content]
out.append(client.responses.create(model=model, input=question, store=False).output_text)
out.append("".join(e.delta for e in client.responses.create(model=model, input=question, store=False, stream=True) if e.type == "response.output_text.delta"))
out.append(client.completions.create(model=model, prompt=question).choices[0].text)
print(json.dumps(out))
`
  it('gets recorded answers by all three APIs', async () => {
    if (typeof python === 'string') return
    const { stdout } = await run(python.command, ['-c', script, baseURL, model, question], { env: python.environment })
    const answers = JSON.parse(stdout) as readonly string[]
    expect(answers).toHaveLength(4)
    for (const answer of answers) expect(texts).toContain(answer)
  }, 120_000)
})

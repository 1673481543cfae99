/** What a real llama-server sends must be read as what it is: true top lists, bytes that spell the text, and every shortfall told. */
import { utf8Encode, type Alternative, type Trace } from '@logitscope/core'
import { llamaServerMissing, startLlamaServer, type LlamaServer } from '@logitscope/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codes, trace, type Surface } from './ask.ts'

const MODEL = 'stories260K-f32.gguf'
const VOCABULARY = 512
/** float32 softmax on the server: the whole list adds up to 1.00023 at most. */
const MASS = 1 + 3e-4

const missing = llamaServerMissing(MODEL)
if (missing !== null) console.warn(`skipped: ${missing}`)

const surfaces: readonly Surface[] = ['chat', 'completions', 'native']
const prompts = {
  English: 'Once upon a time',
  emoji: 'Hello 😀👩‍👩‍👧 and',
  Turkish: 'Bir varmış, bir yokmuş; çocuğun',
  Japanese: '昔々、東京に',
} as const
const cases = surfaces.flatMap((surface) => [false, true].map((streamed) => ({ surface, streamed })))

/** What the server calculates in another order differs by this much, nats; measured: 1e-6. */
const SAME = 1e-4

/** The first `k` of a list: values as they are, ids only where no neighbour is as probable. */
function expectTop(short: readonly Alternative[], whole: readonly Alternative[], k: number): void {
  expect(short).toHaveLength(k)
  for (const [i, { id, logprob }] of short.entries()) {
    expect(Math.abs(logprob - whole[i]!.logprob)).toBeLessThan(SAME)
    const near = whole.filter((other) => Math.abs(other.logprob - logprob) < SAME)
    expect(near.map((other) => other.id)).toContain(id)
  }
}

const spelled = ({ tokens }: Trace): number[] => tokens.filter(({ special }) => special !== true).flatMap(({ bytes }) => bytes ?? [])

describe.skipIf(missing !== null)('llama-server', () => {
  let server: LlamaServer
  beforeAll(async () => {
    server = await startLlamaServer(MODEL)
  }, 90_000)
  afterAll(async () => {
    await server.stop()
  })

  describe.each(cases)('$surface, streamed: $streamed', ({ surface, streamed }) => {
    const ask = (text: string, top: number, more: object = {}): Promise<Trace> =>
      trace(server.url, surface, { text, top, streamed, ...more })

    it.each(Object.entries(prompts))('%s: short lists are the top of the whole one', async (_, text) => {
      const whole = await ask(text, VOCABULARY)
      expect(whole.evidence).toMatchObject({ k: VOCABULARY, basis: 'raw' })
      expect(whole.tokens.length).toBeGreaterThan(0)
      for (const { alternatives } of whole.tokens) {
        const mass = alternatives.reduce((sum, { logprob }) => sum + Math.exp(logprob), 0)
        expect(mass).toBeGreaterThan(0.999)
        expect(mass).toBeLessThan(MASS)
        expect(new Set(alternatives.map(({ id }) => id)).size).toBe(VOCABULARY)
        expect(alternatives.every(({ logprob }, i) => i === 0 || logprob <= alternatives[i - 1]!.logprob)).toBe(true)
      }
      expect(codes(whole)).not.toContain('mass-above-one')
      for (const k of [5, 20]) {
        const short = await ask(text, k)
        expect(short.output.text).toBe(whole.output.text)
        expect(short.evidence).toMatchObject({ tier: 'top-k', k, basis: 'raw' })
        expect(short.tokens).toHaveLength(whole.tokens.length)
        for (const [i, { alternatives }] of short.tokens.entries()) expectTop(alternatives, whole.tokens[i]!.alternatives, k)
      }
    })

    it.each(Object.entries(prompts))('%s: the bytes spell the text, and nothing is missing', async (_, text) => {
      const read = await ask(text, 5)
      expect(spelled(read)).toEqual([...utf8Encode(read.output.text)])
      expect(read.evidence.completeness).toBe(1)
      expect(codes(read)).toEqual([])
    })

    it('gives nothing where 0 were asked for, and says so', async () => {
      const read = await ask(prompts.English, 0)
      expect(read.output.text).not.toBe('')
      expect(read.evidence).toMatchObject({ tier: 'none', k: 0 })
      expect(codes(read)).toEqual(['no-logprobs'])
    })

    it.each(['😀👩‍👧', 'çığ', '東京'])('%s: what is split over tokens has too few entries, and that is told', async (forced) => {
      const read = await ask(prompts.English, 5, { forced, tokens: 40 })
      expect(read.output.text).toBe(forced)
      expect(spelled(read)).toEqual([...utf8Encode(forced)])
      const entries = read.tokens.length
      expect(read.usage!.output).toBeGreaterThan(entries)
      expect(read.evidence.completeness).toBeLessThan(1)
      const told = read.evidence.issues.find(({ code }) => code === 'entries-missing')
      // A streamed chat loses the entry of the end-of-sequence token too: that one is explained, not missing.
      const ended = surface === 'chat' && streamed ? 1 : 0
      expect(told?.count).toBe(read.usage!.output - entries - ended)
      expect(codes(read)).toContain('chosen-not-listed')
    })
  })

  it.each(surfaces)('%s: streamed equals whole', async (surface) => {
    for (const text of Object.values(prompts)) {
      const [whole, stream] = await Promise.all([false, true].map((streamed) => trace(server.url, surface, { text, top: 20, streamed })))
      expect(stream!.output.text).toBe(whole!.output.text)
      expect(stream!.tokens).toEqual(whole!.tokens)
      expect(stream!.evidence).toEqual(whole!.evidence)
      expect(stream!.usage).toEqual(whole!.usage)
    }
  })

  it('gives a large vocabulary whole, and its mass above 1 is rounding', async () => {
    const large = await startLlamaServer()
    try {
      const question = { text: 'Türkiye’nin başkenti 😀', streamed: true, tokens: 2 }
      const whole = await trace(large.url, 'chat', { ...question, top: 49_152 })
      const short = await trace(large.url, 'chat', { ...question, top: 20 })
      expect(whole.evidence.k).toBe(49_152)
      expect(codes(whole)).toEqual(codes(short))
      expect(codes(whole)).not.toContain('mass-above-one')
      expect(short.tokens).toHaveLength(whole.tokens.length)
      for (const [i, { alternatives }] of short.tokens.entries()) expectTop(alternatives, whole.tokens[i]!.alternatives, 20)
    } finally {
      await large.stop()
    }
  }, 120_000)

  it('gives the same tokens in every format', async () => {
    const question = { text: prompts.Turkish, top: 20, streamed: false }
    const [native, completions] = await Promise.all(
      (['native', 'completions'] as const).map((surface) => trace(server.url, surface, question)),
    )
    expect(completions!.output.text).toBe(native!.output.text)
    expect(completions!.tokens).toEqual(native!.tokens)
  })
})

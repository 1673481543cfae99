import { formatConformance, sharedRecordings, summaryOf, type Recording } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { ollama } from './index.ts'

/** Written by hand from the documentation: no answer of this server was ever recorded. */
const entry = (token: string, logprob: number, bytes: readonly number[] = [...Buffer.from(token)]) => ({
  token,
  logprob,
  bytes,
  top_logprobs: [
    { token, logprob, bytes },
    { token: '?', logprob: -5, bytes: [63] },
  ],
})
const base = { model: 'qwen3', created_at: '2026-01-01T00:00:00Z' }
const chunk = (message: object, more: object = {}) => ({ ...base, message: { role: 'assistant', ...message }, done: false, ...more })
const END = { done: true, done_reason: 'stop', total_duration: 5, prompt_eval_count: 9, eval_count: 5 }
const chunks = [
  chunk({ content: '', thinking: 'So' }, { logprobs: [entry('So', -0.1)] }),
  chunk({ content: '' }, { logprobs: [entry('</think>', -0.01)] }),
  chunk({ content: 'Hi' }, { logprobs: [entry('Hi', -0.2)] }),
  chunk({ content: ' you' }, { logprobs: [entry(' you', -0.3)] }),
  chunk({ content: '' }, END),
]
const whole = {
  ...base,
  message: { role: 'assistant', content: 'Hi you', thinking: 'So' },
  ...END,
  logprobs: [entry('So', -0.1), entry('</think>', -0.01), entry('Hi', -0.2), entry(' you', -0.3)],
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const lines = encode(chunks.map((line) => `${JSON.stringify(line)}\n`).join(''))
const recordings: readonly Recording[] = [
  { name: 'synthetic body', bytes: encode(JSON.stringify(whole)) },
  { name: 'synthetic lines', bytes: lines },
  {
    name: 'synthetic generate',
    bytes: encode(JSON.stringify({ ...base, response: 'Hi', ...END, eval_count: 2, logprobs: [entry('Hi', -0.2)] })),
  },
]

const read = (bytes: Uint8Array) => {
  const decoder = ollama.decoder({ requestId: 'r', startedAt: 0 })
  decoder.push(bytes)
  return decoder.end().traces
}
const value = (body: unknown) => ollama.decodeValue(body, { requestId: 'r', startedAt: 0 }).traces[0]

const examples = sharedRecordings(/^openai-raw\/demo_ollama/)

describe.skipIf(examples.length === 0)('an example that another project wrote', () => {
  it.each(examples)('$name: as it was read before', (example) => {
    expect(summaryOf(ollama, example)).toMatchSnapshot()
  })
  for (const { name, run } of formatConformance(ollama, examples, /^$/)) it(name, run)
})

describe('synthetic answers', () => {
  for (const { name, run } of formatConformance(ollama, recordings, /^$/)) it(name, run)

  it('whole and in lines the same; thinking and answer are kept apart', () => {
    const [one] = read(recordings[0]!.bytes)
    const [many] = read(lines)
    expect(many?.tokens).toEqual(one?.tokens)
    expect(many?.output).toEqual(one?.output)
    expect(one?.output).toMatchObject({ text: 'Hi you', reasoning: 'So', finish: { unified: 'stop', raw: 'stop' } })
    expect(one?.tokens.map(({ text, part }) => [text, part])).toEqual([
      ['So', 'reasoning'],
      ['</think>', 'reasoning'],
      ['Hi', 'content'],
      [' you', 'content'],
    ])
    expect(one?.evidence).toMatchObject({ tier: 'top-k', k: 2, basis: 'raw', completeness: 1 })
    expect(one?.evidence.issues.map(({ code }) => code)).toEqual(['unverified-format'])
    expect([one?.source.streamed, many?.source.streamed]).toEqual([false, true])
  })

  it('pieces of a character lost to U+FFFD are told', () => {
    const lost = entry('\ufffd', -0.1, [239, 191, 189])
    const trace = value({ ...base, response: '😀', ...END, eval_count: 3, logprobs: [lost, lost] })
    expect(trace?.evidence.issues.map(({ code }) => code)).toContain('replaced-bytes')
    expect(trace?.tokens[0]?.bytes).toBeUndefined()
  })

  it('tool calls', () => {
    const calls = [{ function: { name: 'get', arguments: { city: 'Ankara' } } }]
    const trace = value({ ...base, message: { role: 'assistant', content: '', tool_calls: calls }, ...END })
    expect(trace?.output.toolCalls).toEqual([{ name: 'get', arguments: '{"city":"Ankara"}' }])
    expect(trace?.evidence.tier).toBe('none')
  })

  it('lines that stop are a cut stream; missing entries count', () => {
    const [trace] = read(encode(`${JSON.stringify(chunks[2])}\n`))
    expect(trace?.evidence.issues.map(({ code }) => code)).toContain('stream-cut')
    const short = value({ ...base, response: 'Hi you all', ...END, eval_count: 9, logprobs: [entry('Hi', -0.2)] })
    expect(short?.evidence.completeness).toBeCloseTo(1 / 9, 12)
    expect(short?.evidence.issues.map(({ code }) => code)).toContain('entries-missing')
  })
})

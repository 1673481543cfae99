import { utf8Decode, utf8Encode } from '@logitscope/core'
import { formatConformance, type Recording } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { findFormat } from '../formats.ts'
import { splice } from '../splice/index.ts'
import { watsonx } from './index.ts'

/** Written by hand from the types of the provider's library: no answer was ever recorded. */
const entry = (text: string, logprob: number) => ({
  text,
  logprob,
  rank: 1,
  top_tokens: [
    { text, logprob },
    { text: '▁Yo', logprob: -4 },
  ],
})
const END = { generated_token_count: 3, input_token_count: 5, stop_reason: 'eos_token' }
const list = [entry('▁Hi', -0.25), entry('▁you', -0.5), entry('</s>', -0.03)]
const outer = { model_id: 'ibm/granite-13b', created_at: '2026-01-01T00:00:00Z' }
const body = {
  ...outer,
  results: [
    { generated_text: 'Hi you', ...END, generated_tokens: list, input_tokens: [{ text: '▁Say' }, { text: '▁hi', logprob: -3, rank: 9 }] },
  ],
}
const event = (result: object) => ({
  ...outer,
  results: [{ generated_token_count: 1, input_token_count: 0, stop_reason: 'not_finished', ...result }],
})
const events = [
  event({ generated_text: '', input_token_count: 5 }),
  event({ generated_text: 'Hi', generated_tokens: [list[0]] }),
  event({ generated_text: ' you', generated_tokens: [list[1]] }),
  event({ generated_text: '', ...END, input_token_count: 0, generated_tokens: [list[2]] }),
]
const stream = events.map((value, i) => `id: ${i}\nevent: message\ndata: ${JSON.stringify(value)}\n\n`).join('')
const read = (value: unknown) => watsonx.decodeValue(value, { requestId: 'r', startedAt: 0 }).traces[0]!

const recordings: Recording[] = [
  { name: 'synthetic body', bytes: utf8Encode(JSON.stringify(body)) },
  { name: 'synthetic stream', bytes: utf8Encode(stream) },
]

describe('conformance', () => {
  for (const { name, run } of formatConformance(watsonx, recordings, /^$/)) it(name, run, 600_000)
})

describe('an answer', () => {
  it.each([
    ['whole', body],
    ['streamed', events],
  ])('%s gives every token with its list', (_, value) => {
    const trace = read(value)
    expect(trace.tokens.map(({ text, logprob, alternatives, special }) => [text, logprob, alternatives.length, special])).toEqual([
      ['▁Hi', -0.25, 2, undefined],
      ['▁you', -0.5, 2, undefined],
      ['</s>', -0.03, 2, true],
    ])
    expect(trace.output).toMatchObject({ text: 'Hi you', finish: { unified: 'stop' } })
    expect(trace.usage).toEqual({ input: 5, output: 3 })
    expect(trace.evidence).toMatchObject({ tier: 'top-k', k: 2, completeness: 1, basis: 'unknown' })
    expect(trace.evidence.issues.map(({ code }) => code)).toEqual(['unverified-format'])
    expect(findFormat(value)).toBe(watsonx)
  })

  it('keeps the scored prompt apart, whose first token has no value', () => {
    expect(read(body).promptTokens).toMatchObject([
      { text: '▁Say', logprob: null },
      { text: '▁hi', logprob: -3 },
    ])
  })

  it('that breaks off says so, and an error is one', () => {
    expect(read(events.slice(0, 3)).evidence.issues.map(({ code }) => code)).toContain('stream-cut')
    expect(
      read({ errors: [{ code: 'model_not_supported', message: 'Model is not supported' }], trace: 'x', status_code: 404 }),
    ).toMatchObject({
      output: { error: { code: 'model_not_supported', message: 'Model is not supported' } },
    })
  })
})

describe('asking', () => {
  const asked = (request: object, path?: string) => {
    const ask = watsonx.ask!({ ...request }, 9, path === undefined ? {} : { path })
    return ask.kind === 'leave' ? ask.reason : utf8Decode(splice(utf8Encode(JSON.stringify(request)), ask.insertions)!)
  }

  it('adds to the parameters, within the limit', () => {
    const options = '"return_options":{"generated_tokens":true,"token_logprobs":true,"top_n_tokens":5}'
    expect(asked({ input: 'a', parameters: { max_new_tokens: 3 } })).toBe(`{"input":"a","parameters":{"max_new_tokens":3,${options}}}`)
    expect(asked({ input: 'a' })).toBe(`{"input":"a","parameters":{${options}}}`)
    expect(asked({ input: 'a', parameters: { return_options: {} } })).toBe('client-asked')
    expect(asked({ input: 'a' }, '/ml/v1/deployments/x/text/generation')).toBe('not-applicable')
    expect(asked({ messages: [] })).toBe('not-applicable')
  })

  it('is taken out again', () => {
    const out = utf8Decode(
      watsonx.strip!.body(utf8Encode(JSON.stringify({ results: [{ generated_text: 'a', generated_tokens: list }] })), {
        logprobs: true,
        usage: false,
      }),
    )
    expect(out).toBe('{"results":[{"generated_text":"a"}]}')
  })

  it('has a stream that can be ended', () => {
    const ending = watsonx.finish!()
    ending.push(utf8Encode(stream.split('\n\n').slice(0, 2).join('\n\n') + '\n\n'))
    expect(utf8Decode(ending.end('length')!)).toMatch(
      /"generated_text":"","generated_token_count":1,"input_token_count":0,"stop_reason":"max_tokens"/,
    )
  })
})

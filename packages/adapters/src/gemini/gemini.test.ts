import { formatConformance, sharedRecordings, summaryOf } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { gemini } from './index.ts'

const read = (value: unknown, request?: unknown) =>
  gemini.decodeValue(value, { requestId: 'r', startedAt: 0, ...(request === undefined ? {} : { request }) })

const recordings = sharedRecordings(/^gemini\/|^openai-raw\/demo_gemini/)

describe.skipIf(recordings.length === 0)('the recorded answers', () => {
  it.each(recordings)('$name: as it was read before', (recording) => {
    expect(summaryOf(gemini, recording)).toMatchSnapshot()
  })
  for (const { name, run } of formatConformance(gemini, recordings, /^$/)) it(name, run, 600_000)
})

/** Written by hand from the documentation. */
const body = (more: object = {}) => ({
  candidates: [
    {
      content: { role: 'model', parts: [{ text: 'Ankara' }] },
      finishReason: 'STOP',
      index: 0,
      logprobsResult: {
        chosenCandidates: [{ token: 'Ank', tokenId: 7, logProbability: -0.2 }, { token: 'ara' }],
        topCandidates: [
          {
            candidates: [
              { token: 'Ank', tokenId: 7, logProbability: -0.2 },
              { token: 'Ist', tokenId: 9, logProbability: -2 },
            ],
          },
          { candidates: [{ token: 'ara' }] },
        ],
      },
    },
  ],
  usageMetadata: { promptTokenCount: 4, candidatesTokenCount: 2, thoughtsTokenCount: 30, totalTokenCount: 36 },
  modelVersion: 'gemini-2.5-flash',
  responseId: 'x',
  ...more,
})

describe('a body', () => {
  it('gives tokens, lists and ids; a value that proto3 left out is 0', () => {
    const [trace] = read(body()).traces
    expect(trace?.tokens).toEqual([
      {
        text: 'Ank',
        id: 7,
        logprob: -0.2,
        part: 'content',
        alternatives: [
          { text: 'Ank', id: 7, logprob: -0.2 },
          { text: 'Ist', id: 9, logprob: -2 },
        ],
      },
      { text: 'ara', logprob: 0, part: 'content', alternatives: [{ text: 'ara', logprob: 0 }] },
    ])
    expect(trace?.evidence).toMatchObject({ tier: 'top-k', k: 2, basis: 'unknown', completeness: 1 })
    expect(trace?.usage).toEqual({ input: 4, output: 32, reasoning: 30 })
    expect(trace?.source).toMatchObject({ provider: 'gemini', api: 'gemini', model: 'gemini-2.5-flash', responseId: 'x' })
  })

  it('with the mean alone has no evidence, and says why', () => {
    const [trace] = read({ candidates: [{ content: { parts: [{ text: 'hi' }] }, finishReason: 'STOP', avgLogprobs: -0.25 }] }).traces
    expect(trace?.evidence.tier).toBe('none')
    expect(trace?.evidence.issues).toMatchObject([{ code: 'no-logprobs', detail: 'only the mean is given (avgLogprobs -0.25)' }])
  })

  it('keeps thoughts and function calls apart from the answer', () => {
    const parts = [{ text: 'hm', thought: true }, { text: 'Done.' }, { functionCall: { name: 'f', args: { a: 1 } } }]
    const [trace] = read({ candidates: [{ content: { parts }, finishReason: 'STOP' }] }).traces
    expect(trace?.output).toMatchObject({ text: 'Done.', reasoning: 'hm', toolCalls: [{ name: 'f', arguments: '{"a":1}' }] })
  })

  it('that was blocked is an answer without text, ended by the filter', () => {
    const [trace] = read({ promptFeedback: { blockReason: 'SAFETY' }, usageMetadata: { promptTokenCount: 3 } }).traces
    expect(trace?.output).toMatchObject({ text: '', finish: { unified: 'content-filter', raw: 'SAFETY' } })
  })

  it('takes model, messages and parameters from the request', () => {
    const request = {
      systemInstruction: { parts: [{ text: 'Be brief.' }] },
      contents: [{ role: 'user', parts: [{ text: 'Capital?' }] }],
      generationConfig: { temperature: 0.3, topK: 5, maxOutputTokens: 9, responseLogprobs: true, logprobs: 2 },
    }
    const [trace] = read(body(), request).traces
    expect(trace?.request.messages).toMatchObject([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Capital?' },
    ])
    expect(trace?.request.parameters).toMatchObject({ temperature: 0.3, topK: 5, maxTokens: 9, topLogprobs: 2 })
  })

  it('that is an error gives the error', () => {
    const { traces, issues } = read({
      error: { code: 400, message: 'Logprobs is not enabled for models/gemini-2.5-pro', status: 'INVALID_ARGUMENT' },
    })
    expect(traces[0]?.output.error?.message).toContain('Logprobs is not enabled')
    expect(issues.map((issue) => issue.code)).toEqual(['provider-error'])
  })
})

describe('a stream', () => {
  const events = ['The', ' sky'].map((text, i) => ({
    candidates: [{ content: { parts: [{ text }] }, ...(i === 1 ? { finishReason: 'STOP' } : {}) }],
    modelVersion: 'g',
  }))

  it('as events and as a list of bodies is one answer', () => {
    const text = events.map((event) => `data: ${JSON.stringify(event)}\r\n\r\n`).join('')
    const decoder = gemini.decoder({ requestId: 'r', startedAt: 0 })
    decoder.push(new TextEncoder().encode(text))
    const streamed = decoder.end().traces
    expect(streamed).toHaveLength(1)
    expect(streamed[0]).toMatchObject({ output: { text: 'The sky' }, source: { streamed: true } })
    expect(streamed[0]?.evidence.issues.map((issue) => issue.code)).toEqual(['no-logprobs'])
    expect(read(events).traces).toEqual(streamed)
  })

  it('that breaks off says so', () => {
    expect(read(events.slice(0, 1)).traces[0]?.evidence.issues.map((issue) => issue.code)).toContain('stream-cut')
  })
})

describe('asking', () => {
  const contents = [{ parts: [{ text: 'a' }] }]

  it('adds to the configuration, or brings one', () => {
    expect(gemini.ask!({ contents }, 5)).toMatchObject({
      kind: 'splice',
      insertions: [{ key: 'generationConfig', value: { responseLogprobs: true, logprobs: 5 } }],
    })
    expect(gemini.ask!({ contents, generationConfig: { topK: 1 } }, 5)).toMatchObject({
      kind: 'splice',
      insertions: [
        { path: ['generationConfig'], key: 'responseLogprobs' },
        { path: ['generationConfig'], key: 'logprobs' },
      ],
    })
  })

  it('leaves a request alone that asks itself, and what is no such request', () => {
    expect(gemini.ask!({ contents, generationConfig: { responseLogprobs: false } }, 5)).toEqual({ kind: 'leave', reason: 'client-asked' })
    expect(gemini.ask!({ messages: [] }, 5)).toEqual({ kind: 'leave', reason: 'not-applicable' })
  })
})

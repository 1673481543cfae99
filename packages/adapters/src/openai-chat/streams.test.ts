// Payloads written from the vendors' documentation and source code for what no recording shows.
import { chunk, codesOf, content, entry, onlyTrace, readStream } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { openAiChat } from './index.ts'

const encoder = new TextEncoder()
const options = { requestId: 'r', startedAt: 0 }

describe('streams', () => {
  it('keeps interleaved choices apart', () => {
    const piece = (index: number, text: string): object => ({
      id: 'x',
      choices: [{ index, delta: { content: text }, logprobs: { content: [entry(text, -1)] } }],
    })
    const done = (index: number): object => ({ choices: [{ index, delta: {}, finish_reason: 'stop', logprobs: null }] })
    const { traces } = readStream([
      piece(1, 'x'),
      piece(0, 'a'),
      piece(1, 'y'),
      piece(0, 'b'),
      done(1),
      done(0),
      { choices: [], usage: { prompt_tokens: 1, completion_tokens: 6 } },
    ])
    expect(traces.map((trace) => [trace.id, trace.output.text, trace.tokens.length, trace.evidence.completeness])).toEqual([
      ['r.0', 'ab', 2, 1],
      ['r.1', 'xy', 2, 1],
    ])
  })

  it('tells what a live consumer wants to see, in order', () => {
    const { deltas } = readStream([
      chunk({ role: 'assistant', content: '' }),
      chunk({ content: 'Hi' }, content(entry('Hi', -1))),
      chunk({}, { finish_reason: 'stop' }),
      { choices: [], usage: { prompt_tokens: 1, completion_tokens: 1 } },
    ])
    expect(deltas.map((delta) => delta.kind)).toEqual(['text', 'tokens', 'finish', 'usage'])
    expect(deltas[1]).toMatchObject({ kind: 'tokens', choice: 0, tokens: [{ text: 'Hi', logprob: -1 }] })
  })

  it('gives the tokens so far when it breaks off, and says so', () => {
    const events = [chunk({ content: 'Hi' }, content(entry('Hi', -1))), chunk({ content: ' you' }, content(entry(' you', -1)))]
    for (const end of ['', 'data: {"choices":[{"ind', 'data: {"choices":[{"ind\n']) {
      const trace = onlyTrace(readStream(events, end))
      expect(trace.tokens).toHaveLength(2)
      expect(codesOf(trace)).toContain('stream-cut')
    }
    expect(codesOf(onlyTrace(readStream([...events, chunk({}, { finish_reason: 'stop' })], '')))).toEqual(['stream-cut'])
    expect(codesOf(onlyTrace(readStream([...events, chunk({}, { finish_reason: 'stop' })], 'data: [DONE]')))).toEqual([])
  })

  it('keeps the tokens before an error', () => {
    const result = readStream([
      chunk({ content: 'Hi' }, content(entry('Hi', -1))),
      { error: { message: 'overloaded', type: 'server_error', code: null } },
    ])
    const trace = onlyTrace(result)
    expect(trace.output).toMatchObject({
      text: 'Hi',
      error: { code: 'server_error', message: 'overloaded' },
      finish: { unified: 'error', raw: null },
    })
    expect(codesOf(trace)).toContain('error-in-stream')
    expect(result.issues).toEqual([])
  })

  it.each([
    ['an error event that is no JSON', 'event: error\ndata: upstream timed out\n\n', 'upstream timed out'],
    ['an error as a bare line', '{"error":{"message":"gone"}}\n\n', 'gone'],
  ])('knows %s', (_, end, text) => {
    const trace = onlyTrace(readStream([chunk({ content: 'Hi' }, content(entry('Hi', -1)))], end))
    expect(trace.output.error?.message).toBe(text)
    expect(trace.tokens).toHaveLength(1)
    expect(codesOf(trace)).toContain('error-in-stream')
  })

  it('says that an answer is an error where nothing else came', () => {
    const result = readStream([{ error: { message: 'too many', type: 'BadRequestError', param: 'logprobs', code: 400 } }])
    expect(result.issues).toMatchObject([{ code: 'provider-error', path: 'error' }])
    expect(onlyTrace(result)).toMatchObject({
      output: { error: { code: 'BadRequestError', message: 'too many' } },
      evidence: { tier: 'none' },
    })
  })

  it('goes on behind an event that is no JSON, and counts it', () => {
    const trace = onlyTrace(
      readStream([
        chunk({ content: 'a' }, content(entry('a', -1))),
        '{broken',
        chunk({ content: 'b' }, content(entry('b', -1))),
        chunk({}, { finish_reason: 'stop' }),
      ]),
    )
    expect(trace.output.text).toBe('ab')
    expect(codesOf(trace)).toEqual(['wrong-type'])
  })

  it('reads chunks that were kept as lines or as a list', () => {
    const events = [
      chunk({ content: 'a' }, content(entry('a', -1))),
      chunk({ content: 'b' }, content(entry('b', -1))),
      chunk({}, { finish_reason: 'stop' }),
    ]
    const decoder = openAiChat.decoder(options)
    decoder.push(encoder.encode(events.map((event) => JSON.stringify(event)).join('\n')))
    const lines = decoder.end()
    expect(onlyTrace(lines).output.text).toBe('ab')
    expect(openAiChat.decodeValue(events, options)).toEqual(lines)
  })

  it('says that only the last piece kept its tokens', () => {
    const trace = onlyTrace(
      readStream([
        chunk({ content: 'The' }),
        chunk({ content: ' sky' }),
        chunk({ content: ' is' }),
        chunk({ content: ' blue' }, content(entry(' blue', -1))),
        chunk({}, { finish_reason: 'stop' }),
      ]),
    )
    expect(codesOf(trace)).toContain('last-chunk-only')
  })
})

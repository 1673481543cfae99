import { formatConformance, sharedRecordings, summaryOf } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { llamaServer } from './index.ts'

const recordings = sharedRecordings(/^llama-cpp\/completion|^real\/llama-server\/native-.*\.response\.(?:json|sse)$/)

describe.skipIf(recordings.length === 0)('the recorded answers', () => {
  it.each(recordings)('$name: as it was read before', (recording) => {
    expect(summaryOf(llamaServer, recording)).toMatchSnapshot()
  })
  for (const { name, run } of formatConformance(llamaServer, recordings, /^promptTokens/)) it(name, run)
})

const read = (value: unknown, request?: unknown) =>
  llamaServer.decodeValue(value, { requestId: 'r', startedAt: 0, ...(request === undefined ? {} : { request }) })

/** Written by hand after what the server is known to send. */
const answer = (more: object) => ({ content: 'Hi', stop: true, stop_type: 'limit', tokens_predicted: 1, tokens_evaluated: 3, ...more })

describe('what the server does wrong', () => {
  it('one entry for a character of several tokens: the others are missing', () => {
    const own = { id: 9, token: '', bytes: [0x80], logprob: -0.01 }
    const entry = { id: 9, token: '😀', bytes: [0xf0, 0x9f, 0x98, 0x80], logprob: -0.01, top_logprobs: [own] }
    const [trace] = read(answer({ content: '😀', tokens: [6, 7, 8, 9], tokens_predicted: 4, completion_probabilities: [entry] })).traces
    expect(trace?.evidence.completeness).toBe(0.25)
    expect(trace?.evidence.issues.map(({ code }) => code)).toContain('entries-missing')
  })

  it('the entry behind a stop string has the value of a token that is no part of the text', () => {
    const list = (id: number, token: string, logprob: number) => [{ id, token, bytes: [...Buffer.from(token)], logprob }]
    const [trace] = read([
      {
        content: '',
        stop: false,
        completion_probabilities: [{ id: 1, token: '', bytes: [], logprob: -1, top_logprobs: list(1, ' thriving', -1) }],
      },
      {
        content: ' ',
        stop: false,
        completion_probabilities: [{ id: 2, token: ' ', bytes: [32], logprob: -0.5, top_logprobs: list(2, ' metropolis', -0.5) }],
      },
      { content: '', stop: true, stop_type: 'word', tokens_predicted: 2 },
    ]).traces
    expect(trace?.tokens[1]).toMatchObject({ text: ' ', logprob: null, alternatives: [] })
    expect(trace?.evidence.issues.map(({ code }) => code)).toContain('chosen-value-mismatch')
  })

  it('a token that a stop string took away is not taken for an end of sequence', () => {
    const [trace] = read(
      answer({ stop_type: 'word', tokens_predicted: 2, completion_probabilities: [{ id: 1, token: 'Hi', bytes: [72, 105], logprob: -1 }] }),
    ).traces
    expect(trace?.evidence.completeness).toBe(0.5)
  })
})

describe('other shapes', () => {
  it('linear probabilities are turned into nats and named for what they are', () => {
    const entry = { id: 1, token: 'Hi', bytes: [72, 105], prob: 0.25, top_probs: [{ id: 1, token: 'Hi', bytes: [72, 105], prob: 0.25 }] }
    const [trace] = read(answer({ completion_probabilities: [entry] })).traces
    expect(trace?.tokens[0]).toMatchObject({ logprob: Math.log(0.25), alternatives: [{ logprob: Math.log(0.25) }] })
    expect(trace?.evidence).toMatchObject({ tier: 'top-k', k: 1, basis: 'post-sampling' })
  })

  it('the shape before December 2024: a token outside of its list is censored, a piece of a character keeps its byte', () => {
    const probs = [
      { tok_str: 'Hi', prob: 0.75 },
      { tok_str: 'byte: \\xf0', prob: 0.25 },
    ]
    const legacy = [
      { content: 'Hi', probs },
      { content: 'Yo', probs },
    ]
    const [trace] = read({ content: 'HiYo', stop: true, stopped_limit: true, completion_probabilities: legacy }).traces
    expect(trace?.tokens.map(({ logprob, ceiling }) => [logprob, ceiling])).toEqual([
      [Math.log(0.75), undefined],
      [null, expect.closeTo(Math.log(0.25), 12)],
    ])
    expect(trace?.tokens[0]?.alternatives[1]?.bytes).toEqual([0xf0])
    expect(trace?.evidence.basis).toBe('post-sampling')
    expect(trace?.output.finish).toEqual({ unified: 'length', raw: 'limit' })
  })

  it('a whole vocabulary is a distribution', () => {
    const list = Array.from({ length: 256 }, (_, id) => ({ id, token: `t${id}`, bytes: [65], logprob: -Math.log(256) }))
    const [trace] = read(answer({ content: 't3', completion_probabilities: [{ ...list[3], top_logprobs: list }] })).traces
    expect(trace?.evidence).toMatchObject({ tier: 'distribution', vocabulary: 256 })
  })

  it('several prompts at once are several answers; without n_probs there is the text and the reason', () => {
    const { traces } = read([answer({ index: 0 }), answer({ index: 1, content: 'Yo' })], { prompt: ['a', 'b'], n_predict: 1 })
    expect(traces.map(({ output, request, usage }) => [output.text, request.prompt, usage])).toEqual([
      ['Hi', 'a', { input: 6, output: 2 }],
      ['Yo', 'b', { input: 6, output: 2 }],
    ])
    expect(traces[0]?.evidence.tier).toBe('none')
    expect(traces[0]?.evidence.issues).toContainEqual({ code: 'no-logprobs', count: 1, detail: 'not asked for' })
    expect(traces[0]?.source.streamed).toBe(false)
  })

  it('an error is an error', () => {
    const { traces, issues } = read({ error: { code: 400, message: 'too long', type: 'exceed_context_size_error' } })
    expect(traces[0]?.output.error).toEqual({ code: 'exceed_context_size_error', message: 'too long' })
    expect(issues[0]?.code).toBe('provider-error')
  })
})

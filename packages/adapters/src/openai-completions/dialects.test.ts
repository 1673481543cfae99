// Payloads written from the vendors' documentation and source code for what no recording shows.
import type { Trace } from '@logitscope/core'
import { describe, expect, it } from 'vitest'
import { openAiCompletions } from './index.ts'

const options = { requestId: 'r', startedAt: 0 }
const encoder = new TextEncoder()

function read(choices: readonly object[], outer: object = {}, request?: unknown): readonly Trace[] {
  const result = openAiCompletions.decodeValue(
    { id: 'x', model: 'm', choices: choices.map((choice, index) => ({ index, finish_reason: 'length', ...choice })), ...outer },
    { ...options, ...(request === undefined ? {} : { request }) },
  )
  expect(result.issues).toEqual([])
  return result.traces
}
const one = (choice: object, outer: object = {}, request?: unknown): Trace => read([choice], outer, request)[0]!
const arrays = (
  tokens: readonly string[],
  values: readonly unknown[],
  lists: readonly unknown[] | null = null,
  more: object = {},
): object => ({
  logprobs: { tokens, token_logprobs: values, top_logprobs: lists, ...more },
})
const codes = (trace: Trace): string[] => trace.evidence.issues.map(({ code }) => code)
const texts = (tokens: Trace['promptTokens']): string[] => (tokens ?? []).map(({ text }) => text)

describe('an answer that repeats its prompt', () => {
  const echoed = {
    text: 'The sky is blue.',
    ...arrays(['The', ' sky', ' is', ' blue', '.'], [null, -3, -1, -0.5, -0.1], null, { text_offset: [0, 3, 7, 10, 15] }),
  }

  it('is split at the end of the prompt that the request holds', () => {
    const trace = one(echoed, {}, { prompt: 'The sky is', echo: true, logprobs: 0, max_tokens: 2 })
    expect(texts(trace.promptTokens)).toEqual(['The', ' sky', ' is'])
    expect(trace.promptTokens![0]!.logprob).toBeNull()
    expect(texts(trace.tokens)).toEqual([' blue', '.'])
    expect(trace.output.text).toBe(' blue.')
    expect(trace.request.prompt).toBe('The sky is')
    expect(codes(trace)).toEqual([])
  })

  it('is split by usage where the request is not known', () => {
    const trace = one(echoed, { usage: { prompt_tokens: 3, completion_tokens: 2 } })
    expect(texts(trace.tokens)).toEqual([' blue', '.'])
    expect(trace.output.text).toBe(' blue.')
    expect(trace.evidence.completeness).toBe(1)
  })

  it('is split by the number of the prompt tokens ids (vLLM)', () => {
    const trace = one({ ...echoed, prompt_token_ids: [1, 2, 3] })
    expect(texts(trace.promptTokens)).toEqual(['The', ' sky', ' is'])
  })

  it('is all prompt where nothing tells, and says so', () => {
    const trace = one(echoed)
    expect(trace.tokens).toEqual([])
    expect(trace.promptTokens).toHaveLength(5)
    expect(codes(trace)).toEqual(['wrong-type', 'no-logprobs'])
  })

  it('does not take the 0 of the first token for certainty (Azure)', () => {
    const trace = one(
      { text: 'The sky', ...arrays(['The', ' sky'], [0, -3], [null, { ' sky': -3, ' cat': -1 }]) },
      {},
      { prompt: 'The sky', echo: true, max_tokens: 0 },
    )
    expect(trace.promptTokens!.map(({ logprob }) => logprob)).toEqual([null, -3])
  })

  it('finds the end of a prompt in another script by its offsets, which count code points', () => {
    const tokens = ['\ufffd', '\ufffd', '日', '本', '!']
    const trace = one(
      { text: '😀日本!', ...arrays(tokens, [null, -1, -1, -2, -3], null, { text_offset: [0, 1, 1, 2, 3] }) },
      {},
      { prompt: '😀日', echo: true },
    )
    expect(texts(trace.tokens)).toEqual(['本', '!'])
    expect(trace.output.text).toBe('本!')
  })

  it('is told from one that does not, although the request asked for it', () => {
    const trace = one({ text: ' blue.', ...arrays([' blue', '.'], [-0.5, -0.1]) }, {}, { prompt: 'The sky is', echo: true })
    expect(trace.promptTokens).toBeUndefined()
    expect(texts(trace.tokens)).toEqual([' blue', '.'])
  })

  it('loses its values where every list belongs to the next token (llama-cpp-python)', () => {
    const lists = [null, { ' is': -0.1, ' sky': -9 }, { ' blue': -0.2, ' is': -8 }, { '.': -0.1, ' blue': -7 }]
    const trace = one(
      { text: 'The sky is blue.', ...arrays(['The', ' sky', ' is', ' blue'], [null, -9, -8, -7], lists) },
      { usage: { prompt_tokens: 3, completion_tokens: 2 } },
      { prompt: 'The sky is', echo: true },
    )
    expect(trace.tokens.map(({ logprob, alternatives }) => [logprob, alternatives.length])).toEqual([[null, 0]])
    expect(trace.promptTokens!.every(({ logprob }) => logprob === null)).toBe(true)
    expect(codes(trace)).toEqual(expect.arrayContaining(['chosen-value-mismatch', 'entries-missing']))
  })
})

describe('lists that are keyed by text', () => {
  it('have a hole where equal texts fell together', () => {
    const trace = one(
      {
        text: 'ab',
        ...arrays(
          ['a', 'b'],
          [-1, -1],
          [
            { a: -1, x: -2, y: -3 },
            { b: -1, '': -2 },
          ],
        ),
      },
      {},
      { prompt: 'p', logprobs: 3 },
    )
    expect(trace.evidence.issues).toMatchObject([{ code: 'not-true-top-k', count: 1, at: 1 }])
  })

  it('have none where the whole mass is there, or where the chosen token was added behind the list', () => {
    expect(
      codes(
        one({
          text: 'ab',
          ...arrays(
            ['a', 'b'],
            [-1, -1e-5],
            [
              { a: -1, x: -2, y: -3 },
              { b: -1e-5, z: -12 },
            ],
          ),
        }),
      ),
    ).toEqual([])
    expect(
      codes(one({ text: 'abc', ...arrays(['a', 'b', 'c'], [-0.4, -3, -5], [{ a: -0.4 }, { x: -0.4, b: -3 }, { y: -0.4, c: -5 }]) })),
    ).toEqual([])
  })

  it('give the bytes of pieces of characters in a notation of their own', () => {
    const trace = one({ text: 'a', ...arrays(['a'], [-1], [{ a: -1, 'bytes:\\xe2\\x80': -2, 'bytes: \\xc3': -3 }]) })
    expect(trace.tokens[0]!.alternatives.map(({ bytes }) => bytes)).toEqual([undefined, [0xe2, 0x80], [0x20, 0xc3]])
  })

  it('keep names that are numbers, and names that an object has anyway', () => {
    const decoder = openAiCompletions.decoder(options)
    decoder.push(
      encoder.encode(
        '{"choices":[{"index":0,"text":"2","finish_reason":"length","prompt_logprobs":[null],"logprobs":{"tokens":["2"],"token_logprobs":[-1],"top_logprobs":[{"B":-2,"2":-1,"constructor":-3}]}}]}',
      ),
    )
    expect(decoder.end().traces[0]!.tokens[0]!.alternatives.map(({ text }) => text)).toEqual(['2', 'B', 'constructor'])
  })
})

describe('several answers', () => {
  it('each get the prompt that they answer', () => {
    const traces = read([{ text: 'a' }, { text: 'b' }, { text: 'c' }, { text: 'd' }], {}, { prompt: ['one', 'two'], n: 2 })
    expect(traces.map(({ request }) => request.prompt)).toEqual(['one', 'one', 'two', 'two'])
  })

  it('are not measured against a count that holds the candidates thrown away', () => {
    const trace = one(
      { text: 'ab', finish_reason: 'stop', ...arrays(['a', 'b'], [-1, -2]) },
      { usage: { prompt_tokens: 1, completion_tokens: 30 } },
      { prompt: 'x', best_of: 10, logprobs: 0 },
    )
    expect(trace.evidence).toMatchObject({ completeness: null, issues: [] })
  })
})

describe('dialects', () => {
  it('list their tokens as chat does (llama-server)', () => {
    const trace = one(
      { text: 'hi', logprobs: { content: [{ id: 1, token: 'hi', bytes: [104, 105], logprob: -0.5, top_logprobs: [] }] } },
      { timings: { predicted_n: 1, prompt_n: 4 } },
    )
    expect(trace.tokens).toMatchObject([{ text: 'hi', id: 1, logprob: -0.5 }])
    expect(trace).toMatchObject({
      source: { provider: 'llama-server' },
      usage: { input: 4, output: 1 },
      evidence: { completeness: 1, basis: 'raw' },
    })
  })

  it('give ids beside the tokens (Fireworks, vLLM)', () => {
    expect(one({ text: 'ab', ...arrays(['a', 'b'], [-1, -2], null, { token_ids: [5, 6] }) }).tokens.map(({ id }) => id)).toEqual([5, 6])
    expect(one({ text: 'ab', token_ids: [5, 6], ...arrays(['a', 'b'], [-1, -2]) }).tokens.map(({ id }) => id)).toEqual([5, 6])
  })

  it('return the prompt with its scores beside the choices (Together)', () => {
    const trace = one(
      { text: 'b', ...arrays(['b'], [-2]) },
      { prompt: [{ text: 'xy', logprobs: { tokens: ['x', 'y'], token_logprobs: [null, -4] } }] },
    )
    expect(trace.promptTokens!.map(({ text, logprob }) => [text, logprob])).toEqual([
      ['x', null],
      ['y', -4],
    ])
  })

  it('send arrays of unequal length', () => {
    const trace = one({ text: 'abc', ...arrays(['a', 'b', 'c'], [-1]) })
    expect(trace.tokens.map(({ logprob }) => logprob)).toEqual([-1, null, null])
    expect(codes(trace)).toEqual(expect.arrayContaining(['wrong-type', 'missing-logprob']))
  })

  it('stream pieces, each with its arrays', () => {
    const decoder = openAiCompletions.decoder(options)
    const piece = (text: string, finish: string | null): string =>
      `data: ${JSON.stringify({ id: 'x', choices: [{ index: 0, text, finish_reason: finish, ...arrays([text], [-1], [{ [text]: -1 }]) }] })}\n\n`
    const deltas = decoder.push(encoder.encode(`${piece('a', null)}${piece('b', 'stop')}data: [DONE]\n\n`))
    expect(deltas.map(({ kind }) => kind)).toEqual(['text', 'tokens', 'text', 'tokens', 'finish'])
    expect(decoder.end().traces[0]).toMatchObject({
      output: { text: 'ab', finish: { unified: 'stop' } },
      tokens: [{ text: 'a' }, { text: 'b' }],
      source: { streamed: true },
    })
  })
})

describe('writing', () => {
  it('keeps a scored prompt with ids, and names what it cannot keep', () => {
    const decoder = openAiCompletions.decoder(options)
    decoder.push(
      encoder.encode(
        '{"choices":[{"index":0,"text":"x","finish_reason":"length","prompt_token_ids":[1,87],"prompt_logprobs":[null,{"87":{"logprob":-3.5,"rank":9,"decoded_token":"u"},"14":{"logprob":-0.1,"rank":1,"decoded_token":","}}],"logprobs":{"tokens":["x"],"token_logprobs":[-1],"top_logprobs":null}}]}',
      ),
    )
    const { traces } = decoder.end()
    const { body, lost } = openAiCompletions.encode(traces)
    expect(lost).toEqual([])
    expect(openAiCompletions.decodeValue(JSON.parse(body), options).traces[0]!.promptTokens).toEqual(traces[0]!.promptTokens)
    const withId = traces.map((trace) => ({
      ...trace,
      tokens: trace.tokens.map((token) => ({ ...token, alternatives: [{ text: 'x', id: 4, logprob: -1 }] })),
    }))
    expect(openAiCompletions.encode(withId).lost).toMatchObject([{ code: 'lost', path: 'tokens[].alternatives[].id' }])
  })
})

// Payloads written from the vendors' documentation and source code for servers of which no recording was at hand.
import type { Trace } from '@logitscope/core'
import { describe, expect, it } from 'vitest'
import type { DecodeResult, Delta } from '../contract.ts'
import { openAiChat } from './index.ts'

const encoder = new TextEncoder()
const options = { requestId: 'r', startedAt: 0 }

const bytesOf = (text: string): number[] => [...encoder.encode(text)]
const entry = (token: string, logprob: unknown, more: object = {}): object => ({
  token,
  logprob,
  bytes: bytesOf(token),
  top_logprobs: [],
  ...more,
})
const top = (...list: readonly (readonly [string, unknown])[]): object => ({
  top_logprobs: list.map(([token, logprob]) => ({ token, logprob, bytes: bytesOf(token) })),
})

function whole(message: object, choice: object, outer: object = {}, request?: unknown): DecodeResult {
  const body = {
    id: 'x',
    model: 'm',
    choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: 'stop', ...choice }],
    ...outer,
  }
  return openAiChat.decodeValue(body, { ...options, ...(request === undefined ? {} : { request }) })
}

function stream(events: readonly (object | string)[], end = 'data: [DONE]\n\n'): DecodeResult & { deltas: readonly Delta[] } {
  const decoder = openAiChat.decoder(options)
  const text = events.map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`).join('') + end
  const deltas = decoder.push(encoder.encode(text))
  return { ...decoder.end(), deltas }
}

const chunk = (delta: object, choice: object = {}, outer: object = {}): object => ({
  id: 'x',
  model: 'm',
  choices: [{ index: 0, delta, finish_reason: null, ...choice }],
  ...outer,
})
const content = (...entries: readonly object[]): object => ({ logprobs: { content: entries } })

function only(result: DecodeResult): Trace {
  expect(result.traces).toHaveLength(1)
  return result.traces[0]!
}
const parts = (trace: Trace): string[] =>
  trace.tokens.map(({ text, part, partIndex, special }) => `${text}|${part}${partIndex ?? ''}${special === true ? '*' : ''}`)
const codes = (trace: Trace): string[] => trace.evidence.issues.map(({ code }) => code)

describe('reasoning', () => {
  it('comes in a list of its own (DeepSeek)', () => {
    const trace = only(
      whole(
        { content: 'Hi', reasoning_content: 'Say hi.' },
        {
          logprobs: {
            content: [entry('Hi', -0.1)],
            reasoning_content: [entry('Say', -1), entry(' hi', -0.5), entry('.', -0.2), entry('</think>', -0.01)],
          },
        },
        { model: 'deepseek-v4', usage: { prompt_tokens: 5, completion_tokens: 5, prompt_cache_hit_tokens: 0 } },
      ),
    )
    expect(parts(trace)).toEqual(['Say|reasoning', ' hi|reasoning', '.|reasoning', '</think>|reasoning*', 'Hi|content'])
    expect(trace.output).toMatchObject({ text: 'Hi', reasoning: 'Say hi.' })
    expect(trace.source.provider).toBe('deepseek')
    expect(trace.evidence.completeness).toBe(1)
  })

  it('comes in a list beside the others (Cerebras)', () => {
    const trace = only(
      whole(
        { content: 'Hi', reasoning: 'Well' },
        { logprobs: { content: [entry('Hi', -0.1)], refusal: null }, reasoning_logprobs: { content: [entry('Well', -2)], refusal: null } },
      ),
    )
    expect(parts(trace)).toEqual(['Hi|content', 'Well|reasoning'])
    expect(trace.source.provider).toBe('cerebras')
  })

  it('stands in the one list of all tokens, and the bytes tell it apart (vLLM, Ollama)', () => {
    const tokens = [
      entry('<think>', -0.1),
      entry('So', -1),
      entry(' yes', -1),
      entry('\n', -0.1),
      entry('</think>', -0.1),
      entry('\n\n', -0.1),
      entry('Yes', -0.2),
      entry('<|im_end|>', -0.3),
    ]
    const expected = [
      '<think>|content*',
      'So|reasoning',
      ' yes|reasoning',
      '\n|reasoning',
      '</think>|reasoning*',
      '\n\n|reasoning',
      'Yes|content',
      '<|im_end|>|content*',
    ]
    expect(parts(only(whole({ content: 'Yes', reasoning_content: 'So yes' }, content(...tokens))))).toEqual(expected)
    const streamed = stream([
      chunk({ role: 'assistant', reasoning: 'So yes' }, content(...tokens)),
      chunk({ content: 'Yes' }, { logprobs: null }),
      chunk({}, { finish_reason: 'stop' }),
    ])
    expect(parts(only(streamed))).toEqual(expected)
  })

  it('is not mistaken for the answer when only the answer has tokens', () => {
    const trace = only(
      whole({ content: 'Yes, yes', reasoning_content: 'Yes, so' }, content(entry('Yes', -0.1), entry(',', -0.1), entry(' yes', -0.3))),
    )
    expect(parts(trace)).toEqual(['Yes|content', ',|content', ' yes|content'])
  })

  it('is read from parts of the content (Mistral)', () => {
    const trace = only(
      whole(
        {
          content: [
            { type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] },
            { type: 'text', text: 'Yes' },
          ],
        },
        { logprobs: null },
      ),
    )
    expect(trace.output).toMatchObject({ text: 'Yes', reasoning: 'hm' })
    expect(trace.evidence.issues).toEqual([{ code: 'no-logprobs', count: 1, detail: 'the field is null' }])
  })
})

describe('completions inside of chat (Together)', () => {
  it('reads the arrays of a body, ids included', () => {
    const trace = only(
      whole(
        { content: 'Hi you' },
        {
          logprobs: {
            tokens: ['Hi', ' you'],
            token_logprobs: [-0.5, -1],
            token_ids: [7, 8],
            top_logprobs: [{ Hi: -0.5, Yo: -1.5 }, { ' you': -1 }],
          },
        },
        { object: 'chat.completion' },
      ),
    )
    expect(trace.tokens).toEqual([
      {
        text: 'Hi',
        logprob: -0.5,
        id: 7,
        part: 'content',
        alternatives: [
          { text: 'Hi', logprob: -0.5 },
          { text: 'Yo', logprob: -1.5 },
        ],
      },
      { text: ' you', logprob: -1, id: 8, part: 'content', alternatives: [{ text: ' you', logprob: -1 }] },
    ])
  })

  it('reads one number for each piece of a stream', () => {
    const result = stream([
      chunk({ role: 'assistant', content: 'Hi', token_id: 7 }, { text: 'Hi', logprobs: -0.5 }),
      chunk({ content: ' you', token_id: 8 }, { text: ' you', logprobs: -1 }),
      chunk({ content: '', token_id: 2 }, { text: '', logprobs: -0.1, finish_reason: 'eos' }),
    ])
    expect(only(result).tokens.map(({ text, id, logprob, special }) => [text, id, logprob, special])).toEqual([
      ['Hi', 7, -0.5, undefined],
      [' you', 8, -1, undefined],
      ['', 2, -0.1, true],
    ])
    expect(only(result).output).toMatchObject({ text: 'Hi you', finish: { unified: 'stop', raw: 'eos' } })
  })
})

describe('other dialects', () => {
  it('takes the raw value where the sampler has another, and says that the other is not kept (Fireworks)', () => {
    const trace = only(
      whole({ content: 'Hi' }, content(entry('Hi', -0.5, { token_id: 9, sampling_logprob: -0.1, text_offset: 3 })), {
        model: 'accounts/fireworks/models/x',
      }),
    )
    expect(trace.tokens[0]).toMatchObject({ logprob: -0.5, id: 9 })
    expect(trace.evidence.basis).toBe('raw')
    expect(trace.evidence.issues).toMatchObject([
      { code: 'unknown-field', count: 1, detail: 'sampling_logprob: the value under the sampler is not kept' },
    ])
  })

  it('keeps entries without a text as ids (MLX)', () => {
    const trace = only(
      whole(
        { content: 'Hi' },
        { logprobs: { content: [{ id: 5, logprob: -0.5 }] } },
        { system_fingerprint: '0.29.1-0.29.2-macOS-15.5-arm64-arm-64bit-applegpu_g16s' },
      ),
    )
    expect(trace.tokens).toEqual([{ text: '', id: 5, logprob: -0.5, part: 'content', alternatives: [] }])
    expect(trace.source.provider).toBe('mlx')
    expect(codes(trace)).toContain('wrong-type')
  })

  it.each([
    ['null', { logprobs: null }, 'the field is null'],
    ['absent', {}, 'the field is absent'],
    ['an empty list', { logprobs: { content: [] } }, 'the list is empty'],
    ['null inside', { logprobs: { content: null, refusal: null } }, 'the list is empty'],
  ])('says why there are no log-probabilities: %s', (_, choice, detail) => {
    const trace = only(whole({ content: 'Hi' }, choice))
    expect(trace.evidence).toMatchObject({ tier: 'none', k: 0, completeness: null, issues: [{ code: 'no-logprobs', count: 1, detail }] })
    expect(only(whole({ content: 'Hi' }, choice, {}, { model: 'm', messages: [] })).evidence.issues).toMatchObject([
      { detail: 'not asked for' },
    ])
  })

  it('names the provider by what only it sends, and nobody where nothing tells', () => {
    const provider = (outer: object, choice: object = {}): string => only(whole({ content: 'x' }, choice, outer)).source.provider
    expect(provider({ provider: 'Novita', id: 'gen-1' })).toBe('openrouter')
    expect(provider({ x_groq: { id: 'q' } })).toBe('groq')
    expect(provider({ system_fingerprint: 'fp_ollama' })).toBe('ollama')
    expect(provider({ system_fingerprint: 'b11434-abc' })).toBe('llama-server')
    expect(provider({ system_fingerprint: 'vllm-0.32.0-0f3bea23' })).toBe('vllm')
    expect(provider({}, { stop_reason: null })).toBe('vllm')
    expect(provider({}, { matched_stop: 151645 })).toBe('sglang')
    expect(provider({ model: 'grok-4-fast' })).toBe('xai')
    expect(provider({ id: 'chatcmpl-AbCdEfGhIjKlMnOpQrStUvWxYz123', model: 'gpt-4.1-mini-2025-04-14' })).toBe('openai')
    expect(provider({ id: 'chatcmpl-1', model: 'my-own' })).toBe('unknown')
  })

  it('declares linear probabilities under their own name as those of the sampler (llama-server)', () => {
    const trace = only(
      whole(
        { content: 'A' },
        {
          logprobs: {
            content: [
              {
                id: 1,
                token: 'A',
                bytes: [65],
                prob: 0.25,
                top_probs: [
                  { id: 2, token: 'B', bytes: [66], prob: 0.75 },
                  { id: 1, token: 'A', bytes: [65], prob: 0.25 },
                ],
              },
            ],
          },
        },
      ),
    )
    expect(trace.evidence.basis).toBe('post-sampling')
    expect(trace.tokens[0]!.logprob).toBeCloseTo(Math.log(0.25), 12)
    expect(trace.tokens[0]!.alternatives[0]!.logprob).toBeCloseTo(Math.log(0.75), 12)
  })

  it('does not believe the usual basis where a mask shows in the lists', () => {
    const masked = whole({ content: 'A' }, content(entry('A', -0.1, top(['A', -0.1], ['B', -9999]))), {
      system_fingerprint: 'vllm-0.32.0-1',
    })
    expect(only(masked).evidence.basis).toBe('unknown')
    expect(only(masked).tokens[0]!.alternatives).toHaveLength(1)
  })
})

describe('values that are none', () => {
  it('censors a placeholder with the bound that the list gives', () => {
    const trace = only(whole({ content: 'Gene' }, content(entry('Gene', -9999, top(['A', -0.5], ['B', -2])))))
    expect(trace.tokens[0]).toMatchObject({ logprob: null, ceiling: -2 })
    expect(codes(trace)).toContain('sentinel')
  })

  it('gives no bound where the list holds the token itself', () => {
    const trace = only(whole({ content: 'A' }, content(entry('A', null, top(['A', -0.5], ['B', -2])))))
    expect(trace.tokens[0]!.logprob).toBeNull()
    expect(trace.tokens[0]).not.toHaveProperty('ceiling')
  })

  it('believes −100 only in a list that reaches down to it', () => {
    expect(only(whole({ content: 'A' }, content(entry('A', -100, top(['B', -0.1], ['C', -3]))))).tokens[0]!.logprob).toBeNull()
    expect(only(whole({ content: 'A' }, content(entry('A', -100, top(['B', -0.1], ['C', -99.5]))))).tokens[0]!.logprob).toBe(-100)
  })

  it('reads bare NaN and Infinity, and numbers in quotes', () => {
    const decoder = openAiChat.decoder(options)
    const body =
      '{"choices":[{"index":0,"message":{"content":"abcd NaN"},"finish_reason":"stop","logprobs":{"content":[{"token":"a","logprob":NaN},{"token":"b","logprob":-Infinity},{"token":"c","logprob":"-0.5"},{"token":"d NaN","logprob":"-inf"}]}}]}'
    decoder.push(encoder.encode(body))
    const trace = only(decoder.end())
    expect(trace.output.text).toBe('abcd NaN')
    expect(trace.tokens.map(({ logprob }) => logprob)).toEqual([null, null, -0.5, null])
    expect(codes(trace)).toEqual(expect.arrayContaining(['non-finite', 'sentinel', 'wrong-type']))
  })

  it('drops bytes of U+FFFD, keeps true pieces of characters, and drops what is no byte list', () => {
    const lost = only(whole({ content: 'é' }, content(entry('\ufffd', -1), entry('\ufffd', -1))))
    expect(lost.tokens.every((token) => token.bytes === undefined)).toBe(true)
    expect(codes(lost)).toContain('replaced-bytes')
    const true_ = only(
      whole(
        { content: 'é' },
        {
          logprobs: {
            content: [
              { token: '\\xc3', logprob: -1, bytes: [0xc3] },
              { token: '\\xa9', logprob: -1, bytes: [0xa9] },
            ],
          },
        },
      ),
    )
    expect(true_.tokens.map((token) => token.bytes)).toEqual([[0xc3], [0xa9]])
    expect(codes(true_)).toEqual([])
    const odd = only(whole({ content: 'a' }, { logprobs: { content: [{ token: 'a', logprob: -1, bytes: [256, -1] }] } }))
    expect(odd.tokens[0]!.bytes).toBeUndefined()
    expect(codes(odd)).toEqual(['wrong-type'])
  })

  it('reads ids in the place of texts, with the text that the bytes spell (vLLM)', () => {
    const trace = only(
      whole(
        { content: 'Hé' },
        {
          logprobs: {
            content: [
              {
                token: 'token_id:42',
                logprob: -0.1,
                bytes: [72],
                top_logprobs: [
                  { token: 'token_id:42', logprob: -0.1, bytes: bytesOf('token_id:42') },
                  { token: 'token_id:7', logprob: -3, bytes: bytesOf('token_id:7') },
                ],
              },
              { token: 'token_id:9', logprob: -0.2, bytes: [195, 169], top_logprobs: [] },
            ],
          },
        },
      ),
    )
    expect(trace.tokens).toMatchObject([
      {
        text: 'H',
        id: 42,
        bytes: [72],
        alternatives: [
          { text: 'token_id:42', id: 42 },
          { text: 'token_id:7', id: 7 },
        ],
      },
      { text: 'é', id: 9, bytes: [195, 169] },
    ])
    expect(trace.tokens[0]!.alternatives[0]).not.toHaveProperty('bytes')
  })

  it('sorts lists, and tells a list that begins with the chosen token from one without order (vLLM)', () => {
    const trace = only(
      whole(
        { content: 'CBA' },
        content(
          entry('C', -3, top(['C', -3], ['A', -0.3], ['B', -2])),
          entry('B', -2, top(['B', -2], ['A', -0.3], ['C', -3])),
          entry('A', -1, top(['X', -2], ['A', -1])),
        ),
      ),
    )
    expect(trace.tokens.map(({ alternatives }) => alternatives.map(({ text }) => text).join(''))).toEqual(['ABC', 'ABC', 'AX'])
    expect(trace.evidence.issues).toMatchObject([
      { code: 'unsorted-alternatives', count: 1, at: 2 },
      { code: 'not-true-top-k', count: 1, at: 0 },
    ])
  })
})

describe('entries that stand for more than their token (llama-server)', () => {
  const own = (id: number, token: string, bytes: number[], logprob: number, ownBytes: number[]): object => ({
    id,
    token,
    bytes,
    logprob,
    top_logprobs: [{ id, token: '\ufffd', bytes: ownBytes, logprob }],
  })
  const server = { system_fingerprint: 'b11434-x' }

  it('counts the pieces of a character that have no entry', () => {
    const trace = only(
      whole({ content: ' İs' }, content(own(1, ' İ', [32, 196, 176], -0.1, [176]), own(2, 's', [115], -0.1, [115])), {
        ...server,
        usage: { prompt_tokens: 1, completion_tokens: 3 },
      }),
    )
    expect(trace.evidence.issues).toMatchObject([{ code: 'entries-missing', count: 1, at: 0 }])
    expect(trace.evidence.completeness).toBeCloseTo(2 / 3, 12)
  })

  it('finds nothing missing where the pieces were held back and have their entries', () => {
    const trace = only(
      whole(
        { content: ' Mars' },
        content(own(1, '', [], -0.1, [32, 77]), own(2, '', [], -0.1, [97]), own(3, ' Mars', bytesOf(' Mars'), -0.1, [114, 115])),
        server,
      ),
    )
    expect(codes(trace)).toEqual([])
    expect(trace.tokens).toHaveLength(3)
  })

  it('takes the value off an entry with the text of another token', () => {
    const trace = only(whole({ content: 'a ' }, content(own(1, 'a', [97], -0.1, [97]), own(2, ' ', [32], -0.4, [105, 115])), server))
    expect(trace.tokens.map(({ logprob }) => logprob)).toEqual([-0.1, null])
    expect(codes(trace)).toContain('chosen-value-mismatch')
  })

  it('counts usage for one of several choices', () => {
    const choice = (index: number, count: number): object => ({
      index,
      message: { content: 'a'.repeat(count) },
      finish_reason: 'length',
      logprobs: { content: Array.from({ length: count }, (_, i) => entry('a', -1 - i)) },
    })
    const { traces } = openAiChat.decodeValue(
      { ...server, choices: [choice(0, 3), choice(1, 5)], usage: { prompt_tokens: 1, completion_tokens: 3 } },
      options,
    )
    expect(traces.map(({ evidence }) => evidence.completeness)).toEqual([1, null])
    const summed = openAiChat.decodeValue(
      { choices: [choice(0, 3), choice(1, 5)], usage: { prompt_tokens: 1, completion_tokens: 8 } },
      options,
    )
    expect(summed.traces.map(({ evidence }) => evidence.completeness)).toEqual([1, 1])
  })
})

describe('usage', () => {
  const said = (count: number, output: number, finish: string, more: object = {}): Trace =>
    only(
      whole(
        { content: 'a'.repeat(count) },
        { finish_reason: finish, logprobs: { content: Array.from({ length: count }, (_, i) => entry('a', -1 - i)) } },
        { usage: { prompt_tokens: 1, completion_tokens: output, ...more } },
      ),
    )

  it('explains the end-of-sequence token where the answer ended by itself only', () => {
    expect(said(4, 5, 'stop').evidence).toMatchObject({ completeness: 1, issues: [] })
    expect(said(4, 5, 'length').evidence).toMatchObject({ completeness: 0.8, issues: [{ code: 'entries-missing', count: 1 }] })
    expect(said(4, 6, 'stop').evidence).toMatchObject({ issues: [{ code: 'entries-missing', count: 1 }] })
    expect(said(6, 4, 'stop').evidence).toMatchObject({ completeness: 1, issues: [{ code: 'entries-extra', count: 2 }] })
  })

  it('does not expect entries for reasoning that stays hidden', () => {
    expect(said(4, 30, 'stop', { completion_tokens_details: { reasoning_tokens: 25 } }).evidence.completeness).toBe(1)
    expect(said(4, 4, 'length', { completion_tokens_details: { reasoning_tokens: 25 } }).evidence.completeness).toBe(1)
  })
})

describe('tool calls', () => {
  it('are put together from fragments by their index, older ones too', () => {
    const call = (index: number, id: string | null, name: string | null, args: string): object => ({
      index,
      id,
      type: 'function',
      function: { name, arguments: args },
    })
    const { traces } = stream([
      chunk({ tool_calls: [call(0, 'a', 'add', '')] }),
      chunk({ tool_calls: [call(1, 'b', 'sub', '{"x"')] }),
      chunk({ tool_calls: [call(0, null, null, '{"y":1'), call(1, null, null, ':2}')] }),
      chunk({ tool_calls: [call(0, null, null, '}')] }),
      chunk({}, { finish_reason: 'tool_calls' }),
    ])
    expect(traces[0]!.output).toMatchObject({
      toolCalls: [
        { id: 'a', name: 'add', arguments: '{"y":1}' },
        { id: 'b', name: 'sub', arguments: '{"x":2}' },
      ],
      finish: { unified: 'tool-calls', raw: 'tool_calls' },
    })
    expect(
      only(whole({ content: null, function_call: { name: 'f', arguments: '{}' } }, { finish_reason: 'function_call' })).output.toolCalls,
    ).toEqual([{ name: 'f', arguments: '{}' }])
  })

  it('have their own tokens where the list holds them: the name and the arguments count, the markup does not', () => {
    const tokens = [
      'Ok',
      '.',
      '<tool_call>',
      '{"',
      'name',
      '":"',
      'add',
      '","',
      'arguments',
      '":',
      '{"',
      'y',
      '":',
      '1',
      '}',
      '}',
      '</tool_call>',
      '<|im_end|>',
    ].map((token) => entry(token, -0.1))
    const trace = only(
      whole(
        { content: 'Ok.', tool_calls: [{ id: 'a', type: 'function', function: { name: 'add', arguments: '{"y":1}' } }] },
        { finish_reason: 'tool_calls', ...content(...tokens) },
      ),
    )
    const counted = trace.tokens.filter((token) => token.special !== true).map(({ text, part }) => `${text}|${part}`)
    expect(counted).toEqual(['Ok|content', '.|content', 'add|tool', '{"|tool', 'y|tool', '":|tool', '1|tool', '}|tool'])
  })
})

describe('streams', () => {
  it('keeps interleaved choices apart', () => {
    const piece = (index: number, text: string): object => ({
      id: 'x',
      choices: [{ index, delta: { content: text }, logprobs: { content: [entry(text, -1)] } }],
    })
    const done = (index: number): object => ({ choices: [{ index, delta: {}, finish_reason: 'stop', logprobs: null }] })
    const { traces } = stream([
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
    const { deltas } = stream([
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
      const trace = only(stream(events, end))
      expect(trace.tokens).toHaveLength(2)
      expect(codes(trace)).toContain('stream-cut')
    }
    expect(codes(only(stream([...events, chunk({}, { finish_reason: 'stop' })], '')))).toEqual(['stream-cut'])
    expect(codes(only(stream([...events, chunk({}, { finish_reason: 'stop' })], 'data: [DONE]')))).toEqual([])
  })

  it('keeps the tokens before an error', () => {
    const result = stream([
      chunk({ content: 'Hi' }, content(entry('Hi', -1))),
      { error: { message: 'overloaded', type: 'server_error', code: null } },
    ])
    const trace = only(result)
    expect(trace.output).toMatchObject({
      text: 'Hi',
      error: { code: 'server_error', message: 'overloaded' },
      finish: { unified: 'error', raw: null },
    })
    expect(codes(trace)).toContain('error-in-stream')
    expect(result.issues).toEqual([])
  })

  it.each([
    ['an error event that is no JSON', 'event: error\ndata: upstream timed out\n\n', 'upstream timed out'],
    ['an error as a bare line', '{"error":{"message":"gone"}}\n\n', 'gone'],
  ])('knows %s', (_, end, text) => {
    const trace = only(stream([chunk({ content: 'Hi' }, content(entry('Hi', -1)))], end))
    expect(trace.output.error?.message).toBe(text)
    expect(trace.tokens).toHaveLength(1)
    expect(codes(trace)).toContain('error-in-stream')
  })

  it('says that an answer is an error where nothing else came', () => {
    const result = stream([{ error: { message: 'too many', type: 'BadRequestError', param: 'logprobs', code: 400 } }])
    expect(result.issues).toMatchObject([{ code: 'provider-error', path: 'error' }])
    expect(only(result)).toMatchObject({ output: { error: { code: 'BadRequestError', message: 'too many' } }, evidence: { tier: 'none' } })
  })

  it('goes on behind an event that is no JSON, and counts it', () => {
    const trace = only(
      stream([
        chunk({ content: 'a' }, content(entry('a', -1))),
        '{broken',
        chunk({ content: 'b' }, content(entry('b', -1))),
        chunk({}, { finish_reason: 'stop' }),
      ]),
    )
    expect(trace.output.text).toBe('ab')
    expect(codes(trace)).toEqual(['wrong-type'])
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
    expect(only(lines).output.text).toBe('ab')
    expect(openAiChat.decodeValue(events, options)).toEqual(lines)
  })

  it('says that only the last piece kept its tokens', () => {
    const trace = only(
      stream([
        chunk({ content: 'The' }),
        chunk({ content: ' sky' }),
        chunk({ content: ' is' }),
        chunk({ content: ' blue' }, content(entry(' blue', -1))),
        chunk({}, { finish_reason: 'stop' }),
      ]),
    )
    expect(codes(trace)).toContain('last-chunk-only')
  })
})

describe('what is not understood', () => {
  it('is counted with its path, but not what is known to say nothing, nor what is null', () => {
    const trace = only(
      whole(
        { content: 'a', mood: 'good', annotations: [] },
        { ...content(entry('a', -1, { colour: 'red', hue: null })), novelty: 1 },
        { obfuscation: 'xx', service_tier: 'default', extra: {}, other: null },
      ),
    )
    expect(trace.evidence.issues).toEqual([{ code: 'unknown-field', count: 4, detail: expect.stringContaining('choices[].novelty') }])
  })

  it.each([
    ['nothing', '', 'empty'],
    ['white space', ' \n ', 'empty'],
    ['a page', '<html><body>502</body></html>', 'not-an-answer'],
    ['cut-off JSON', '{"choices":[{"index":0', 'malformed-json'],
    ['another object', '{"hello":1}', 'not-an-answer'],
    ['comments only', ': ping\n\n', 'empty'],
  ])('gives an issue and no trace: %s', (_, text, code) => {
    const decoder = openAiChat.decoder(options)
    decoder.push(encoder.encode(text))
    const result = decoder.end()
    expect(result.traces).toEqual([])
    expect(result.issues.map((issue) => issue.code)).toEqual([code])
  })

  it('keeps to its limits and says what it left out', () => {
    const body = JSON.stringify({
      choices: [
        {
          index: 0,
          message: { content: 'aaaa' },
          finish_reason: 'stop',
          logprobs: { content: Array.from({ length: 4 }, () => entry('a', -1, top(['a', -1], ['b', -2], ['c', -3]))) },
        },
      ],
    })
    const read = (limits: object): DecodeResult => {
      const decoder = openAiChat.decoder({ ...options, limits })
      decoder.push(encoder.encode(body))
      return decoder.end()
    }
    const few = only(read({ tokens: 2, alternatives: 2 }))
    expect(few.tokens.map(({ alternatives }) => alternatives.length)).toEqual([2, 2])
    expect(few.evidence.issues.find(({ code }) => code === 'limit-exceeded')).toMatchObject({ count: 5 })
    expect(read({ recordBytes: 100 })).toMatchObject({ traces: [], issues: [{ code: 'record-too-large' }] })
    const decoder = openAiChat.decoder({ ...options, limits: { recordBytes: 300 } })
    decoder.push(
      encoder.encode(
        `data: ${JSON.stringify(chunk({ content: 'a' }))}\n\ndata: ${JSON.stringify(chunk({ content: 'b'.repeat(400) }))}\n\ndata: ${JSON.stringify(chunk({ content: 'c' }, { finish_reason: 'stop' }))}\n\ndata: [DONE]\n\n`,
      ),
    )
    const long = decoder.end()
    expect(only(long).output.text).toBe('ac')
    expect(long.issues.map((issue) => issue.code)).toEqual(['record-too-large'])
    expect(codes(only(long))).toContain('limit-exceeded')
  })

  it('never lets a name of a field reach the prototype', () => {
    const decoder = openAiChat.decoder(options)
    decoder.push(
      encoder.encode(
        '{"__proto__":{"x":1},"choices":[{"index":0,"message":{"content":"a","__proto__":{"y":1}},"logprobs":{"tokens":["a"],"token_logprobs":[-1],"top_logprobs":[{"__proto__":-1,"a":-2}]},"finish_reason":"stop"}]}',
      ),
    )
    const trace = only(decoder.end())
    expect(trace.tokens[0]!.alternatives.map(({ text }) => text)).toEqual(['__proto__', 'a'])
    expect(({} as { x?: number }).x).toBeUndefined()
  })
})

describe('a scored prompt', () => {
  it('is kept apart from the answer, its own tokens told from the others by rank, id or order (vLLM)', () => {
    const body = `{"system_fingerprint":"vllm-1","choices":[{"index":0,"message":{"content":"x"},"finish_reason":"length","logprobs":null}],
      "prompt_logprobs":[null,{"87":{"logprob":-19.5,"rank":504,"decoded_token":"u"},"14":{"logprob":-0.1,"rank":1,"decoded_token":","}},
        {"50":{"logprob":-1.5,"rank":2,"decoded_token":"b"},"9":{"logprob":-0.5,"rank":1,"decoded_token":"a"}}]}`
    const decoder = openAiChat.decoder(options)
    decoder.push(encoder.encode(body))
    const trace = only(decoder.end())
    expect(trace.promptTokens!.map(({ id, text, logprob }) => [id, text, logprob])).toEqual([
      [undefined, '', null],
      [87, 'u', -19.5],
      [50, 'b', -1.5],
    ])
    expect(trace.promptTokens![2]!.alternatives.map(({ id }) => id)).toEqual([9, 50])
    const parsed = openAiChat.decodeValue(JSON.parse(body), options)
    expect(parsed.traces[0]!.promptTokens!.map(({ id }) => id)).toEqual([undefined, 87, undefined])
  })
})

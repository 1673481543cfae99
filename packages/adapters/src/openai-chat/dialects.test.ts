// Payloads written from the vendors' documentation and source code for what no recording shows.
import { bytesOf, chunk, codesOf, content, entry, onlyTrace, readStream, readWhole, top } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { openAiChat } from './index.ts'

const encoder = new TextEncoder()
const options = { requestId: 'r', startedAt: 0 }

describe('completions inside of chat (Together)', () => {
  it('reads the arrays of a body, ids included', () => {
    const trace = onlyTrace(
      readWhole(
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
    const result = readStream([
      chunk({ role: 'assistant', content: 'Hi', token_id: 7 }, { text: 'Hi', logprobs: -0.5 }),
      chunk({ content: ' you', token_id: 8 }, { text: ' you', logprobs: -1 }),
      chunk({ content: '', token_id: 2 }, { text: '', logprobs: -0.1, finish_reason: 'eos' }),
    ])
    expect(onlyTrace(result).tokens.map(({ text, id, logprob, special }) => [text, id, logprob, special])).toEqual([
      ['Hi', 7, -0.5, undefined],
      [' you', 8, -1, undefined],
      ['', 2, -0.1, true],
    ])
    expect(onlyTrace(result).output).toMatchObject({ text: 'Hi you', finish: { unified: 'stop', raw: 'eos' } })
  })
})

describe('other dialects', () => {
  it('takes the raw value where the sampler has another, and says that the other is not kept (Fireworks)', () => {
    const trace = onlyTrace(
      readWhole({ content: 'Hi' }, content(entry('Hi', -0.5, { token_id: 9, sampling_logprob: -0.1, text_offset: 3 })), {
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
    const trace = onlyTrace(
      readWhole(
        { content: 'Hi' },
        { logprobs: { content: [{ id: 5, logprob: -0.5 }] } },
        { system_fingerprint: '0.29.1-0.29.2-macOS-15.5-arm64-arm-64bit-applegpu_g16s' },
      ),
    )
    expect(trace.tokens).toEqual([{ text: '', id: 5, logprob: -0.5, part: 'content', alternatives: [] }])
    expect(trace.source.provider).toBe('mlx')
    expect(codesOf(trace)).toContain('wrong-type')
  })

  it.each([
    ['null', { logprobs: null }, 'the field is null'],
    ['absent', {}, 'the field is absent'],
    ['an empty list', { logprobs: { content: [] } }, 'the list is empty'],
    ['null inside', { logprobs: { content: null, refusal: null } }, 'the list is empty'],
  ])('says why there are no log-probabilities: %s', (_, choice, detail) => {
    const trace = onlyTrace(readWhole({ content: 'Hi' }, choice))
    expect(trace.evidence).toMatchObject({ tier: 'none', k: 0, completeness: null, issues: [{ code: 'no-logprobs', count: 1, detail }] })
    expect(onlyTrace(readWhole({ content: 'Hi' }, choice, {}, { model: 'm', messages: [] })).evidence.issues).toMatchObject([
      { detail: 'not asked for' },
    ])
  })

  it('names the provider by what only it sends, and nobody where nothing tells', () => {
    const provider = (outer: object, choice: object = {}): string => onlyTrace(readWhole({ content: 'x' }, choice, outer)).source.provider
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
    const trace = onlyTrace(
      readWhole(
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
    const masked = readWhole({ content: 'A' }, content(entry('A', -0.1, top(['A', -0.1], ['B', -9999]))), {
      system_fingerprint: 'vllm-0.32.0-1',
    })
    expect(onlyTrace(masked).evidence.basis).toBe('unknown')
    expect(onlyTrace(masked).tokens[0]!.alternatives).toHaveLength(1)
  })
})

describe('a scored prompt', () => {
  it('is kept apart from the answer, its own tokens told from the others by rank, id or order (vLLM)', () => {
    const body = `{"system_fingerprint":"vllm-1","choices":[{"index":0,"message":{"content":"x"},"finish_reason":"length","logprobs":null}],
      "prompt_logprobs":[null,{"87":{"logprob":-19.5,"rank":504,"decoded_token":"u"},"14":{"logprob":-0.1,"rank":1,"decoded_token":","}},
        {"50":{"logprob":-1.5,"rank":2,"decoded_token":"b"},"9":{"logprob":-0.5,"rank":1,"decoded_token":"a"}}]}`
    const decoder = openAiChat.decoder(options)
    decoder.push(encoder.encode(body))
    const trace = onlyTrace(decoder.end())
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
    const trace = onlyTrace(
      readWhole({ content: ' İs' }, content(own(1, ' İ', [32, 196, 176], -0.1, [176]), own(2, 's', [115], -0.1, [115])), {
        ...server,
        usage: { prompt_tokens: 1, completion_tokens: 3 },
      }),
    )
    expect(trace.evidence.issues).toMatchObject([{ code: 'entries-missing', count: 1, at: 0 }])
    expect(trace.evidence.completeness).toBeCloseTo(2 / 3, 12)
  })

  it('finds nothing missing where the pieces were held back and have their entries', () => {
    const trace = onlyTrace(
      readWhole(
        { content: ' Mars' },
        content(own(1, '', [], -0.1, [32, 77]), own(2, '', [], -0.1, [97]), own(3, ' Mars', bytesOf(' Mars'), -0.1, [114, 115])),
        server,
      ),
    )
    expect(codesOf(trace)).toEqual([])
    expect(trace.tokens).toHaveLength(3)
  })

  it('takes the value off an entry with the text of another token', () => {
    const trace = onlyTrace(
      readWhole({ content: 'a ' }, content(own(1, 'a', [97], -0.1, [97]), own(2, ' ', [32], -0.4, [105, 115])), server),
    )
    expect(trace.tokens.map(({ logprob }) => logprob)).toEqual([-0.1, null])
    expect(codesOf(trace)).toContain('chosen-value-mismatch')
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

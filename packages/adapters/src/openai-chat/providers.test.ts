// What vendors' documentation, libraries and issue threads say of their chat answers, one trap a test; payloads are written by hand.
import { bytesOf, chunk, codesOf, content, entry, onlyTrace, partsOf, readStream, readWhole, top } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'

const detailOf = (trace: ReturnType<typeof onlyTrace>, code: string): string | undefined =>
  trace.evidence.issues.find((issue) => issue.code === code)?.detail

describe('providers that give none', () => {
  it.each<[who: string, outer: object, reason: RegExp]>([
    ['Mistral', { id: '9c2f0dd5b8f64b0f9a3c2b1d4e5f6a7b', model: 'mistral-small-latest' }, /^Mistral's API gives none/],
    ['Groq', { model: 'llama-3.3-70b-versatile', x_groq: { id: 'req_1' } }, /^Groq gives none/],
    ['Perplexity', { model: 'sonar-pro', citations: ['https://x'] }, /^Perplexity's API gives none/],
    ['Claude behind an OpenAI-compatible address', { model: 'anthropic/claude-sonnet-4' }, /^Anthropic's models give none/],
    ['a reasoning model of OpenAI', { model: 'o4-mini-2025-04-16' }, /^OpenAI's reasoning models give none/],
    ['gpt-5', { model: 'gpt-5-mini' }, /^OpenAI's reasoning models give none/],
  ])('%s: the answer is kept, with the reason', (_, outer, reason) => {
    const trace = onlyTrace(readWhole({ content: 'Hi' }, { logprobs: null }, outer, { messages: [], logprobs: true }))
    expect(trace).toMatchObject({ output: { text: 'Hi' }, tokens: [], evidence: { tier: 'none', completeness: null } })
    expect(detailOf(trace, 'no-logprobs')).toMatch(reason)
  })

  it('is not said of models that may give them', () => {
    for (const model of ['gpt-4o', 'gpt-5-chat-latest', 'grok-4', 'deepseek-chat', 'my-claude-like-model']) {
      const trace = onlyTrace(readWhole({ content: 'Hi' }, { logprobs: null }, { model }))
      expect(detailOf(trace, 'no-logprobs'), model).toBe('the field is null')
    }
  })

  it('is not said of a reasoning model that was told not to reason', () => {
    const request = { messages: [], logprobs: true, reasoning_effort: 'none' }
    const trace = onlyTrace(readWhole({ content: 'Hi' }, { logprobs: null }, { model: 'gpt-5.1' }, request))
    expect(detailOf(trace, 'no-logprobs')).toBe('the field is null')
  })

  it('is not said where they came all the same', () => {
    const trace = onlyTrace(readWhole({ content: 'Hi' }, content(entry('Hi', -0.5)), { model: 'o4-mini' }))
    expect(trace.evidence).toMatchObject({ tier: 'selected', issues: [] })
  })
})

describe('less than was asked for', () => {
  it('counts as what came: 20 asked, 5 given (Azure); the first chunk has no choice', () => {
    const list = top(['a', -0.1], ['b', -3], ['c', -4], ['d', -5], ['e', -6])
    const trace = onlyTrace(
      readStream([
        { id: '', model: '', object: '', choices: [], prompt_filter_results: [{ prompt_index: 0, content_filter_results: {} }] },
        chunk({ role: 'assistant', content: '' }, { logprobs: { content: [], refusal: null } }),
        chunk({ content: 'a' }, content(entry('a', -0.1, list))),
        chunk({}, { logprobs: null, finish_reason: 'stop' }),
        { id: 'x', model: 'm', choices: [], usage: { prompt_tokens: 1, completion_tokens: 2 } },
      ]),
    )
    expect(trace.source.provider).toBe('azure')
    expect(trace.evidence).toMatchObject({ tier: 'top-k', k: 5, completeness: 1, basis: 'raw', issues: [] })
  })

  it('is a token without bytes and list (OpenRouter)', () => {
    const trace = onlyTrace(
      readStream([
        chunk({ content: 'a' }, { logprobs: { content: [{ token: 'a', logprob: -0.5 }] }, native_finish_reason: null }, { provider: 'x' }),
        chunk({}, { finish_reason: 'stop', native_finish_reason: 'stop' }, { provider: 'x' }),
      ]),
    )
    expect(trace.source.provider).toBe('openrouter')
    expect(trace.tokens).toEqual([{ text: 'a', logprob: -0.5, part: 'content', alternatives: [] }])
  })

  it('is the last token of a chunk only: the others are missing (WebLLM)', () => {
    const usage = { prompt_tokens: 1, completion_tokens: 4, total_tokens: 5, extra: { decode_tokens_per_s: 9 } }
    const outer = { model: 'Llama-3.1-8B-Instruct-q4f32_1-MLC' }
    const trace = onlyTrace(
      readStream([
        chunk({ content: 'a' }, content(entry('a', -0.5, top(['a', -0.5]))), outer),
        chunk({ content: '🎉' }, content(entry('�', -1, { bytes: [239, 191, 189], ...top(['�', -1]) })), outer),
        chunk({}, { finish_reason: 'length' }, outer),
        { id: 'x', ...outer, choices: [], usage },
      ]),
    )
    expect(trace.source.provider).toBe('webllm')
    expect(trace.evidence).toMatchObject({ completeness: 0.5, basis: 'post-temperature' })
    expect(codesOf(trace)).toContain('entries-missing')
    expect(trace.tokens[1]?.bytes).toBeUndefined()
  })
})

describe('values that are not what the field says', () => {
  it('zeros without lists are drafted tokens (llama-server with speculative decoding)', () => {
    const trace = onlyTrace(
      readWhole(
        { content: 'abcd' },
        content(entry('a', -0.5, top(['a', -0.5], ['x', -1])), entry('b', 0), entry('c', 0), entry('d', -0.1, top(['d', -0.1], ['y', -3]))),
        { system_fingerprint: 'b9999-abc' },
      ),
    )
    expect(codesOf(trace)).toContain('all-zero')
  })

  it('a positive value is told of, and no rounding (Together)', () => {
    const trace = onlyTrace(
      readWhole(
        { content: 'Hi you' },
        { logprobs: { tokens: ['Hi', ' you'], token_logprobs: [0.6997, -1], token_ids: [7, 8], top_logprobs: null } },
      ),
    )
    expect(codesOf(trace)).toContain('positive-logprob')
    expect(detailOf(trace, 'positive-logprob')).toBe('0.6997')
  })

  it('probabilities in the field are told of (text-generation-webui)', () => {
    const one = (token: string, value: number) => entry(token, value, top([token, value], ['?', 0.01]))
    const trace = onlyTrace(readWhole({ content: 'abc' }, content(one('a', 0.9), one('b', 0.5), one('c', 0.7))))
    expect(codesOf(trace)).toContain('looks-like-probabilities')
  })

  it('any one of the list is not the chosen token (MLX)', () => {
    const trace = onlyTrace(
      readWhole(
        { content: 'Hi' },
        content(
          entry('Ġyou', -4, {
            id: 5,
            top_logprobs: [
              { id: 5, token: 'Ġyou', logprob: -4 },
              { id: 7, token: 'Hi', logprob: -0.1 },
            ],
          }),
        ),
        { system_fingerprint: '0.29.1-0.29.2-macOS-15.5-arm64-arm-64bit-applegpu_g16s' },
      ),
    )
    expect(trace.tokens).toMatchObject([
      {
        text: '',
        logprob: null,
        alternatives: [
          { text: 'Hi', logprob: -0.1 },
          { text: 'Ġyou', logprob: -4 },
        ],
      },
    ])
    expect(trace.tokens[0]).not.toHaveProperty('id')
    expect(codesOf(trace)).toContain('chosen-value-mismatch')
  })

  it('a chosen token behind the end of the list is no hole (TensorRT-LLM)', () => {
    const trace = onlyTrace(readWhole({ content: 'z' }, content(entry('z', -6, top(['a', -0.5], ['b', -1.5], ['z', -6])))))
    expect(trace.evidence).toMatchObject({ tier: 'top-k', k: 3, issues: [] })
  })
})

describe('bytes', () => {
  it('are right where the text is written in escapes (DeepSeek)', () => {
    const emoji = bytesOf('🌍')
    const trace = onlyTrace(
      readWhole(
        { content: '🌍' },
        content(
          { token: String.raw`\xf0\x9f\x8c`, logprob: -0.5, bytes: emoji.slice(0, 3), top_logprobs: [] },
          { token: String.raw`\x8d`, logprob: -0.1, bytes: emoji.slice(3), top_logprobs: [] },
        ),
      ),
    )
    expect(trace.tokens.map(({ bytes }) => bytes)).toEqual([emoji.slice(0, 3), emoji.slice(3)])
    expect(codesOf(trace)).toEqual([])
  })

  it('are null for a special token (OpenAI), and always (llama-cpp-python)', () => {
    const trace = onlyTrace(readWhole({ content: 'a' }, content({ token: 'a', logprob: -0.5, bytes: null, top_logprobs: [] })))
    expect(trace.tokens).toEqual([{ text: 'a', logprob: -0.5, part: 'content', alternatives: [] }])
    expect(codesOf(trace)).toEqual([])
  })
})

describe('where tokens come in a stream', () => {
  it('in a chunk of their own, before the text or behind it (SGLang with a parser)', () => {
    const trace = onlyTrace(
      readStream([
        chunk({ role: 'assistant', content: '' }, { matched_stop: null }),
        chunk({}, { ...content(entry('Hi', -0.5), entry(' you', -0.25)), matched_stop: null }),
        chunk({ content: 'Hi you' }, { logprobs: null, matched_stop: null }),
        chunk({}, { finish_reason: 'stop', matched_stop: 151645 }),
      ]),
    )
    expect(partsOf(trace)).toEqual(['Hi|content', ' you|content'])
    expect(codesOf(trace)).toEqual([])
  })

  it('with the thoughts, those of the answer too (Ollama)', () => {
    const trace = onlyTrace(
      readStream([
        chunk({ reasoning: 'So' }, content(entry('So', -0.5), entry('</think>', -0.01), entry('Hi', -0.25)), {
          system_fingerprint: 'fp_ollama',
        }),
        chunk({ content: 'Hi' }, { logprobs: null }),
        chunk({}, { finish_reason: 'stop' }),
      ]),
    )
    expect(partsOf(trace)).toEqual(['So|reasoning', '</think>|reasoning*', 'Hi|content'])
  })

  it('several in one chunk, the content null (Bedrock)', () => {
    const trace = onlyTrace(
      readStream([
        chunk({ role: 'assistant', content: null }, content(entry('Hi', -0.5), entry(' you', -0.25))),
        chunk({ content: 'Hi you' }),
        chunk({}, { finish_reason: 'stop' }),
      ]),
    )
    expect(partsOf(trace)).toEqual(['Hi|content', ' you|content'])
  })

  it('with counts of the tokens so far: the last counts (llama-server)', () => {
    const timed = (predicted: number) => ({ timings: { prompt_n: 4, predicted_n: predicted }, system_fingerprint: 'b9-x' })
    const trace = onlyTrace(
      readStream([
        chunk({ role: 'assistant', content: null }, {}, timed(0)),
        chunk({ content: 'a' }, content(entry('a', -0.5)), timed(1)),
        chunk({ content: 'b' }, content(entry('b', -0.5)), timed(2)),
        chunk({}, { finish_reason: 'stop' }, timed(3)),
      ]),
    )
    expect(trace.usage).toEqual({ input: 4, output: 3 })
    expect(trace.evidence).toMatchObject({ completeness: 1, issues: [] })
  })

  it('of which choice they are, the index says; chunks without a choice and padding say nothing', () => {
    const { traces } = readStream([
      { id: 'x', model: 'm', choices: [], obfuscation: 'aB3' },
      chunk({ content: 'a' }, { index: 1, ...content(entry('a', -0.5)) }, { obfuscation: 'xyz' }),
      chunk({ content: 'b' }, { index: 0, ...content(entry('b', -0.25)) }),
      chunk({}, { index: 1, finish_reason: 'stop' }),
      chunk({}, { index: 0, finish_reason: 'length' }),
      { id: 'x', model: 'm', choices: [], usage: { prompt_tokens: 1, completion_tokens: 3 } },
    ])
    expect(traces.map(({ output, tokens, evidence }) => [output.text, tokens.length, evidence.completeness, evidence.issues])).toEqual([
      ['b', 1, 1, []],
      ['a', 1, 1, []],
    ])
  })
})

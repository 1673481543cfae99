/** Random traces for property tests: everything that the schema allows, nothing that it does not. */
import type { Alternative, Evidence, Message, Output, Parameters, Token, ToolCall, Trace, TraceContext } from '@logitscope/core'
import fc from 'fast-check'

type Arbitrary<T> = fc.Arbitrary<T>

/** Any string that JSON can carry: with control characters, emoji and lone surrogates among the ordinary ones. */
export const anyText: Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  { weight: 2, arbitrary: fc.string({ maxLength: 12 }) },
  { weight: 1, arbitrary: fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 6 }).map((units) => String.fromCharCode(...units)) },
)

/** A logprob as providers give it, in nats: mostly between −20 and 0, sometimes far below, at times exactly 0; never −0. */
export const anyLogprob: Arbitrary<number> = fc
  .oneof(
    { weight: 6, arbitrary: fc.double({ min: -20, max: 0, noNaN: true }) },
    { weight: 2, arbitrary: fc.integer({ min: -20_000_000, max: 0 }).map((millionths) => millionths / 1e6) },
    { weight: 1, arbitrary: fc.constantFrom(0, -700, -1e-9) },
  )
  .map((value) => (value === 0 ? 0 : value))

/** A finite number that is not −0. */
export const anyNumber: Arbitrary<number> = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value))

const anyBytes: Arbitrary<readonly number[]> = fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 6 })
const anyIndex: Arbitrary<number> = fc.nat({ max: 300_000 })

export const anyAlternative: Arbitrary<Alternative> = fc.record(
  { text: anyText, bytes: anyBytes, id: anyIndex, logprob: anyLogprob },
  { requiredKeys: ['text', 'logprob'] },
)

/** A token: known or censored, of any part, with up to six alternatives in descending order. */
export const anyToken: Arbitrary<Token> = fc
  .record(
    {
      text: anyText,
      bytes: anyBytes,
      logprob: fc.option(anyLogprob, { freq: 8 }),
      ceiling: anyLogprob,
      id: anyIndex,
      part: fc.constantFrom('content' as const, 'refusal' as const, 'reasoning' as const, 'tool' as const),
      partIndex: fc.nat({ max: 3 }),
      special: fc.constant(true as const),
      alternatives: fc.array(anyAlternative, { maxLength: 6 }).map((list) => list.sort((a, b) => b.logprob - a.logprob)),
    },
    { requiredKeys: ['text', 'logprob', 'part', 'alternatives'] },
  )
  .map(({ ceiling, ...token }) => (token.logprob === null && ceiling !== undefined ? { ...token, ceiling } : token))

const anyToolCall: Arbitrary<ToolCall> = fc.record(
  { id: anyText, name: anyText, arguments: anyText },
  { requiredKeys: ['name', 'arguments'] },
)

/** Any JSON value without −0 and without the name `__proto__`, which no reader keeps. */
const anyJson: Arbitrary<unknown> = fc
  .jsonValue({ maxDepth: 3 })
  .map(
    (value) =>
      JSON.parse(JSON.stringify(value), (name, item: unknown) =>
        name === '__proto__' ? undefined : Object.is(item, -0) ? 0 : item,
      ) as unknown,
  )

const anyMessage: Arbitrary<Message> = fc.record(
  {
    role: anyText,
    content: fc.option(anyText),
    parts: fc.array(anyJson, { maxLength: 2 }),
    name: anyText,
    toolCalls: fc.array(anyToolCall, { maxLength: 2 }),
  },
  { requiredKeys: ['role', 'content'] },
)

const anyName: Arbitrary<string> = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 8 }).filter((name) => name !== '__proto__')

const anyParameters: Arbitrary<Parameters> = fc.record(
  {
    temperature: anyNumber,
    topP: anyNumber,
    topK: anyNumber,
    minP: anyNumber,
    maxTokens: anyIndex,
    seed: fc.maxSafeInteger(),
    frequencyPenalty: anyNumber,
    presencePenalty: anyNumber,
    stop: fc.array(anyText, { maxLength: 3 }),
    topLogprobs: anyIndex,
    choices: fc.nat({ max: 4 }),
    stream: fc.boolean(),
    other: fc.dictionary(anyName, anyJson, { maxKeys: 3, noNullPrototype: true }),
  },
  { requiredKeys: [] },
)

const anyOutput: Arbitrary<Output> = fc.record(
  {
    text: anyText,
    refusal: anyText,
    reasoning: anyText,
    toolCalls: fc.array(anyToolCall, { maxLength: 2 }),
    verbalized: fc.record(
      {
        field: anyText,
        part: fc.constantFrom('content', 'tool'),
        partIndex: anyIndex,
        value: fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0),
        raw: anyText,
        scale: anyText,
      },
      { requiredKeys: ['field', 'part', 'value', 'raw', 'scale'] },
    ),
    finish: fc.record({
      unified: fc.constantFrom('stop', 'length', 'content-filter', 'tool-calls', 'error', 'cancelled', 'other', 'unknown'),
      raw: fc.option(anyText),
    }),
    error: fc.record({ code: anyText, message: anyText }),
  },
  { requiredKeys: ['text', 'finish'] },
)

const anyEvidence: Arbitrary<Evidence> = fc.record(
  {
    tier: fc.constantFrom('distribution', 'top-k', 'selected', 'verbalized', 'none'),
    k: anyIndex,
    vocabulary: anyIndex,
    basis: fc.constantFrom('raw', 'post-temperature', 'post-sampling', 'unknown'),
    completeness: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    issues: fc.array(fc.record({ code: anyText, count: anyIndex, at: anyIndex, detail: anyText }, { requiredKeys: ['code', 'count'] }), {
      maxLength: 3,
    }),
  },
  { requiredKeys: ['tier', 'k', 'basis', 'completeness', 'issues'] },
)

const anyContext: Arbitrary<TraceContext> = fc.record(
  {
    project: anyText,
    promptVersion: anyText,
    language: fc.constantFrom('en', 'tr', 'und'),
    session: anyText,
    user: anyText,
    item: anyText,
    sampleGroup: anyText,
    traceparent: anyText,
    tags: fc.dictionary(anyName, anyText, { maxKeys: 3, noNullPrototype: true }),
  },
  { requiredKeys: ['project'] },
)

/** A trace of schema version 1 with up to twelve tokens. Its texts, tokens and evidence are independent of each other. */
export const anyTrace: Arbitrary<Trace> = fc.record(
  {
    schema: fc.constant(1 as const),
    id: anyText.filter((id) => id !== ''),
    requestId: anyText.filter((id) => id !== ''),
    startedAt: fc.maxSafeNat(),
    receivedAt: fc.maxSafeNat(),
    source: fc.record(
      {
        provider: anyText,
        api: anyText,
        requestedModel: anyText,
        model: anyText,
        responseId: anyText,
        choice: fc.nat({ max: 5 }),
        streamed: fc.boolean(),
        status: fc.integer({ min: 100, max: 599 }),
        retries: fc.nat({ max: 5 }),
      },
      { requiredKeys: ['provider', 'api', 'requestedModel', 'model', 'choice', 'streamed'] },
    ),
    request: fc.record(
      { messages: fc.array(anyMessage, { maxLength: 3 }), prompt: anyText, parameters: anyParameters },
      { requiredKeys: ['parameters'] },
    ),
    output: anyOutput,
    tokens: fc.array(anyToken, { maxLength: 12 }),
    promptTokens: fc.array(anyToken, { maxLength: 3 }),
    evidence: anyEvidence,
    usage: fc.record({ input: anyIndex, output: anyIndex, reasoning: anyIndex }, { requiredKeys: ['input', 'output'] }),
    timing: fc.record({ totalMs: anyIndex, firstTokenMs: anyIndex }, { requiredKeys: ['totalMs'] }),
    context: anyContext,
  },
  { requiredKeys: ['schema', 'id', 'requestId', 'startedAt', 'source', 'request', 'output', 'tokens', 'evidence', 'timing', 'context'] },
)

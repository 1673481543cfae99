import { formatConformance, type Recording } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { sglang } from './index.ts'

/** Written by hand from the documentation: no answer of this server was ever recorded. */
const TEXTS = ['The', ' capital', ' is', ' Paris', '']
const tuple = (i: number, withText = true): unknown[] => [-(i + 1) / 10, 100 + i, withText ? TEXTS[i] : null]
const list = (i: number, withText = true): unknown[] => [tuple(i, withText), [-3, 7, withText ? ' x' : null]]
const finish = (last: boolean) => (last ? { type: 'stop', matched: 104 } : null)
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i)

function answer(from: number, to: number, withText = true): object {
  return {
    text: TEXTS.slice(from, to).join(''),
    meta_info: {
      id: 'x',
      finish_reason: finish(to === 5),
      prompt_tokens: 2,
      completion_tokens: to,
      input_token_logprobs: [
        [null, 1, withText ? '<s>' : null],
        [-2, 2, withText ? 'Q' : null],
      ],
      input_top_logprobs: [null, [[-2, 2, withText ? 'Q' : null]]],
      output_token_logprobs: range(from, to).map((i) => tuple(i, withText)),
      output_top_logprobs: range(from, to).map((i) => list(i, withText)),
    },
  }
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const stream = (events: readonly object[]): Uint8Array =>
  encode(`${events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')}data: [DONE]\n\n`)
const cumulative = stream([1, 2, 4, 5].map((to) => answer(0, to)))
const incremental = stream([answer(0, 1), answer(1, 2), answer(2, 4), answer(4, 5)])

const recordings: readonly Recording[] = [
  { name: 'synthetic body', bytes: encode(JSON.stringify(answer(0, 5))) },
  { name: 'synthetic body of ids', bytes: encode(JSON.stringify(answer(0, 5, false))) },
  { name: 'synthetic cumulative stream', bytes: cumulative },
  { name: 'synthetic incremental stream', bytes: incremental },
]

const read = (bytes: Uint8Array) => {
  const decoder = sglang.decoder({ requestId: 'r', startedAt: 0 })
  decoder.push(bytes)
  return decoder.end().traces
}

describe('synthetic answers', () => {
  for (const { name, run } of formatConformance(sglang, recordings, /^$/)) it(name, run)

  it('whole, cumulative and incremental give the same tokens and text', () => {
    const [whole] = read(recordings[0]!.bytes)
    expect(whole?.tokens.map(({ text, id, logprob }) => [text, id, logprob])).toEqual(
      range(0, 5).map((i) => [TEXTS[i], 100 + i, -(i + 1) / 10]),
    )
    expect(whole?.tokens[3]?.alternatives).toEqual([
      { text: ' Paris', id: 103, logprob: -0.4 },
      { text: ' x', id: 7, logprob: -3 },
    ])
    expect(whole?.promptTokens?.map(({ logprob }) => logprob)).toEqual([null, -2])
    expect(whole?.evidence).toMatchObject({ tier: 'top-k', k: 2, basis: 'post-temperature', completeness: 1 })
    expect(whole?.evidence.issues.map(({ code }) => code)).toEqual(['unverified-format'])
    for (const bytes of [cumulative, incremental]) {
      const [trace] = read(bytes)
      expect(trace?.tokens).toEqual(whole?.tokens)
      expect(trace?.output).toEqual(whole?.output)
      expect(trace?.usage).toEqual({ input: 2, output: 5 })
    }
  })

  it('a token without a text is named by its id', () => {
    expect(read(recordings[1]!.bytes)[0]?.tokens[0]).toMatchObject({ text: 'token_id:100', id: 100 })
  })

  it('several outputs, by index or by id', () => {
    const one = answer(0, 5)
    const { traces } = sglang.decodeValue([one, { ...one, meta_info: { ...(one as { meta_info: object }).meta_info, id: 'y' } }], {
      requestId: 'r',
      startedAt: 0,
    })
    expect(traces.map(({ tokens, source }) => [tokens.length, source.choice, source.streamed])).toEqual([
      [5, 0, false],
      [5, 1, false],
    ])
  })
})

// Payloads written from the vendors' documentation and source code for what no recording shows.
import type { Trace } from '@logitscope/core'
import { bytesOf, codesOf, content, entry, onlyTrace, readWhole, top } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { openAiChat } from './index.ts'

const encoder = new TextEncoder()
const options = { requestId: 'r', startedAt: 0 }

describe('values that are none', () => {
  it('censors a placeholder with the bound that the list gives', () => {
    const trace = onlyTrace(readWhole({ content: 'Gene' }, content(entry('Gene', -9999, top(['A', -0.5], ['B', -2])))))
    expect(trace.tokens[0]).toMatchObject({ logprob: null, ceiling: -2 })
    expect(codesOf(trace)).toContain('sentinel')
  })

  it('gives no bound where the list holds the token itself', () => {
    const trace = onlyTrace(readWhole({ content: 'A' }, content(entry('A', null, top(['A', -0.5], ['B', -2])))))
    expect(trace.tokens[0]!.logprob).toBeNull()
    expect(trace.tokens[0]).not.toHaveProperty('ceiling')
  })

  it('believes −100 only in a list that reaches down to it', () => {
    expect(onlyTrace(readWhole({ content: 'A' }, content(entry('A', -100, top(['B', -0.1], ['C', -3]))))).tokens[0]!.logprob).toBeNull()
    expect(onlyTrace(readWhole({ content: 'A' }, content(entry('A', -100, top(['B', -0.1], ['C', -99.5]))))).tokens[0]!.logprob).toBe(-100)
  })

  it('reads bare NaN and Infinity, and numbers in quotes', () => {
    const decoder = openAiChat.decoder(options)
    const body =
      '{"choices":[{"index":0,"message":{"content":"abcd NaN"},"finish_reason":"stop","logprobs":{"content":[{"token":"a","logprob":NaN},{"token":"b","logprob":-Infinity},{"token":"c","logprob":"-0.5"},{"token":"d NaN","logprob":"-inf"}]}}]}'
    decoder.push(encoder.encode(body))
    const trace = onlyTrace(decoder.end())
    expect(trace.output.text).toBe('abcd NaN')
    expect(trace.tokens.map(({ logprob }) => logprob)).toEqual([null, null, -0.5, null])
    expect(codesOf(trace)).toEqual(expect.arrayContaining(['non-finite', 'sentinel', 'wrong-type']))
  })

  it('drops bytes of U+FFFD, keeps true pieces of characters, and drops what is no byte list', () => {
    const lost = onlyTrace(readWhole({ content: 'é' }, content(entry('\ufffd', -1), entry('\ufffd', -1))))
    expect(lost.tokens.every((token) => token.bytes === undefined)).toBe(true)
    expect(codesOf(lost)).toContain('replaced-bytes')
    const true_ = onlyTrace(
      readWhole(
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
    expect(codesOf(true_)).toEqual([])
    const odd = onlyTrace(readWhole({ content: 'a' }, { logprobs: { content: [{ token: 'a', logprob: -1, bytes: [256, -1] }] } }))
    expect(odd.tokens[0]!.bytes).toBeUndefined()
    expect(codesOf(odd)).toEqual(['wrong-type'])
  })

  it('reads ids in the place of texts, with the text that the bytes spell (vLLM)', () => {
    const trace = onlyTrace(
      readWhole(
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
    const trace = onlyTrace(
      readWhole(
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

describe('usage', () => {
  const said = (count: number, output: number, finish: string, more: object = {}): Trace =>
    onlyTrace(
      readWhole(
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

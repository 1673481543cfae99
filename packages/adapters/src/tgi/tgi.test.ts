import { formatConformance, sharedRecordings, summaryOf } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { tgi } from './index.ts'

const recordings = sharedRecordings(/^tgi\/generate/)

describe.skipIf(recordings.length === 0)('the recorded answers', () => {
  it.each(recordings)('$name: as it was read before', (recording) => {
    expect(summaryOf(tgi, recording)).toMatchSnapshot()
  })
  for (const { name, run } of formatConformance(tgi, recordings, /^$/)) it(name, run)
})

/** Written by hand from the documentation. */
const read = (value: unknown, request?: unknown) =>
  tgi.decodeValue(value, { requestId: 'r', startedAt: 0, ...(request === undefined ? {} : { request }) })
const token = (id: number, text: string, logprob: number | null, special = false) => ({ id, text, logprob, special })

describe('a body', () => {
  it('gives tokens with their lists, the scored prompt, and every sequence of best_of', () => {
    const details = (text: string) => ({
      finish_reason: 'length',
      generated_tokens: 1,
      prefill: [
        { id: 1, text: '<s>', logprob: null },
        { id: 2, text: 'Hi', logprob: -3 },
      ],
      tokens: [token(5, text, -0.5)],
      top_tokens: [[token(5, text, -0.5), token(6, 'b', -1.5)]],
    })
    const body = [{ generated_text: 'a', details: { ...details('a'), best_of_sequences: [{ generated_text: 'c', ...details('c') }] } }]
    const { traces } = read(body, { inputs: 'Hi', parameters: { details: true, max_new_tokens: 1, best_of: 2 } })
    expect(traces.map(({ output }) => output.text)).toEqual(['a', 'c'])
    expect(traces[0]?.promptTokens?.map(({ logprob }) => logprob)).toEqual([null, -3])
    expect(traces[0]?.tokens[0]?.alternatives).toEqual([
      { text: 'a', id: 5, logprob: -0.5 },
      { text: 'b', id: 6, logprob: -1.5 },
    ])
    expect(traces[0]).toMatchObject({ usage: { input: 2, output: 2 }, request: { prompt: 'Hi', parameters: { maxTokens: 1 } } })
    expect(traces[0]?.evidence).toMatchObject({ tier: 'top-k', k: 2, basis: 'post-sampling', completeness: 1, issues: [] })
  })

  it('a prompt that comes before the text is not the answer', () => {
    const body = { generated_text: 'Say a', details: { finish_reason: 'length', generated_tokens: 1, tokens: [token(5, ' a', -0.5)] } }
    expect(read(body).traces[0]?.output.text).toBe(' a')
  })

  it('without details there is the text and no tokens', () => {
    expect(read({ generated_text: 'a' }).traces[0]).toMatchObject({ output: { text: 'a' }, evidence: { tier: 'none' } })
  })
})

describe('a stream', () => {
  it('ends with an error: what came is kept', () => {
    const { traces } = read([
      { index: 1, token: token(5, 'a', -0.5), generated_text: null, details: null },
      { error: 'overloaded', error_type: 'overloaded' },
    ])
    expect(traces[0]?.tokens).toHaveLength(1)
    expect(traces[0]?.output.error?.message).toBe('overloaded')
    expect(traces[0]?.evidence.issues.map(({ code }) => code)).toContain('error-in-stream')
  })
})

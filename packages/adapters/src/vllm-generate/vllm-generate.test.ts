import { formatConformance, sharedRecordings, summaryOf } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { vllmGenerate } from './index.ts'

const recordings = sharedRecordings(/^real\/vllm\/(?:[a-z]+-)?generate-.*\.response\.(?:json|sse)$/)

describe.skipIf(recordings.length === 0)('the recorded answers', () => {
  it.each(recordings)('$name: as it was read before', (recording) => {
    expect(summaryOf(vllmGenerate, recording)).toMatchSnapshot()
  })
  for (const { name, run } of formatConformance(vllmGenerate, recordings, /^promptTokens/)) it(name, run)
})

describe('a body, written by hand after the recorded ones', () => {
  it('gives ids and values; what there is no text for is named by its id', () => {
    const entry = { token_id: 299, logprob: -0.5, rank: 1, top_logprobs: [{ token_id: 299, logprob: -0.5, rank: 1 }] }
    const body = { request_id: 'x', choices: [{ index: 0, finish_reason: 'length', token_ids: [299], logprobs: { content: [entry] } }] }
    expect(vllmGenerate.matches(body)).toBe(true)
    const [trace] = vllmGenerate.decodeValue(body, { requestId: 'r', startedAt: 0 }).traces
    expect(trace?.tokens).toEqual([
      {
        text: 'token_id:299',
        id: 299,
        logprob: -0.5,
        part: 'content',
        alternatives: [{ text: 'token_id:299', id: 299, logprob: -0.5 }],
      },
    ])
    expect(trace?.output.text).toBe('')
    expect(trace?.evidence).toMatchObject({ tier: 'top-k', k: 1, basis: 'raw' })
  })
})

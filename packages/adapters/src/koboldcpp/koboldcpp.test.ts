import { formatConformance, type Recording } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { koboldCpp } from './index.ts'

/** Written by hand from the documentation: no answer of this server was ever recorded. */
const entry = { token: 'Hi', logprob: -0.5, bytes: [72, 105], top_logprobs: [{ token: 'Hi', logprob: -0.5, bytes: [72, 105] }] }
const arrays = { tokens: ['Hi'], token_logprobs: [-0.5], top_logprobs: [{ Hi: -0.5 }], text_offset: [0] }
const body = {
  results: [{ text: 'Hi', finish_reason: 'length', logprobs: { content: [entry], ...arrays }, prompt_tokens: 3, completion_tokens: 1 }],
}
const read = (value: unknown) => koboldCpp.decodeValue(value, { requestId: 'r', startedAt: 0 }).traces

describe('synthetic answers', () => {
  const recordings: Recording[] = [{ name: 'synthetic', bytes: new TextEncoder().encode(JSON.stringify(body)) }]
  for (const { name, run } of formatConformance(koboldCpp, recordings, /^$/)) it(name, run)

  it('one list of the two is read, and the format is named as unverified', () => {
    const [trace] = read(body)
    expect(trace?.tokens).toEqual([
      { text: 'Hi', bytes: [72, 105], logprob: -0.5, part: 'content', alternatives: [{ text: 'Hi', bytes: [72, 105], logprob: -0.5 }] },
    ])
    expect(trace).toMatchObject({ usage: { input: 3, output: 1 }, evidence: { tier: 'top-k', basis: 'unknown', completeness: 1 } })
    expect(trace?.evidence.issues.map(({ code }) => code)).toEqual(['unverified-format'])
  })

  it('the last answer alone, in either shape', () => {
    const alone = { logprobs: { content: [entry], ...arrays } }
    expect(koboldCpp.matches(alone)).toBe(true)
    expect(read(alone)[0]).toMatchObject({ output: { text: 'Hi' }, tokens: [{ logprob: -0.5 }] })
    expect(read({ logprobs: arrays })[0]?.tokens).toHaveLength(1)
  })
})

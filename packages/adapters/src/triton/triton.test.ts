import { formatConformance, sharedRecordings, summaryOf } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { triton } from './index.ts'

const recordings = sharedRecordings(/^triton-trtllm\//)

describe.skipIf(recordings.length === 0)('the recorded answers', () => {
  it.each(recordings)('$name: as it was read before', (recording) => {
    expect(summaryOf(triton, recording)).toMatchSnapshot()
  })
  for (const { name, run } of formatConformance(triton, recordings, /^$/)) it(name, run)
})

/** Written by hand from the documentation. */
const read = (value: unknown, request?: unknown) =>
  triton.decodeValue(value, { requestId: 'r', startedAt: 0, ...(request === undefined ? {} : { request }) }).traces

describe('a body', () => {
  it('gives values without texts', () => {
    const [trace] = read({ model_name: 'ensemble', text_output: 'a b', output_log_probs: [-0.5, -1], cum_log_probs: -1.5 })
    expect(trace?.tokens.map(({ logprob }) => logprob)).toEqual([-0.5, -1])
    expect(trace?.evidence).toMatchObject({ tier: 'selected', basis: 'unknown' })
  })

  it('zeros that nobody asked for are no values, those that were asked for are', () => {
    const body = { text_output: 'a', output_log_probs: [0, 0], cum_log_probs: 0 }
    expect(read(body)[0]?.evidence).toMatchObject({ tier: 'none' })
    expect(read(body)[0]?.evidence.issues[0]).toMatchObject({ code: 'no-logprobs', detail: expect.stringContaining('not computed') })
    expect(read(body, { text_input: 'x', parameters: { return_log_probs: true } })[0]?.tokens).toHaveLength(2)
  })

  it('beams are answers of their own', () => {
    const traces = read({ text_output: ['a', 'b'], output_log_probs: [[-1], [-2]] })
    expect(traces.map(({ output, tokens }) => [output.text, tokens[0]?.logprob])).toEqual([
      ['a', -1],
      ['b', -2],
    ])
  })
})

import { utf8Decode, utf8Encode } from '@logitscope/core'
import { formatConformance, sharedRecordings, summaryOf, type Recording } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { findFormat } from '../formats.ts'
import { ai21 } from './index.ts'

const recordings = sharedRecordings(/^bedrock\/ai21/)
const read = (value: unknown) => ai21.decodeValue(value, { requestId: 'r', startedAt: 0 }).traces

describe.skipIf(recordings.length === 0)('the recorded answer', () => {
  it.each(recordings)('$name: as it was read before', (recording) => {
    expect(summaryOf(ai21, recording)).toMatchSnapshot()
  })
  for (const { name, run } of formatConformance(ai21, recordings, /^request/)) it(name, run, 600_000)

  it("has the model's own values, spells its text, and counts those of the sampler that are not kept", () => {
    const [trace] = read(JSON.parse(utf8Decode(recordings[0]!.bytes)))
    const said = trace!.tokens.filter(({ special }) => special !== true)
    expect(utf8Decode(Uint8Array.from(said.flatMap(({ text, bytes }) => bytes ?? [...utf8Encode(text)])))).toBe(trace!.output.text)
    expect(said.every(({ logprob }) => logprob !== null && logprob < 0)).toBe(true)
    expect(trace!.evidence).toMatchObject({ tier: 'selected', basis: 'raw' })
    expect(trace!.evidence.issues).toEqual([
      { code: 'unknown-field', count: trace!.tokens.length, detail: 'generatedToken.logprob: the value under the sampler is not kept' },
    ])
    expect(trace!.tokens.at(-1)).toMatchObject({ text: '<|endoftext|>', special: true })
    expect(trace!.promptTokens!.length).toBeGreaterThan(10)
    expect(trace!.output.finish).toEqual({ unified: 'stop', raw: 'endoftext' })
  })
})

/** Written by hand. */
const token = (piece: string, raw: number, more: object = {}) => ({
  generatedToken: { token: piece, logprob: raw / 2, raw_logprob: raw },
  topTokens: null,
  textRange: { start: 0, end: 3 },
  ...more,
})
const answer = (...tokens: object[]) => ({
  id: 7,
  prompt: { text: 'Say hi', tokens: [token('▁Say', -3), token('▁hi', -2, { textRange: { start: 3, end: 6 } })] },
  completions: [{ data: { text: ' Hi', tokens }, finishReason: { reason: 'length', length: 1 } }],
})
const listed = (...values: number[]) => ({ topTokens: values.map((logprob, i) => ({ token: ['▁Hi', '▁Ho'][i], logprob })) })

const synthetic: Recording[] = [{ name: 'synthetic', bytes: utf8Encode(JSON.stringify(answer(token('▁Hi', -1, listed(-1, -2))))) }]

describe('an answer by hand', () => {
  for (const { name, run } of formatConformance(ai21, synthetic, /^request/)) it(name, run, 600_000)

  it('keeps alternatives of the same distribution, and counts those of another', () => {
    expect(read(answer(token('▁Hi', -1, listed(-1, -2))))[0]!.tokens[0]!.alternatives).toMatchObject([
      { text: '▁Hi', logprob: -1 },
      { text: '▁Ho', logprob: -2 },
    ])
    const [other] = read(answer(token('▁Hi', -1, listed(-0.5, -2))))
    expect(other!.tokens[0]!.alternatives).toEqual([])
    expect(other!.evidence.issues).toMatchObject([{ code: 'unknown-field', count: 4 }])
  })

  it('without the raw values has those of the sampler, and says so', () => {
    const [trace] = read(answer({ generatedToken: { token: '▁Hi', logprob: -0.25 }, topTokens: null }))
    expect(trace).toMatchObject({ tokens: [{ logprob: -0.25 }], evidence: { basis: 'post-sampling' } })
  })

  it('is found by its shape, several completions too', () => {
    const value = answer(token('▁Hi', -1))
    expect(findFormat(value)).toBe(ai21)
    expect(read({ ...value, completions: [...value.completions, ...value.completions] })).toHaveLength(2)
  })
})

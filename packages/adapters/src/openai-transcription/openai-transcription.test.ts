import { utf8Decode, utf8Encode } from '@logitscope/core'
import { formatConformance, sharedRecordings, summaryOf, type Recording } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { findFormat } from '../formats.ts'
import { openAiTranscription } from './index.ts'

const recordings = sharedRecordings(/^openai-audio\//)

describe.skipIf(recordings.length === 0)('the recorded stream', () => {
  it.each(recordings)('$name: as it was read before', (recording) => {
    expect(summaryOf(openAiTranscription, recording)).toMatchSnapshot()
  })
  for (const { name, run } of formatConformance(openAiTranscription, recordings, /^$/)) it(name, run, 600_000)
})

/** Written by hand from the documentation. */
const entries = [
  { token: 'Selam', logprob: -0.1, bytes: [83, 101, 108, 97, 109] },
  { token: ' ğ', logprob: -0.9, bytes: [32, 196, 159] },
]
const usage = {
  type: 'tokens',
  input_tokens: 14,
  output_tokens: 3,
  total_tokens: 17,
  input_token_details: { text_tokens: 0, audio_tokens: 14 },
}
const body = { text: 'Selam ğ', logprobs: entries, usage }
const events = [
  { type: 'transcript.text.delta', delta: 'Selam', logprobs: [entries[0]] },
  { type: 'transcript.text.delta', delta: ' ğ', logprobs: [entries[1]] },
  { type: 'transcript.text.done', text: 'Selam ğ', logprobs: entries, usage },
]
const read = (value: unknown, request?: unknown) =>
  openAiTranscription.decodeValue(value, { requestId: 'r', startedAt: 0, ...(request === undefined ? {} : { request }) }).traces[0]!

const synthetic: Recording[] = [
  { name: 'synthetic body', bytes: utf8Encode(JSON.stringify(body)) },
  { name: 'synthetic stream', bytes: utf8Encode(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')) },
]

describe('an answer by hand', () => {
  for (const { name, run } of formatConformance(openAiTranscription, synthetic, /^$/)) it(name, run, 600_000)

  it.each([
    ['whole', body],
    ['streamed', events],
    ['of which only the end was seen', events.slice(2)],
  ])('%s gives every token once, and nothing but the chosen ones', (_, value) => {
    const trace = read(value)
    expect(trace.tokens.map(({ text, logprob }) => [text, logprob])).toEqual([
      ['Selam', -0.1],
      [' ğ', -0.9],
    ])
    expect(trace.output).toMatchObject({ text: 'Selam ğ', finish: { unified: 'stop' } })
    expect(trace.evidence).toMatchObject({ tier: 'selected', basis: 'raw', completeness: 1, issues: [] })
    expect(trace.usage).toEqual({ input: 14, output: 3 })
    expect(findFormat(value)).toBe(openAiTranscription)
  })

  it('that nobody asked for tokens has none, and says so; Whisper has means only', () => {
    expect(read({ text: 'a', usage }, { include: [] }).evidence).toMatchObject({ tier: 'none', issues: [{ detail: 'not asked for' }] })
    const whisper = { task: 'transcribe', language: 'english', duration: 1, text: 'a', segments: [{ id: 0, text: 'a', avg_logprob: -0.3 }] }
    expect(findFormat(whisper)).toBe(openAiTranscription)
    expect(read(whisper).evidence).toMatchObject({
      tier: 'none',
      issues: [{ code: 'no-logprobs', detail: 'only the mean of each segment is given, and no token' }],
    })
  })

  it('is ended with all of its text', () => {
    const ending = openAiTranscription.finish!()
    ending.push(utf8Encode(`data: ${JSON.stringify(events[0])}\n\n`))
    expect(utf8Decode(ending.end('stop')!)).toBe('data: {"type":"transcript.text.done","text":"Selam"}\n\ndata: [DONE]\n\n')
    expect(ending.end('stop')).toBeNull()
  })
})

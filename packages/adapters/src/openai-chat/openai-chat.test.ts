import { brokenPromise, formatConformance, projectRecordings, sharedRecordings, summaryOf } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { openAiChat } from './index.ts'

const recordings = sharedRecordings(
  /^(?:openai-chat|azure-openai|negative)\/|^bedrock\/gptoss|^tgi\/v1-chat|^vllm\/chat|^openai-raw\/(?!demo_(?:gemini|ollama|gpt2_vllm|gpt2_stream)).*\.json$|^real\/[^/]+\/[a-z-]*chat-(?:plain|stream)-.*\.response\.(?:json|sse)$/,
)

const own = projectRecordings()

describe("the project's own recordings", () => {
  it('are there', () => {
    expect(own.length).toBeGreaterThan(20)
  })
  it.each(own)('$name: as it was read before', (recording) => {
    expect(summaryOf(openAiChat, recording)).toMatchSnapshot()
  })
  for (const { name, run } of formatConformance(openAiChat, own, /^promptTokens/)) it(name, run, 600_000)
})

describe.skipIf(recordings.length === 0)('the recorded chat answers', () => {
  it.each(recordings)('$name: as it was read before', (recording) => {
    expect(summaryOf(openAiChat, recording)).toMatchSnapshot()
  })
  for (const { name, run } of formatConformance(openAiChat, recordings, /^promptTokens/)) it(name, run, 600_000)
})

const errors = sharedRecordings(/^real\/[^/]+\/err-.*\.response\./)

describe.skipIf(errors.length === 0)('the recorded errors of real servers', () => {
  it.each(errors)('$name: an issue that says what, or an answer', ({ bytes }) => {
    const decoder = openAiChat.decoder({ requestId: 'r', startedAt: 0 })
    decoder.push(bytes)
    const { traces, issues } = decoder.end()
    expect(issues.map((issue) => issue.code)).not.toContain('reader-failed')
    expect(traces.map(brokenPromise).filter((broken) => broken !== null)).toEqual([])
    const answered = traces.some((trace) => trace.output.error === undefined)
    expect(answered || issues.length > 0).toBe(true)
    for (const issue of issues) expect(issue.message.length).toBeGreaterThan(10)
  })
})

import { formatConformance, projectRecordings, sharedRecordings, summaryOf } from '@logitscope/testkit'
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
  for (const { name, run } of formatConformance(openAiChat, own, /^promptTokens/)) it(name, run)
})

describe.skipIf(recordings.length === 0)('the recorded chat answers', () => {
  it.each(recordings)('$name: as it was read before', (recording) => {
    expect(summaryOf(openAiChat, recording)).toMatchSnapshot()
  })
  for (const { name, run } of formatConformance(openAiChat, recordings, /^promptTokens/)) it(name, run)
})

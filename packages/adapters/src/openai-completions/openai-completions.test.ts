import { formatConformance, sharedRecordings, summaryOf } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { openAiCompletions } from './index.ts'

const recordings = sharedRecordings(
  /^openai-completions\/|^llama-cpp-python\/|^vllm\/completions|^openai-raw\/demo_gpt2_vllm|^real\/[^/]+\/[a-z-]*completions-(?:plain|stream)-.*\.response\.(?:json|sse)$/,
)

describe.skipIf(recordings.length === 0)('the recorded completions', () => {
  it.each(recordings)('$name: as it was read before', (recording) => {
    expect(summaryOf(openAiCompletions, recording)).toMatchSnapshot()
  })
  const mayLose = /^tokens\[\]\.alternatives\[\]\.id$|^promptTokens/
  for (const { name, run } of formatConformance(openAiCompletions, recordings, mayLose)) it(name, run, 600_000)
})

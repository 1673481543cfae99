import { formatConformance, sharedRecordings, summaryOf } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { openAiResponses } from './index.ts'

const recordings = sharedRecordings(/^openai-responses\/|^lmstudio\/|^real\/[^/]+\/responses-.*\.response\.(?:json|sse)$/)

describe.skipIf(recordings.length === 0)('the recorded answers of the Responses API', () => {
  it.each(recordings)('$name: as it was read before', (recording) => {
    expect(summaryOf(openAiResponses, recording)).toMatchSnapshot()
  })
  for (const { name, run } of formatConformance(openAiResponses, recordings, /^promptTokens/)) it(name, run, 600_000)
})

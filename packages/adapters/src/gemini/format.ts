import type { Ask, AskFacts, Format } from '../contract.ts'
import { finishGemini } from '../finish/index.ts'
import { readingWith } from '../shared/answer-decoder.ts'
import { isStreamed, leave } from '../shared/asking.ts'
import { asArray, asRecord } from '../shared/wire.ts'
import { stripGemini } from '../strip/index.ts'
import { encodeGemini } from './encode-gemini.ts'
import { createGeminiReader } from './read-gemini.ts'

function isGemini(sample: unknown): boolean {
  if (Array.isArray(sample)) return sample.some(isGemini)
  const record = asRecord(sample)
  if (record === null) return false
  const first = asRecord(asArray(record['candidates'])?.[0])
  const hasContent =
    first !== null && (first['content'] !== undefined || first['finishReason'] !== undefined || first['logprobsResult'] !== undefined)
  return (
    hasContent ||
    (record['usageMetadata'] !== undefined && (record['modelVersion'] !== undefined || record['promptFeedback'] !== undefined))
  )
}

/** `generationConfig.responseLogprobs` and `logprobs` (1 to 20). In streams the API refuses them. */
function ask(request: Readonly<Record<string, unknown>>, topLogprobs: number, facts: AskFacts = {}): Ask {
  if (asArray(request['contents']) === null || request['generation_config'] !== undefined) return leave('not-applicable')
  const config = asRecord(request['generationConfig'])
  if (config !== null && (config['responseLogprobs'] !== undefined || config['logprobs'] !== undefined)) return leave('client-asked')
  if (isStreamed(request, facts)) return leave('refused-by-model')
  const added = { responseLogprobs: true, ...(topLogprobs > 0 ? { logprobs: Math.min(20, Math.trunc(topLogprobs)) } : {}) }
  const insertions =
    request['generationConfig'] === undefined
      ? [{ kind: 'member', path: [], key: 'generationConfig', value: added } as const]
      : Object.entries(added).map(([key, value]) => ({ kind: 'member', path: ['generationConfig'], key, value }) as const)
  return { kind: 'splice', insertions, asked: { logprobs: true, usage: false } }
}

/** Gemini API and Vertex AI. */
export const gemini: Format = {
  api: 'gemini',
  matches: isGemini,
  ...readingWith(createGeminiReader),
  encode: encodeGemini,
  ask,
  strip: stripGemini,
  finish: finishGemini,
}

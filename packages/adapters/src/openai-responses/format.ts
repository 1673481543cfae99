import type { Format } from '../contract.ts'
import { readingWith } from '../shared/answer-decoder.ts'
import { finishResponses } from '../finish/finish-responses.ts'
import { asArray, asRecord, asText } from '../shared/wire.ts'
import { stripResponses } from '../strip/strip-responses.ts'
import { askResponses } from './ask-responses.ts'
import { encodeResponses } from './encode-responses.ts'
import { createResponsesReader } from './read-responses.ts'

const ITEM_TYPE = /^(?:message|reasoning|\w+_call|mcp_\w+)$/

/** A body has a list of typed items as `output`; an event names its type, `response.…`. */
function isResponses(sample: unknown): boolean {
  if (Array.isArray(sample)) return sample.some(isResponses)
  const record = asRecord(sample)
  if (record === null) return false
  if (asText(record['type'])?.startsWith('response.') === true) return true
  const output = asArray(record['output'])
  if (output === null || Array.isArray(record['choices'])) return false
  return output.length === 0
    ? typeof record['status'] === 'string'
    : output.some((item) => ITEM_TYPE.test(asText(asRecord(item)?.['type']) ?? ''))
}

/** The OpenAI Responses API and the servers that imitate it: vLLM, LM Studio, SGLang, llama-server, … */
export const openAiResponses: Format = {
  api: 'openai-responses',
  matches: isResponses,
  ...readingWith(createResponsesReader),
  encode: encodeResponses,
  ask: askResponses,
  strip: stripResponses,
  finish: finishResponses,
}

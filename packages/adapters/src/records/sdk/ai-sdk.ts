/**
 * Results of the AI SDK (`generateText`, `streamText`, and those of its models): `providerMetadata.<provider>.logprobs`, without bytes and ids.
 * Where the result still holds the provider's body as `response.body`, that is read.
 */
import type { EvidenceIssue } from '@logitscope/core'
import { findFormat } from '../../formats.ts'
import { asArray, asCount, asRecord, asText, isPresent, type Wire } from '../../shared/wire.ts'
import { chatBody, type KeptCall } from './chat-body.ts'
import type { KeptRecord } from './contract.ts'
import { jsonIn, objectsIn } from './json-in.ts'

const MOST_STEPS = 1024

function isResult(record: Wire | null): record is Wire {
  if (record === null || !('providerMetadata' in record) || !('finishReason' in record)) return false
  return typeof record['text'] === 'string' || Array.isArray(record['content'])
}

/** The field of the first provider that has one. */
function logprobsOf(record: Wire): unknown {
  const metadata = asRecord(record['providerMetadata']) ?? {}
  for (const provider of Object.values(metadata)) {
    const logprobs = asRecord(provider)?.['logprobs']
    if (!isPresent(logprobs)) continue
    const list = asArray(logprobs)
    if (list === null) return logprobs
    // Those of the Responses API come as one list for each part or event.
    return { content: list.some(Array.isArray) ? list.flat() : list }
  }
  return undefined
}

function textsOf(parts: readonly Wire[], type: string): string | undefined {
  const found = parts.filter((part) => part['type'] === type).map((part) => asText(part['text']) ?? '')
  return found.length === 0 ? undefined : found.join('')
}

function callsOf(parts: readonly Wire[], record: Wire): KeptCall[] {
  const inContent = parts.filter((part) => part['type'] === 'tool-call')
  const calls = inContent.length > 0 ? inContent : objectsIn(record['toolCalls'])
  return calls.map((call) => ({ id: call['toolCallId'], name: call['toolName'], arguments: call['input'] ?? call['args'] }))
}

/** A number, or the total of a count that is told apart. */
const countOf = (value: unknown): unknown => asRecord(value)?.['total'] ?? asCount(value) ?? undefined

/** Old versions of the library kept the log-probabilities of the last piece of a stream only. */
function lastOnly(text: string, logprobs: unknown, output: unknown): readonly EvidenceIssue[] {
  const list = asArray(asRecord(logprobs)?.['content'])
  const written = asCount(output)
  if (list === null || list.length === 0 || written === null || list.length + 1 >= written) return []
  const spelled = list.map((entry) => asText(asRecord(entry)?.['token']) ?? '').join('')
  if (spelled === '' || spelled.length >= text.length || !text.endsWith(spelled)) return []
  const detail = '@ai-sdk/openai kept those of the last piece of a stream only; newer versions keep all'
  return [{ code: 'last-chunk-only', count: 1, at: 0, detail }]
}

function readResult(record: Wire, path: string): KeptRecord {
  const response = asRecord(record['response']) ?? {}
  const request = jsonIn(asRecord(record['request'])?.['body'])
  const asked = isPresent(request) ? { request } : {}
  const body = jsonIn(response['body'])
  if (asRecord(body) !== null && findFormat(body) !== null)
    return { format: 'ai-sdk', body, whole: true, path: `${path}response.body`, issues: [], ...asked }
  const parts = objectsIn(record['content'])
  const text = asText(record['text']) ?? textsOf(parts, 'text') ?? ''
  const logprobs = logprobsOf(record)
  const usage = asRecord(record['usage']) ?? {}
  const { finishReason } = record as { readonly finishReason?: unknown }
  const output = countOf(usage['outputTokens'])
  const seconds = Date.parse(asText(response['timestamp']) ?? '') / 1000
  const kept = chatBody({
    id: response['id'],
    model: response['modelId'] ?? asRecord(record['model'])?.['modelId'],
    ...(Number.isFinite(seconds) ? { created: seconds } : {}),
    outputs: [
      {
        text,
        reasoning: asText(record['reasoningText']) ?? textsOf(parts, 'reasoning'),
        calls: callsOf(parts, record),
        finish: asRecord(finishReason)?.['unified'] ?? finishReason,
        logprobs,
      },
    ],
    input: countOf(usage['inputTokens']),
    output,
    reasoned: asRecord(usage['outputTokens'])?.['reasoning'] ?? usage['reasoningTokens'],
  })
  return { format: 'ai-sdk', body: kept, whole: false, path, issues: lastOnly(text, logprobs, output), ...asked }
}

/** A result by itself, or one with several steps, each of which is an answer to a request of its own. */
export function readAiSdk(record: Wire): readonly KeptRecord[] | null {
  const steps = (asArray(record['steps']) ?? []).slice(0, MOST_STEPS).map(asRecord)
  if (steps.length > 0 && steps.every(isResult)) return steps.map((step, i) => readResult(step, `steps[${i}].`))
  return isResult(record) ? [readResult(record, '')] : null
}

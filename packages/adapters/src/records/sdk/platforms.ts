/** Runs of LangSmith and observations of Langfuse, as their exports and interfaces give them. */
import type { EvidenceIssue } from '@logitscope/core'
import { findFormat } from '../../formats.ts'
import { asArray, asCount, asRecord, asText, isPresent, type Wire } from '../../shared/wire.ts'
import { chatBody } from './chat-body.ts'
import type { KeptRecord } from './contract.ts'
import { jsonIn } from './json-in.ts'
import { messageIn, readLangChain } from './langchain.ts'

const unverified = (what: string): EvidenceIssue => ({ code: 'unverified-format', count: 1, detail: what })
const LANGSMITH = unverified('runs of LangSmith are known from what its library sends, not from an export')
const LANGFUSE = unverified('observations of Langfuse are known from documentation only')

const ROLES: Readonly<Record<string, string>> = { Human: 'user', AI: 'assistant', System: 'system', Tool: 'tool', Function: 'function' }
const TYPES: Readonly<Record<string, string>> = { human: 'user', ai: 'assistant' }

/** A message of LangChain, or one that is in the words of chat already. */
function askedMessage(value: unknown): Wire | null {
  const record = asRecord(value)
  if (record === null) return null
  const fields = asRecord(record['kwargs']) ?? asRecord(record['data']) ?? record
  const name = asText(asArray(record['id'])?.at(-1)) ?? ''
  const type = asText(record['type']) ?? ''
  const role = asText(fields['role']) ?? ROLES[/^([A-Z][A-Za-z]+?)Message/.exec(name)?.[1] ?? ''] ?? TYPES[type] ?? type
  return role === '' ? null : { role, content: fields['content'] }
}

function messagesIn(inputs: unknown): readonly Wire[] {
  const list = asArray(asRecord(inputs)?.['messages']) ?? asArray(inputs) ?? []
  const first = Array.isArray(list[0]) ? (list[0] as readonly unknown[]) : list
  return first.map(askedMessage).filter((message) => message !== null)
}

function requestOf(inputs: unknown, parameters: Wire, model: unknown): Wire | null {
  const messages = messagesIn(inputs)
  const text =
    typeof inputs === 'string' ? inputs : (asText(asRecord(inputs)?.['prompt']) ?? asText(asArray(asRecord(inputs)?.['prompts'])?.[0]))
  if (messages.length === 0 && text === null && Object.keys(parameters).length === 0) return null
  return {
    ...parameters,
    ...(isPresent(model) ? { model } : {}),
    ...(messages.length > 0 ? { messages } : text === null ? {} : { messages: [{ role: 'user', content: text }] }),
  }
}

/** The library replaces the counts of a body by its own. */
function withUsage(body: Wire): Wire {
  const { usage_metadata: counts, ...rest } = body
  const own = asRecord(counts)
  if (own === null || isPresent(body['usage'])) return own === null ? body : rest
  return { ...rest, usage: { prompt_tokens: own['input_tokens'], completion_tokens: own['output_tokens'] } }
}

/** A run of type `llm`: its outputs are a provider's body, or LangChain's result or message. */
export function readLangSmith(record: Wire): readonly KeptRecord[] | null {
  const outputs = asRecord(jsonIn(record['outputs']))
  if (record['run_type'] !== 'llm' || outputs === null) return null
  const inputs = jsonIn(record['inputs'])
  const parameters = asRecord(asRecord(record['extra'])?.['invocation_params']) ?? {}
  const asked = asRecord(inputs)?.['model'] === undefined ? requestOf(inputs, parameters, undefined) : inputs
  const more = { format: 'langsmith', issues: [LANGSMITH], ...(asked === null ? {} : { request: asked }) }
  const body = withUsage(outputs)
  if (findFormat(body) !== null) return [{ ...more, body, whole: true, path: 'outputs' }]
  const inner = asRecord(outputs['message']) ?? asRecord(outputs['output']) ?? {}
  const read = readLangChain(outputs) ?? readLangChain(inner)
  return read?.map((one) => ({ ...one, ...more, path: one.path === '' ? 'outputs' : `outputs.${one.path}` })) ?? null
}

/** What stands for the text of an answer: a text, or a message. */
function textOf(output: unknown): unknown {
  const record = asRecord(output)
  if (record === null) return asText(output)
  return record['content'] ?? record['text'] ?? JSON.stringify(record)
}

/** An observation of type `GENERATION`: its output is a provider's body, LangChain's message, or a text with the logprobs in the metadata. */
export function readLangfuse(record: Wire): readonly KeptRecord[] | null {
  const isObservation = isPresent(record['traceId'] ?? record['trace_id']) && 'output' in record
  if (record['type'] !== 'GENERATION' || !isObservation) return null
  const output = jsonIn(record['output'])
  const metadata = asRecord(jsonIn(record['metadata'])) ?? {}
  const model = record['model'] ?? record['provided_model_name'] ?? record['providedModelName']
  const parameters = asRecord(jsonIn(record['modelParameters'] ?? record['model_parameters'])) ?? {}
  const asked = requestOf(jsonIn(record['input']), parameters, model)
  const more = { format: 'langfuse', issues: [LANGFUSE], ...(asked === null ? {} : { request: asked }) }
  if (asRecord(output) !== null && findFormat(output) !== null) return [{ ...more, body: output, whole: true, path: 'output' }]
  const message = messageIn(output)
  const inner = asRecord(metadata['response_metadata']) ?? {}
  const logprobs = jsonIn(asRecord(output)?.['logprobs'] ?? metadata['logprobs'] ?? inner['logprobs'])
  if (message !== null && !isPresent(logprobs)) {
    const read = readLangChain(asRecord(output)!)
    if (read !== null) return read.map((one) => ({ ...one, ...more, path: 'output' }))
  }
  const usage = asRecord(jsonIn(record['usageDetails'] ?? record['usage_details'])) ?? asRecord(jsonIn(record['usage'])) ?? {}
  const seconds = Date.parse(asText(record['startTime'] ?? record['start_time']) ?? '') / 1000
  const body = chatBody({
    model,
    ...(Number.isFinite(seconds) ? { created: seconds } : {}),
    outputs: [
      {
        text: message === null ? textOf(output) : message.fields['content'],
        logprobs: Array.isArray(logprobs) ? { content: logprobs as readonly unknown[] } : logprobs,
        finish: metadata['finish_reason'] ?? inner['finish_reason'],
      },
    ],
    input: asCount(usage['input']),
    output: asCount(usage['output']),
  })
  return [{ ...more, body, whole: false, path: 'output' }]
}

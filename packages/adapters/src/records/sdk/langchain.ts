/** LangChain's messages and results, as objects or serialized: `response_metadata.logprobs`, or `generationInfo.logprobs`. */
import type { Token, Trace } from '@logitscope/core'
import { asArray, asCount, asRecord, asText, isPresent, type Wire } from '../../shared/wire.ts'
import { chatBody, type KeptCall, type KeptOutput } from './chat-body.ts'
import type { KeptRecord } from './contract.ts'

const MOST_OUTPUTS = 1024

export interface LangChainMessage {
  readonly fields: Wire
  /** Put together of the pieces of a stream. */
  readonly merged: boolean
}

/** The fields of an answer's message: serialized with its class, as type and data, or as a plain object. */
export function messageIn(value: unknown): LangChainMessage | null {
  const record = asRecord(value)
  if (record === null) return null
  if (record['lc'] === 1 && record['type'] === 'constructor') {
    const name = asText(asArray(record['id'])?.at(-1)) ?? ''
    const fields = asRecord(record['kwargs'])
    return fields !== null && /^AIMessage(?:Chunk)?$/.test(name) ? { fields, merged: name.endsWith('Chunk') } : null
  }
  const { type, data } = record as { readonly type?: unknown; readonly data?: unknown }
  const inner = asRecord(data)
  if ((type === 'ai' || type === 'AIMessageChunk') && inner !== null && 'content' in inner)
    return { fields: inner, merged: type !== 'ai' || Array.isArray(inner['tool_call_chunks']) }
  if (!('content' in record) || asRecord(record['response_metadata']) === null) return null
  if (isPresent(type) && type !== 'ai' && type !== 'AIMessageChunk') return null
  return { fields: record, merged: type === 'AIMessageChunk' || Array.isArray(record['tool_call_chunks']) }
}

/** What the provider sent stands beside what was parsed of it: the text that the model wrote. */
function callsOf(message: Wire): KeptCall[] {
  const raw = asArray(asRecord(message['additional_kwargs'])?.['tool_calls'])
  if (raw !== null && raw.length > 0) {
    return raw.flatMap((value) => {
      const call = asRecord(value)
      const made = asRecord(call?.['function'])
      return call === null || made === null ? [] : [{ id: call['id'], name: made['name'], arguments: made['arguments'] }]
    })
  }
  const calls = [...(asArray(message['tool_calls']) ?? []), ...(asArray(message['invalid_tool_calls']) ?? [])]
  return calls.flatMap((value) => {
    const call = asRecord(value)
    return call === null ? [] : [{ id: call['id'], name: call['name'], arguments: call['args'] }]
  })
}

function outputOf(message: Wire | null, text: unknown, info: Wire): KeptOutput {
  const metadata = asRecord(message?.['response_metadata']) ?? {}
  const extra = asRecord(message?.['additional_kwargs']) ?? {}
  const logprobs = metadata['logprobs'] ?? info['logprobs']
  return {
    text: message === null ? text : message['content'],
    reasoning: extra['reasoning_content'],
    refusal: extra['refusal'],
    calls: message === null ? [] : callsOf(message),
    finish: metadata['finish_reason'] ?? info['finish_reason'] ?? info['finishReason'],
    ...{ logprobs: Array.isArray(logprobs) ? { content: logprobs as readonly unknown[] } : logprobs },
  }
}

/** Counts, under the names of four versions. */
function usageOf(message: Wire | null, result: Wire): { readonly input: unknown; readonly output: unknown } {
  const metadata = asRecord(message?.['response_metadata']) ?? {}
  const places = [
    metadata['usage'],
    metadata['token_usage'],
    metadata['tokenUsage'],
    message?.['usage_metadata'],
    result['token_usage'],
    result['tokenUsage'],
  ]
  for (const place of places) {
    const usage = asRecord(place)
    const output = usage?.['completion_tokens'] ?? usage?.['completionTokens'] ?? usage?.['output_tokens']
    if (asCount(output) === null) continue
    return { input: usage?.['prompt_tokens'] ?? usage?.['promptTokens'] ?? usage?.['input_tokens'], output }
  }
  return { input: undefined, output: undefined }
}

/**
 * Whether the pieces of a stream may have been put together by adding up entries: this library joins the texts and sums the numbers, ids and
 * values alike, of entries with the same `id`, as those of llama-server have one.
 */
function mayBeAddedUp(logprobs: unknown): boolean {
  const list = asArray(asRecord(logprobs)?.['content'])
  return list !== null && list.length > 1 && list.some((entry) => asCount(asRecord(entry)?.['id']) !== null)
}

function withoutValue({ ceiling: _, ...token }: Token): Token {
  return { ...token, logprob: null, alternatives: [] }
}

/** Leaves the values out where the entries do not spell the answer: then they are sums of several tokens'. */
function withoutSums(trace: Trace): Trace {
  const { tokens, evidence } = trace
  if (!evidence.issues.some(({ code }) => code === 'text-mismatch' || code === 'entries-missing')) return trace
  const detail = 'the library added up the entries of tokens with the same id: no value is that of one token'
  const issues = [...evidence.issues, { code: 'missing-logprob', count: tokens.length, at: 0, detail }]
  return {
    ...trace,
    tokens: tokens.map(withoutValue),
    evidence: { ...evidence, tier: trace.output.verbalized === undefined ? 'none' : 'verbalized', k: 0, basis: 'unknown', issues },
  }
}

function recordOf(
  outputs: readonly { readonly output: KeptOutput; readonly merged: boolean; readonly message: Wire | null }[],
  result: Wire,
  path: string,
): KeptRecord {
  const message = outputs.find((one) => one.message !== null)?.message ?? null
  const metadata = asRecord(message?.['response_metadata']) ?? {}
  const body = chatBody({
    id: metadata['id'] ?? message?.['id'],
    model: metadata['model_name'] ?? metadata['model'] ?? result['model_name'],
    fingerprint: metadata['system_fingerprint'],
    outputs: outputs.map(({ output }) => output),
    ...usageOf(message, result),
  })
  const addedUp = outputs.some(({ output, merged }) => merged && mayBeAddedUp(output.logprobs))
  return { format: 'langchain', body, whole: false, path, issues: [], ...(addedUp ? { mend: withoutSums } : {}) }
}

/** One prompt's outputs of a result. */
function readGenerations(list: readonly unknown[], result: Wire, path: string): KeptRecord | null {
  const outputs = list.slice(0, MOST_OUTPUTS).flatMap((value) => {
    const generation = asRecord(value)
    if (generation === null) return []
    const message = messageIn(generation['message'])
    const info = asRecord(generation['generationInfo']) ?? asRecord(generation['generation_info']) ?? {}
    if (message === null && typeof generation['text'] !== 'string') return []
    return [
      {
        output: outputOf(message?.fields ?? null, generation['text'], info),
        merged: message?.merged ?? false,
        message: message?.fields ?? null,
      },
    ]
  })
  return outputs.length === 0 ? null : recordOf(outputs, result, path)
}

/** A message, or a result `{generations, llmOutput}` with the outputs of several prompts. */
export function readLangChain(record: Wire): readonly KeptRecord[] | null {
  const generations = asArray(record['generations'])
  if (generations !== null && Array.isArray(generations[0])) {
    const result = asRecord(record['llmOutput']) ?? asRecord(record['llm_output']) ?? {}
    const read = generations
      .slice(0, MOST_OUTPUTS)
      .flatMap((list, i) => readGenerations(asArray(list) ?? [], result, `generations[${i}]`) ?? [])
    return read.length === 0 ? null : read
  }
  const message = messageIn(record)
  if (message === null) return null
  return [recordOf([{ output: outputOf(message.fields, '', {}), merged: message.merged, message: message.fields }], {}, '')]
}

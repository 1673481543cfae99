/** What a request says about the answer to it: model, messages or prompt, sampling parameters. */
import type { Message, Parameters, ToolCall } from '@logitscope/core'
import { plainNames } from './json.ts'
import { asArray, asNumber, asRecord, asText, isPresent, type Wire } from './wire.ts'

export interface RequestFacts {
  /** "" where not known. */
  readonly model: string
  readonly messages: readonly Message[] | null
  /** Several where the request asked for several completions at once. */
  readonly prompts: readonly string[]
  readonly parameters: Parameters
  /** Whether log-probabilities were asked for; `null` where the request is not known. */
  readonly asked: boolean | null
  readonly echo: boolean | null
  readonly bestOf: number | null
}

const NAMED = new Set(
  [
    'model',
    'messages',
    'prompt',
    'input',
    'instructions',
    'temperature',
    'top_p',
    'top_k',
    'min_p',
    'max_tokens',
    'max_completion_tokens',
  ].concat(['max_output_tokens', 'seed', 'frequency_penalty', 'presence_penalty', 'stop', 'top_logprobs', 'n', 'stream']),
)

const NONE: RequestFacts = { model: '', messages: null, prompts: [], parameters: {}, asked: null, echo: null, bestOf: null }

function toolCallsOf(value: unknown): ToolCall[] {
  return (asArray(value) ?? []).flatMap((item): ToolCall[] => {
    const call = asRecord(item)
    const made = asRecord(call?.['function']) ?? call
    if (call === null || made === null) return []
    const id = asText(call['id']) ?? asText(call['call_id'])
    return [{ ...(id === null ? {} : { id }), name: asText(made['name']) ?? '', arguments: asText(made['arguments']) ?? '' }]
  })
}

/** A message of chat or of Responses; content that is not plain text is kept as `parts`, its text as `content`. */
function messageOf(value: unknown): Message | null {
  const message = asRecord(value)
  if (message === null) return typeof value === 'string' ? { role: 'user', content: value } : null
  const { content } = message as { readonly content?: unknown }
  const parts = asArray(content)
  const texts = parts?.flatMap((part) => asText(asRecord(part)?.['text']) ?? [])
  const plain = parts?.every((part) => /^(input_|output_)?text$/.test(asText(asRecord(part)?.['type']) ?? '')) ?? true
  const name = asText(message['name'])
  const toolCalls = toolCallsOf(message['tool_calls'])
  return {
    role: asText(message['role']) ?? asText(message['type']) ?? 'user',
    content: asText(content) ?? (texts === undefined || texts.length === 0 ? asText(message['output']) : texts.join('')),
    ...(plain || parts === null ? {} : { parts }),
    ...(name === null ? {} : { name }),
    ...(toolCalls.length === 0 ? {} : { toolCalls }),
  }
}

function messagesOf(request: Wire): readonly Message[] | null {
  const list = asArray(request['messages']) ?? asArray(request['input'])
  const messages = (list ?? (typeof request['input'] === 'string' ? [request['input']] : [])).flatMap((item) => messageOf(item) ?? [])
  const instructions = asText(request['instructions'])
  if (instructions !== null && instructions !== '') messages.unshift({ role: 'system', content: instructions })
  return messages.length === 0 ? null : messages
}

function promptsOf(request: Wire): readonly string[] {
  const { prompt } = request as { readonly prompt?: unknown }
  if (typeof prompt === 'string') return [prompt]
  const list = asArray(prompt)
  return list?.every((item) => typeof item === 'string') === true ? list : []
}

function parametersOf(request: Wire): Parameters {
  const number = (...fields: readonly string[]): number | undefined =>
    fields.map((field) => asNumber(request[field])).find((value) => value !== null) ?? undefined
  const stop =
    typeof request['stop'] === 'string' ? [request['stop']] : (asArray(request['stop'])?.filter((item) => typeof item === 'string') ?? [])
  const other = Object.entries(request).filter(([name, value]) => !NAMED.has(name) && isPresent(value))
  const listed = number('top_logprobs') ?? number('logprobs')
  const known = {
    temperature: number('temperature'),
    topP: number('top_p'),
    topK: number('top_k'),
    minP: number('min_p'),
    maxTokens: number('max_completion_tokens', 'max_output_tokens', 'max_tokens'),
    seed: number('seed'),
    frequencyPenalty: number('frequency_penalty'),
    presencePenalty: number('presence_penalty'),
    topLogprobs: listed,
    choices: number('n'),
  }
  return {
    ...(Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) as Parameters),
    ...(stop.length === 0 ? {} : { stop }),
    ...(typeof request['stream'] === 'boolean' ? { stream: request['stream'] } : {}),
    ...(other.length === 0 ? {} : { other: plainNames(Object.fromEntries(other)) as Readonly<Record<string, unknown>> }),
  }
}

function wasAsked(request: Wire): boolean {
  const include = asArray(request['include']) ?? []
  return (
    (isPresent(request['logprobs']) && request['logprobs'] !== false) ||
    isPresent(request['prompt_logprobs']) ||
    include.some((item) => typeof item === 'string' && item.includes('logprobs'))
  )
}

/** Reads a request's JSON body; everything is absent where it is not known or not an object. */
export function requestFacts(body: unknown): RequestFacts {
  const request = asRecord(body)
  if (request === null) return NONE
  return {
    model: asText(request['model']) ?? '',
    messages: messagesOf(request),
    prompts: promptsOf(request),
    parameters: parametersOf(request),
    asked: wasAsked(request),
    echo: typeof request['echo'] === 'boolean' ? request['echo'] : false,
    bestOf: asNumber(request['best_of']),
  }
}

/** The prompt that an output answers, where the request held several. */
export function promptOf(request: RequestFacts, choice: number): string | undefined {
  const each = Math.max(1, request.parameters.choices ?? 1)
  return request.prompts.length <= 1 ? request.prompts[0] : request.prompts[Math.floor(choice / each)]
}

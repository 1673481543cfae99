/** Anthropic's messages, whole and streamed, which other servers speak too: no log-probabilities, so the answer is kept with the reason. */
import type { Trace } from '@logitscope/core'
import type { Format } from '../contract.ts'
import { finishAnthropic } from '../finish/index.ts'
import { toolAt, type AnswerDraft } from '../shared/answer-draft.ts'
import { parseJson } from '../shared/json.ts'
import { names, noteUnknown } from '../shared/known-fields.ts'
import { nativeFormat, type NativeAnswer } from '../shared/native-format.ts'
import { asArray, asCount, asRecord, asText, type Wire } from '../shared/wire.ts'

const EVENTS: ReadonlySet<string> = new Set([
  'message_start',
  'content_block_start',
  'content_block_delta',
  'content_block_stop',
  'message_delta',
  'message_stop',
])

/** What is understood, or says nothing about the answer; the rest (signatures, citations, redacted thinking, results of the server's own tools) is counted. */
const MESSAGE: ReadonlySet<string> = names(
  'id type role model content stop_reason stop_sequence stop_details usage container context_management',
)
const EVENT: ReadonlySet<string> = names('type index message content_block delta usage context_management')
const BLOCK: ReadonlySet<string> = names('type text thinking id name input caller')
const DELTA: ReadonlySet<string> = names('type text thinking partial_json stop_reason stop_sequence stop_details container')

/** Several clouds and servers speak this format; their ids differ. */
const IDS: readonly (readonly [provider: string, id: RegExp])[] = [
  ['bedrock', /^msg_bdrk_/],
  ['vertex', /^msg_vrtx_/],
  ['anthropic', /^msg_[0-9A-Za-z]{20,}$/],
  ['vllm', /^chatcmpl-(?:[0-9a-f]{16}){1,2}$/],
  ['llama-server', /^chatcmpl-[0-9A-Za-z]{32}$/],
]
const providerOf = (id: string): string => IDS.find(([, pattern]) => pattern.test(id))?.[0] ?? 'unknown'

const isEvent = (record: Wire): boolean => EVENTS.has(asText(record['type']) ?? '')
const isWhole = (record: Wire): boolean =>
  record['type'] === 'message' && record['role'] === 'assistant' && asArray(record['content']) !== null && 'stop_reason' in record

function readUsage(usage: Wire | null, draft: AnswerDraft, answer: NativeAnswer): void {
  if (usage === null) return
  const parts = ['input_tokens', 'cache_read_input_tokens', 'cache_creation_input_tokens'].map((name) => asCount(usage[name]))
  const input = parts[0] === null ? undefined : parts.reduce<number>((sum, part) => sum + (part ?? 0), 0)
  answer.count(draft, input, usage['output_tokens'])
}

function readBlock(block: Wire, index: number, draft: AnswerDraft, answer: NativeAnswer): void {
  noteUnknown(block, BLOCK, 'content[].', draft.log)
  answer.addText(draft, 'content', asText(block['text']) ?? '')
  answer.addText(draft, 'reasoning', asText(block['thinking']) ?? '')
  const name = asText(block['name'])
  if (name === null) return
  const tool = toolAt(draft, index)
  if (tool === null) return
  tool.id = asText(block['id'])
  tool.name = name
  const input = asRecord(block['input'])
  // A stream begins each call with an empty input and sends the text of the true one after it.
  if (input !== null && (!answer.asEvent || Object.keys(input).length > 0)) tool.arguments = JSON.stringify(input)
}

function readDelta(delta: Wire, index: number, draft: AnswerDraft, answer: NativeAnswer): void {
  noteUnknown(delta, DELTA, 'delta.', draft.log)
  answer.addText(draft, 'content', asText(delta['text']) ?? '')
  answer.addText(draft, 'reasoning', asText(delta['thinking']) ?? '')
  const piece = asText(delta['partial_json'])
  const tool = piece === null ? null : toolAt(draft, index)
  if (tool !== null && piece !== null) tool.arguments += piece
}

function readEnd(record: Wire | null, draft: AnswerDraft, answer: NativeAnswer): void {
  const reason = asText(record?.['stop_reason'])
  if (reason !== null) answer.finish(draft, reason)
}

function readMessage(message: Wire, draft: AnswerDraft, answer: NativeAnswer): void {
  const { envelope } = answer.choices
  noteUnknown(message, MESSAGE, '', draft.log)
  envelope.id = asText(message['id']) ?? envelope.id
  envelope.model = asText(message['model']) ?? envelope.model
  for (const [index, item] of (asArray(message['content']) ?? []).entries()) {
    const block = asRecord(item)
    if (block !== null) readBlock(block, index, draft, answer)
  }
  readUsage(asRecord(message['usage']), draft, answer)
  readEnd(message, draft, answer)
}

function take(record: Wire, answer: NativeAnswer): void {
  const { choices } = answer
  const whole = isWhole(record)
  if (!whole && !isEvent(record)) return
  choices.recognised = true
  if (!whole) choices.envelope.streamed = true
  const draft = choices.draftOf({}, 0)
  if (draft === null) return
  if (!whole) noteUnknown(record, EVENT, '', draft.log)
  if (!draft.log.has('no-logprobs')) draft.log.add('no-logprobs', undefined, 'the messages format has no place for log-probabilities')
  const index = asCount(record['index']) ?? 0
  const block = asRecord(record['content_block'])
  const delta = asRecord(record['delta'])
  const message = whole ? record : asRecord(record['message'])
  if (message !== null) readMessage(message, draft, answer)
  if (block !== null) readBlock(block, index, draft, answer)
  if (delta !== null) readDelta(delta, index, draft, answer)
  if (record['type'] === 'message_delta') {
    readUsage(asRecord(record['usage']), draft, answer)
    readEnd(delta, draft, answer)
  }
  if (record['type'] === 'message_stop') choices.envelope.done = true
}

function bodyOf({ source, output, usage }: Trace): object {
  const calls = (output.toolCalls ?? []).map(({ id, name, arguments: given }) => {
    const parsed = parseJson(given)
    return { type: 'tool_use', ...(id === undefined ? {} : { id }), name, ...(parsed.ok ? { input: parsed.value } : {}) }
  })
  return {
    ...(source.responseId === undefined ? {} : { id: source.responseId }),
    type: 'message',
    role: 'assistant',
    model: source.model,
    content: [
      ...(output.reasoning === undefined ? [] : [{ type: 'thinking', thinking: output.reasoning }]),
      ...(output.text === '' ? [] : [{ type: 'text', text: output.text }]),
      ...calls,
    ],
    stop_reason: output.finish.raw,
    ...(usage === undefined ? {} : { usage: { input_tokens: usage.input, output_tokens: usage.output } }),
  }
}

export const anthropic: Format = nativeFormat({
  api: 'anthropic',
  provider: providerOf,
  verified: 'recorded',
  matches: (record) => isWhole(record) || isEvent(record),
  requestInChatWords: (request) => request,
  reader: () => take,
  asking: { finish: finishAnthropic },
  write: ([first]) => (first === undefined ? {} : bodyOf(first)),
})

/** Ollama's own `/api/generate` and `/api/chat`: one object, or one a line; thinking and answer share one list of tokens. */
import type { ToolCall, Trace } from '@logitscope/core'
import type { Format } from '../contract.ts'
import { finishOllama } from '../finish/index.ts'
import { askOllama } from '../shared/ask-native.ts'
import { stripOllama } from '../strip/index.ts'
import { toolAt, type AnswerDraft } from '../shared/answer-draft.ts'
import { encodeToken } from '../shared/encode-entries.ts'
import { parseJson } from '../shared/json.ts'
import { names, noteUnknown } from '../shared/known-fields.ts'
import { nativeFormat, type NativeAnswer } from '../shared/native-format.ts'
import { readList } from '../shared/read-list.ts'
import { asArray, asRecord, asText, isPresent, type Wire } from '../shared/wire.ts'

const TOP: ReadonlySet<string> = names(
  'model created_at response thinking message done done_reason context total_duration load_duration prompt_eval_count',
  'prompt_eval_duration eval_count eval_duration logprobs remote_model remote_host tool_calls image completed total _debug_info',
)
const MESSAGE: ReadonlySet<string> = names('role content thinking tool_calls images tool_name tool_call_id')

function readTools(draft: AnswerDraft, list: unknown): void {
  for (const item of asArray(list) ?? []) {
    const call = asRecord(item)
    const made = asRecord(call?.['function'])
    const tool = made === null ? null : toolAt(draft, draft.tools.size)
    if (made === null || tool === null) continue
    tool.id = asText(call?.['id'])
    tool.name = asText(made['name']) ?? ''
    const given = made['arguments']
    tool.arguments = asText(given) ?? JSON.stringify(given ?? {})
  }
}

function take(record: Wire, answer: NativeAnswer): void {
  const { choices } = answer
  if (!isOllama(record)) return
  choices.recognised = true
  if (record['done'] !== true) choices.envelope.streamed = true
  const draft = choices.draftOf({}, 0)
  if (draft === null) return
  noteUnknown(record, TOP, '', draft.log)
  choices.envelope.model = asText(record['model']) ?? choices.envelope.model
  const message = asRecord(record['message']) ?? {}
  noteUnknown(message, MESSAGE, 'message.', draft.log)
  const thinking = asText(message['thinking']) ?? asText(record['thinking']) ?? ''
  const text = asText(message['content']) ?? asText(record['response']) ?? ''
  answer.addText(draft, 'reasoning', thinking)
  answer.addText(draft, 'content', text)
  readTools(draft, message['tool_calls'] ?? record['tool_calls'])
  const hint = thinking !== '' && text === '' ? 'reasoning' : 'content'
  answer.tell(draft, readList(draft, record['logprobs'], hint, true, hint))
  answer.count(draft, record['prompt_eval_count'], record['eval_count'])
  if (record['done'] === true) answer.finish(draft, asText(record['done_reason']))
}

function isOllama(record: Wire): boolean {
  return (
    typeof record['done'] === 'boolean' &&
    !isPresent(record['choices']) &&
    (typeof record['response'] === 'string' || asRecord(record['message']) !== null || isPresent(record['done_reason']))
  )
}

function callOf({ id, name, arguments: given }: ToolCall): object {
  const parsed = parseJson(given)
  return {
    ...(id === undefined ? {} : { id }),
    function: { name, arguments: parsed.ok && asRecord(parsed.value) !== null ? parsed.value : given },
  }
}

function bodyOf({ source, output, usage, tokens, startedAt }: Trace): object {
  const { raw } = output.finish
  return {
    model: source.model,
    created_at: new Date(Math.min(Math.max(0, startedAt), 8.64e15) || 0).toISOString(),
    message: {
      role: 'assistant',
      content: output.text,
      ...(output.reasoning === undefined ? {} : { thinking: output.reasoning }),
      ...(output.toolCalls === undefined ? {} : { tool_calls: output.toolCalls.map(callOf) }),
    },
    done: true,
    ...(raw === null ? {} : { done_reason: raw }),
    ...(usage === undefined ? {} : { prompt_eval_count: usage.input, eval_count: usage.output }),
    ...(tokens.length === 0 ? {} : { logprobs: tokens.map(encodeToken) }),
  }
}

function requestInChatWords({ options, ...rest }: Wire): Wire {
  const { num_predict: most, ...sampling } = asRecord(options) ?? {}
  return { ...sampling, ...rest, max_tokens: most }
}

export const ollama: Format = nativeFormat({
  api: 'ollama',
  provider: 'ollama',
  verified: 'rebuilt',
  asking: { ask: askOllama, strip: stripOllama, finish: finishOllama },
  matches: isOllama,
  requestInChatWords,
  reader: () => take,
  // One output is all that this format holds: what would be others is found to be lost.
  write: ([first]) => (first === undefined ? {} : bodyOf(first)),
})

/** Cohere's v2 chat, whole and streamed, and its older generate. Its items are pieces of text of one or more tokens: ids and values side by side, no alternatives, no bytes. */
import type { Trace } from '@logitscope/core'
import type { Format } from '../contract.ts'
import { finishCohere } from '../finish/index.ts'
import { addTokens, noteSeen, toolAt, type AnswerDraft } from '../shared/answer-draft.ts'
import { askCohere } from '../shared/ask-native.ts'
import type { DraftToken } from '../shared/draft-token.ts'
import { names, noteUnknown } from '../shared/known-fields.ts'
import { nativeFormat, type NativeAnswer } from '../shared/native-format.ts'
import { readEntry } from '../shared/read-entry.ts'
import { asArray, asCount, asRecord, asText, isPresent, type Wire } from '../shared/wire.ts'
import { stripCohere } from '../strip/index.ts'
import { isGenerate, readGenerate } from './read-generate.ts'

const EVENTS: ReadonlySet<string> = names(
  'message-start content-start content-delta content-end tool-plan-delta tool-call-start tool-call-delta tool-call-end citation-start citation-end message-end debug',
)
const TOP: ReadonlySet<string> = names('id type index finish_reason message usage logprobs delta meta response_type prompt')
const MESSAGE: ReadonlySet<string> = names('role content tool_calls tool_plan citations')
const ITEM: ReadonlySet<string> = names('text token_ids logprobs')

const isEvent = (record: Wire): boolean => EVENTS.has(asText(record['type']) ?? '')

function isWhole(record: Wire): boolean {
  const message = asRecord(record['message'])
  const holds = asArray(message?.['content']) !== null || asArray(message?.['tool_calls']) !== null
  return holds && 'finish_reason' in record && record['type'] === undefined && record['choices'] === undefined
}

/** The tokens of one item. Only the item's text is given: the last of several carries it, as of text that was held back. */
function tokensOf(value: unknown, draft: AnswerDraft): DraftToken[] {
  const item = asRecord(value)
  if (item === null) {
    draft.log.add('wrong-type', draft.tokens.length, 'an item of the token list is not an object')
    return []
  }
  noteUnknown(item, ITEM, 'logprobs[].', draft.log)
  const values = asArray(item['logprobs']) ?? []
  const ids = asArray(item['token_ids']) ?? []
  const count = Math.max(values.length, ids.length)
  if (values.length !== ids.length) draft.log.add('missing-logprob', draft.tokens.length, `${values.length} values for ${ids.length} ids`)
  return Array.from({ length: count }, (_, i) => {
    const entry = { token: i === count - 1 ? item['text'] : '', logprob: values[i], id: ids[i] }
    return readEntry(entry, 'content', draft.tokens.length + i, draft.notes)
  }).filter((token) => token !== null)
}

function readLogprobs(value: unknown, draft: AnswerDraft, answer: NativeAnswer): void {
  if (!isPresent(value)) return
  noteSeen(draft, 'empty')
  for (const item of asArray(value) ?? [value]) {
    const kept = addTokens(draft, tokensOf(item, draft), true, 'content')
    if (kept.length > 0) noteSeen(draft, 'tokens')
    answer.tell(draft, kept)
  }
}

function readTool(call: Wire | null, index: number, draft: AnswerDraft): void {
  const made = asRecord(call?.['function'])
  const tool = call === null ? null : toolAt(draft, index)
  if (call === null || tool === null) return
  tool.id = asText(call['id']) ?? tool.id
  tool.name = asText(made?.['name']) ?? tool.name
  tool.arguments += asText(made?.['arguments']) ?? ''
}

function readContent(content: Wire | null, draft: AnswerDraft, answer: NativeAnswer): void {
  answer.addText(draft, 'content', asText(content?.['text']) ?? '')
  answer.addText(draft, 'reasoning', asText(content?.['thinking']) ?? '')
}

function readMessage(message: Wire, index: number, draft: AnswerDraft, answer: NativeAnswer): void {
  noteUnknown(message, MESSAGE, 'message.', draft.log)
  answer.addText(draft, 'reasoning', asText(message['tool_plan']) ?? '')
  const contents = asArray(message['content'])
  if (contents === null) readContent(asRecord(message['content']), draft, answer)
  else for (const content of contents) readContent(asRecord(content), draft, answer)
  const calls = asArray(message['tool_calls'])
  if (calls === null) readTool(asRecord(message['tool_calls']), index, draft)
  else for (const [i, call] of calls.entries()) readTool(asRecord(call), i, draft)
}

/** The tokens that were made come before those that are paid for: template tokens are among them. */
function readEnd(record: Wire, draft: AnswerDraft, answer: NativeAnswer): void {
  const usage = asRecord(record['usage'])
  const counts = asRecord(usage?.['tokens']) ?? asRecord(usage?.['billed_units'])
  if (counts !== null) answer.count(draft, counts['input_tokens'], counts['output_tokens'])
  const reason = asText(record['finish_reason'])
  if (reason !== null) answer.finish(draft, reason)
}

function take(record: Wire, answer: NativeAnswer): void {
  const { choices } = answer
  if (isGenerate(record)) {
    choices.recognised = true
    readGenerate(record, answer)
    return
  }
  const whole = isWhole(record)
  if (!whole && !isEvent(record)) return
  choices.recognised = true
  if (!whole) choices.envelope.streamed = true
  const draft = choices.draftOf({}, 0)
  if (draft === null) return
  noteUnknown(record, TOP, '', draft.log)
  choices.envelope.id = asText(record['id']) ?? choices.envelope.id
  const part = whole ? record : asRecord(record['delta'])
  const message = asRecord(part?.['message'])
  if (message !== null) readMessage(message, asCount(record['index']) ?? 0, draft, answer)
  readLogprobs(record['logprobs'], draft, answer)
  if (part !== null) readEnd(part, draft, answer)
}

function write([first]: readonly Trace[]): unknown {
  if (first === undefined) return {}
  const { output, tokens, usage, source } = first
  return {
    id: source.responseId ?? first.requestId,
    finish_reason: output.finish.raw,
    message: {
      role: 'assistant',
      content: [
        ...(output.reasoning === undefined ? [] : [{ type: 'thinking', thinking: output.reasoning }]),
        ...(output.text === '' ? [] : [{ type: 'text', text: output.text }]),
      ],
      ...(output.toolCalls === undefined
        ? {}
        : {
            tool_calls: output.toolCalls.map(({ id, name, arguments: given }) => ({
              ...(id === undefined ? {} : { id }),
              type: 'function',
              function: { name, arguments: given },
            })),
          }),
    },
    ...(usage === undefined ? {} : { usage: { tokens: { input_tokens: usage.input, output_tokens: usage.output } } }),
    ...(tokens.length === 0
      ? {}
      : { logprobs: tokens.map(({ text, id, logprob }) => ({ text, token_ids: id === undefined ? [] : [id], logprobs: [logprob] })) }),
  }
}

function requestInChatWords(request: Wire): Wire {
  const { p: topP, k: topK, stop_sequences: stop, ...rest } = request
  return { ...rest, top_p: topP, top_k: topK, stop }
}

export const cohere: Format = nativeFormat({
  api: 'cohere',
  provider: 'cohere',
  verified: 'documentation',
  matches: (record) => isWhole(record) || isEvent(record) || isGenerate(record),
  requestInChatWords,
  reader: () => take,
  asking: { ask: askCohere, strip: stripCohere, finish: finishCohere },
  write,
})

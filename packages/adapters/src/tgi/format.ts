/** Text Generation Inference's own `/generate` and `/generate_stream`, and the list that `/` gives. */
import type { Token, Trace } from '@logitscope/core'
import type { Format } from '../contract.ts'
import { finishTgi } from '../finish/index.ts'
import { askTgi } from '../shared/ask-native.ts'
import { stripTgi } from '../strip/index.ts'
import { addTokens, noteSeen, type AnswerDraft } from '../shared/answer-draft.ts'
import type { DraftToken } from '../shared/draft-token.ts'
import { chatEntry, promptToken, type IdEntry } from '../shared/id-entries.ts'
import { names, noteUnknown } from '../shared/known-fields.ts'
import { nativeFormat, type NativeAnswer } from '../shared/native-format.ts'
import { readEntry } from '../shared/read-entry.ts'
import { asArray, asRecord, asText, isPresent, type Wire } from '../shared/wire.ts'

const TOP: ReadonlySet<string> = names('generated_text details index token top_tokens error error_type')
const DETAILS: ReadonlySet<string> = names(
  'finish_reason generated_tokens seed prefill tokens top_tokens best_of_sequences generated_text input_length',
)
const ENTRY: ReadonlySet<string> = names('id text logprob special')

function entryOf(value: unknown, draft: AnswerDraft): IdEntry | null {
  const entry = asRecord(value)
  if (entry === null) {
    draft.log.add('wrong-type', undefined, 'an entry of a token list is not an object')
    return null
  }
  noteUnknown(entry, ENTRY, 'details.tokens[].', draft.log)
  return { id: entry['id'], text: entry['text'], logprob: entry['logprob'] }
}

/** Reads a token with its list, and adds it. */
function addToken(draft: AnswerDraft, value: unknown, list: unknown): readonly DraftToken[] {
  const entry = entryOf(value, draft)
  const listed = (asArray(list) ?? []).flatMap((item) => entryOf(item, draft) ?? [])
  const at = draft.tokens.length
  const token = readEntry(entry === null ? value : chatEntry(entry, listed), 'content', at, draft.notes)
  if (token === null) return []
  if (asRecord(value)?.['special'] === true) token.special = true
  return addTokens(draft, [token], true, 'content')
}

function readTokens(draft: AnswerDraft, details: Wire): readonly Token[] {
  const tokens = asArray(details['tokens'])
  if (tokens === null) {
    if (isPresent(details['tokens'])) draft.log.add('wrong-type', undefined, 'details.tokens is not a list')
    return []
  }
  const lists = asArray(details['top_tokens']) ?? []
  noteSeen(draft, tokens.length > 0 ? 'tokens' : 'empty')
  if (lists.length > 0 && lists.length !== tokens.length)
    draft.log.add('wrong-type', undefined, `${lists.length} lists of alternatives for ${tokens.length} tokens`)
  return tokens.flatMap((token, i) => addToken(draft, token, lists[i]))
}

function readDetails(draft: AnswerDraft, details: Wire, answer: NativeAnswer): void {
  noteUnknown(details, DETAILS, 'details.', draft.log)
  const prefill = (asArray(details['prefill']) ?? []).flatMap((item) => entryOf(item, draft) ?? [])
  if (prefill.length > 0) draft.promptTokens = prefill.map((entry, i) => promptToken(entry, [], i, draft.notes))
  answer.tell(draft, readTokens(draft, details))
  const { input_length: input = prefill.length } = details
  answer.count(draft, input, details['generated_tokens'])
  finish(draft, asText(details['finish_reason']), answer)
}

/** A token that is not part of the text is the last one only where the model ended by itself. */
function finish(draft: AnswerDraft, raw: string | null, answer: NativeAnswer): void {
  if (raw !== null) answer.finish(draft, raw)
  else answer.finish(draft, null, draft.tokens.at(-1)?.special === true ? 'stop' : 'unknown')
}

/** `return_full_text` puts the prompt before the text: what the tokens spell is the answer. */
function withoutPrompt(draft: AnswerDraft): void {
  const spelled = draft.tokens.map((token) => (token.special === true ? '' : token.text)).join('')
  const before = draft.content.length - spelled.length
  if (spelled !== '' && before > 0 && draft.content.endsWith(spelled) && draft.content.slice(0, before).trim() !== '')
    draft.content = spelled
}

function readBody(record: Wire, place: number, answer: NativeAnswer): number {
  const { choices } = answer
  choices.recognised = true
  const draft = choices.draftOf({}, place)
  if (draft === null) return place
  noteUnknown(record, TOP, '', draft.log)
  answer.addText(draft, 'content', asText(record['generated_text']) ?? '')
  const details = asRecord(record['details'])
  if (details === null) answer.finish(draft, null)
  else readDetails(draft, details, answer)
  withoutPrompt(draft)
  let next = place + 1
  for (const item of asArray(details?.['best_of_sequences']) ?? []) {
    const other = asRecord(item)
    const rest = other === null ? null : choices.draftOf({}, next)
    if (other === null || rest === null) continue
    next += 1
    answer.addText(rest, 'content', asText(other['generated_text']) ?? '')
    readDetails(rest, other, answer)
    withoutPrompt(rest)
  }
  return next
}

function readEvent(record: Wire, answer: NativeAnswer): void {
  const { choices } = answer
  choices.recognised = true
  choices.envelope.streamed = true
  const draft = choices.draftOf({}, 0)
  if (draft === null) return
  noteUnknown(record, TOP, '', draft.log)
  noteSeen(draft, 'tokens')
  const came = addToken(draft, record['token'], record['top_tokens'])
  answer.tell(draft, came)
  const token = came[0]
  if (token !== undefined && token.special !== true) answer.addText(draft, 'content', token.text)
  const whole = asText(record['generated_text'])
  const details = asRecord(record['details'])
  if (whole === null && details === null) return
  // The whole text is what counts: pieces of characters and the first token's space are settled in it.
  if (whole !== null) draft.content = whole
  withoutPrompt(draft)
  if (details !== null) readDetails(draft, details, answer)
  else finish(draft, null, answer)
}

function sequenceOf({ output, tokens, promptTokens }: Trace, generated: number): object {
  const entry = ({ id, text, logprob }: Pick<Token, 'id' | 'text' | 'logprob'>): object => ({ id: id ?? null, text, logprob })
  return {
    finish_reason: output.finish.raw,
    generated_tokens: generated,
    prefill: (promptTokens ?? []).map(entry),
    tokens: tokens.map((token) => ({ ...entry(token), special: token.special === true })),
    ...(tokens.some(({ alternatives }) => alternatives.length > 0)
      ? { top_tokens: tokens.map((token) => token.alternatives.map(entry)) }
      : {}),
  }
}

/** A trace without entries and counts came without details. */
const isBare = ({ usage, tokens, output }: Trace): boolean => usage === undefined && tokens.length === 0 && output.finish.raw === null

function write(traces: readonly Trace[], outputs: readonly number[]): unknown {
  const [first, ...others] = traces
  if (first === undefined) return []
  if (others.length === 0 && isBare(first)) return { generated_text: first.output.text }
  const rest = others.map((trace, i) => ({ generated_text: trace.output.text, ...sequenceOf(trace, outputs[i + 1]!) }))
  const details = {
    ...sequenceOf(first, outputs[0]!),
    ...(first.usage === undefined ? {} : { input_length: first.usage.input }),
    ...(rest.length === 0 ? {} : { best_of_sequences: rest }),
  }
  return { generated_text: first.output.text, details: first.usage === undefined ? { ...details, generated_tokens: null } : details }
}

function requestInChatWords(request: Wire): Wire {
  const { max_new_tokens: most, details, top_n_tokens: listed, best_of: _, ...rest } = asRecord(request['parameters']) ?? {}
  return {
    ...rest,
    model: request['model'],
    prompt: request['inputs'],
    max_tokens: most,
    ...(isPresent(request['stream']) ? { stream: request['stream'] } : {}),
    logprobs: details === true,
    ...(isPresent(listed) ? { top_logprobs: listed } : {}),
  }
}

function isTgi(record: Wire): boolean {
  const token = asRecord(record['token'])
  if (token !== null && 'text' in token && 'logprob' in token) return true
  return typeof record['generated_text'] === 'string' && !isPresent(record['choices'])
}

export const tgi: Format = nativeFormat({
  api: 'tgi',
  provider: 'tgi',
  verified: 'recorded',
  asking: { ask: askTgi, strip: stripTgi, finish: finishTgi },
  matches: isTgi,
  requestInChatWords,
  reader() {
    let place = 0
    return (record, answer) => {
      if (record['token'] !== undefined) readEvent(record, answer)
      else if (isTgi(record)) place = readBody(record, place, answer)
    }
  },
  write,
})

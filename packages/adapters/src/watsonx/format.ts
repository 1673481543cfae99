/** IBM watsonx's `/ml/v1/text/generation` and `/text/generation_stream`; its chat is OpenAI's. */
import type { Alternative, Token, Trace } from '@logitscope/core'
import type { Format } from '../contract.ts'
import { finishWatsonx } from '../finish/index.ts'
import { noteSeen, type AnswerDraft } from '../shared/answer-draft.ts'
import { askWatsonx } from '../shared/ask-native.ts'
import { promptToken, type IdEntry } from '../shared/id-entries.ts'
import { names, noteUnknown } from '../shared/known-fields.ts'
import { nativeFormat, type NativeAnswer } from '../shared/native-format.ts'
import { readList } from '../shared/read-list.ts'
import { asArray, asCount, asRecord, asText, isPresent, type Wire } from '../shared/wire.ts'
import { stripWatsonx } from '../strip/index.ts'

const TOP: ReadonlySet<string> = names('model_id model_version created_at created results system')
const RESULT: ReadonlySet<string> = names(
  'generated_text generated_token_count input_token_count stop_reason seed generated_tokens input_tokens moderations',
)

/** An entry in the words of chat; `rank` says no more than the list does, and less. */
function chatEntry(value: unknown): unknown {
  const entry = asRecord(value)
  if (entry === null) return value
  const { top_tokens: listed, ...rest } = entry
  return isPresent(listed) ? { ...rest, top_logprobs: listed } : rest
}

/** The prompt's tokens; the first has no value in any answer. */
function readPrompt(list: unknown, draft: AnswerDraft): void {
  const asEntry = (value: unknown): IdEntry => {
    const found = asRecord(value)
    return { text: found?.['text'], logprob: found?.['logprob'], id: undefined }
  }
  const items = (asArray(list) ?? []).slice(0, draft.notes.limits.tokens)
  if (items.length === 0) return
  draft.promptTokens = items.map((value, i) => {
    const listed = (asArray(asRecord(value)?.['top_tokens']) ?? []).slice(0, draft.notes.limits.alternatives)
    return promptToken(asEntry(value), listed.map(asEntry), i, draft.notes)
  })
}

function readResult(result: Wire, draft: AnswerDraft, answer: NativeAnswer): void {
  noteUnknown(result, RESULT, 'results[].', draft.log)
  answer.addText(draft, 'content', asText(result['generated_text']) ?? '')
  if (result['generated_tokens'] === null) noteSeen(draft, 'null')
  const list = asArray(result['generated_tokens'])?.map(chatEntry) ?? result['generated_tokens']
  answer.tell(draft, readList(draft, list, 'content', true, 'content'))
  readPrompt(result['input_tokens'], draft)
  // In a stream the prompt is counted by the first event alone, and 0 by the others.
  const input = asCount(result['input_token_count'])
  answer.count(draft, input === 0 ? undefined : input, result['generated_token_count'])
  const reason = asText(result['stop_reason'])
  if (reason !== null && reason.toLowerCase() !== 'not_finished') answer.finish(draft, reason)
}

function isWatsonx(record: Wire): boolean {
  const first = asRecord(asArray(record['results'])?.[0])
  return typeof first?.['generated_text'] === 'string'
}

function take(record: Wire, answer: NativeAnswer): void {
  const { choices, asEvent } = answer
  const results = asArray(record['results'])
  if (results === null) return
  choices.recognised = true
  if (asEvent) choices.envelope.streamed = true
  noteUnknown(record, TOP, '', choices.envelope.log)
  choices.envelope.model = asText(record['model_id']) ?? choices.envelope.model
  results.forEach((value, place) => {
    const result = asRecord(value)
    const draft = result === null ? null : choices.draftOf({}, place)
    if (result !== null && draft !== null) readResult(result, draft, answer)
  })
}

const entry = ({ text, logprob }: Token | Alternative): object => ({ text, logprob })
const full = (token: Token): object => ({ ...entry(token), top_tokens: token.alternatives.map(entry) })

function resultOf({ output, tokens, promptTokens, usage }: Trace, written: number): object {
  return {
    generated_text: output.text,
    ...(usage === undefined ? {} : { generated_token_count: written, input_token_count: usage.input }),
    stop_reason: output.finish.raw,
    ...(tokens.length === 0 ? {} : { generated_tokens: tokens.map(full) }),
    ...(promptTokens === undefined ? {} : { input_tokens: promptTokens.map(full) }),
  }
}

function requestInChatWords({ model_id: model, input, parameters, ...rest }: Wire): Wire {
  const { max_new_tokens: most, stop_sequences: stop, random_seed: seed, return_options: returned, ...others } = asRecord(parameters) ?? {}
  const wanted = asRecord(returned) ?? {}
  return {
    ...rest,
    ...others,
    model,
    prompt: input,
    max_tokens: most,
    stop,
    seed,
    logprobs: wanted['token_logprobs'] === true,
    ...(isPresent(wanted['top_n_tokens']) ? { top_logprobs: wanted['top_n_tokens'] } : {}),
  }
}

export const watsonx: Format = nativeFormat({
  api: 'watsonx',
  provider: 'watsonx',
  verified: 'documentation',
  matches: isWatsonx,
  requestInChatWords,
  reader: () => take,
  asking: { ask: askWatsonx, strip: stripWatsonx, finish: finishWatsonx },
  write: (traces, outputs) => ({
    model_id: traces[0]?.source.model ?? '',
    results: traces.map((trace, i) => resultOf(trace, outputs[i]!)),
  }),
})

/** SGLang's own `/generate`: tuples `[logprob, id, text]` in `meta_info`, whole and in streams of everything so far or of what is new. */
import type { Alternative, Token, Trace } from '@logitscope/core'
import type { Format } from '../contract.ts'
import { finishSglang } from '../finish/index.ts'
import { askSglang } from '../shared/ask-native.ts'
import { stripSglang } from '../strip/index.ts'
import { addTokens, noteSeen, type AnswerDraft } from '../shared/answer-draft.ts'
import type { DraftToken } from '../shared/draft-token.ts'
import { chatEntry, promptToken, textOrNull, type IdEntry } from '../shared/id-entries.ts'
import { names, noteUnknown } from '../shared/known-fields.ts'
import { nativeFormat, type NativeAnswer } from '../shared/native-format.ts'
import { readEntry } from '../shared/read-entry.ts'
import { asArray, asCount, asRecord, asText, isPresent, type Wire } from '../shared/wire.ts'

const TOP: ReadonlySet<string> = names('text output_ids meta_info index prompt_token_ids error routed_experts hidden_states')
const META: ReadonlySet<string> = names(
  'id finish_reason prompt_tokens completion_tokens cached_tokens e2e_latency weight_version total_retractions queue_time num_retractions',
  'input_token_logprobs output_token_logprobs input_top_logprobs output_top_logprobs prefill_launch_delay prefill_launch_latency',
  'request_received_ts decode_throughput inference_time spec_verify_ct spec_accept_rate spec_accept_length response_sent_to_client_ts',
  'reasoning_tokens hidden_states routed_experts dp_rank cached_tokens_details completion_tokens_wo_jump_forward',
)

const entryOf = (value: unknown): IdEntry | null => {
  const tuple = asArray(value)
  return tuple === null ? null : { logprob: tuple[0], id: tuple[1], text: tuple[2] }
}

function listOf(value: unknown, draft: AnswerDraft): IdEntry[] {
  return (asArray(value) ?? []).flatMap((item) => {
    const entry = entryOf(item)
    if (entry === null) draft.log.add('wrong-type', undefined, 'an alternative is no list')
    return entry ?? []
  })
}

/** How far an output was read, and whether its events hold everything so far. */
interface Progress {
  entries: number
  mode: 'unknown' | 'cumulative' | 'incremental'
  first: readonly unknown[] | null
}

/**
 * Whether an event repeats what came before it. The count of tokens so far tells where only one of the two fits it; else the first entry,
 * which such an event has in common with the first event.
 */
function modeOf(progress: Progress, list: readonly unknown[], counted: number | null): Progress['mode'] {
  if (progress.mode !== 'unknown' || progress.entries === 0 || list.length === 0) return progress.mode
  const isAll = list.length === counted
  const isNew = list.length + progress.entries === counted
  if (isAll !== isNew) return isAll ? 'cumulative' : 'incremental'
  const first = asArray(list[0])
  return first?.[0] === progress.first?.[0] && first?.[1] === progress.first?.[1] ? 'cumulative' : 'incremental'
}

function readTokens(draft: AnswerDraft, meta: Wire, progress: Progress): readonly DraftToken[] {
  const list = asArray(meta['output_token_logprobs'])
  if (list === null) {
    if (meta['output_token_logprobs'] === null) noteSeen(draft, 'null')
    else if (isPresent(meta['output_token_logprobs'])) draft.log.add('wrong-type', undefined, 'output_token_logprobs is not a list')
    return []
  }
  progress.mode = modeOf(progress, list, asCount(meta['completion_tokens']))
  progress.first ??= asArray(list[0])
  const from = progress.mode === 'cumulative' ? progress.entries : 0
  progress.entries = progress.mode === 'cumulative' ? Math.max(progress.entries, list.length) : progress.entries + list.length
  noteSeen(draft, list.length > 0 ? 'tokens' : 'empty')
  const tops = asArray(meta['output_top_logprobs']) ?? []
  const tokens = list.slice(from).flatMap((value, i): DraftToken[] => {
    const entry = entryOf(value)
    const words = entry === null ? value : chatEntry(entry, listOf(tops[from + i], draft))
    const token = readEntry(words, 'content', draft.tokens.length + i, draft.notes)
    return token === null ? [] : [token]
  })
  return addTokens(draft, tokens, true, 'content')
}

/** The texts of a stream are whole each time, or pieces, as its lists are; where there are no lists, the text itself tells. */
function takeText(draft: AnswerDraft, text: string, progress: Progress, answer: NativeAnswer): void {
  const { content } = draft
  const repeats = content !== '' && text.startsWith(content) && (text.length > content.length || progress.mode === 'cumulative')
  if (progress.mode !== 'incremental' && repeats) answer.addText(draft, 'content', text.slice(content.length))
  else if (progress.mode === 'cumulative') draft.content = text
  else answer.addText(draft, 'content', text)
}

function takeFinish(draft: AnswerDraft, reason: unknown, answer: NativeAnswer): void {
  const raw = asText(reason) ?? asText(asRecord(reason)?.['type'])
  if (raw === null || raw === '') return
  const message = asText(asRecord(reason)?.['message'])
  if (raw === 'abort' && message !== null && draft.tokens.length === 0) draft.error = { code: 'abort', message }
  answer.finish(draft, raw)
}

function readPrompt(draft: AnswerDraft, meta: Wire): void {
  const list = asArray(meta['input_token_logprobs'])
  if (list === null || list.length === 0 || draft.promptTokens !== null) return
  const tops = asArray(meta['input_top_logprobs']) ?? []
  draft.promptTokens = list.flatMap((value, i) => {
    const entry = entryOf(value)
    if (entry === null) draft.log.add('wrong-type', undefined, 'an entry of the prompt is no list')
    return entry === null ? [] : [promptToken(entry, listOf(tops[i], draft), i, draft.notes)]
  })
}

function take(record: Wire, answer: NativeAnswer, place: number, progressOf: (draft: AnswerDraft) => Progress): void {
  const meta = asRecord(record['meta_info'])
  const { choices } = answer
  if (meta === null) return
  choices.recognised = true
  const draft = choices.draftOf(record, place)
  if (draft === null) return
  noteUnknown(record, TOP, '', draft.log)
  noteUnknown(meta, META, 'meta_info.', draft.log)
  choices.envelope.id = asText(meta['id']) ?? choices.envelope.id
  const progress = progressOf(draft)
  const came = readTokens(draft, meta, progress)
  takeText(draft, asText(record['text']) ?? '', progress, answer)
  answer.tell(draft, came)
  readPrompt(draft, meta)
  answer.count(draft, meta['prompt_tokens'], meta['completion_tokens'])
  takeFinish(draft, meta['finish_reason'], answer)
}

const tupleOf = (entry: Token | Alternative): unknown[] => [entry.logprob, entry.id ?? null, textOrNull(entry)]
const hasLists = (tokens: readonly Token[]): boolean => tokens.some(({ alternatives }) => alternatives.length > 0)
const listsOf = (tokens: readonly Token[]): unknown[] =>
  tokens.map(({ alternatives }) => (alternatives.length === 0 ? null : alternatives.map(tupleOf)))

function bodyOf(trace: Trace, output: number, alone: boolean): object {
  const { tokens, promptTokens } = trace
  const { raw } = trace.output.finish
  return {
    text: trace.output.text,
    ...(alone ? {} : { index: trace.source.choice }),
    meta_info: {
      ...(trace.source.responseId === undefined ? {} : { id: trace.source.responseId }),
      finish_reason:
        raw === null ? null : { type: raw, ...(trace.output.error === undefined ? {} : { message: trace.output.error.message }) },
      ...(trace.usage === undefined ? {} : { prompt_tokens: trace.usage.input, completion_tokens: output }),
      ...(tokens.length === 0 ? {} : { output_token_logprobs: tokens.map(tupleOf) }),
      ...(hasLists(tokens) ? { output_top_logprobs: listsOf(tokens) } : {}),
      ...(promptTokens === undefined ? {} : { input_token_logprobs: promptTokens.map(tupleOf) }),
      ...(promptTokens !== undefined && hasLists(promptTokens) ? { input_top_logprobs: listsOf(promptTokens) } : {}),
    },
  }
}

function requestInChatWords(request: Wire): Wire {
  const { max_new_tokens: most, ...rest } = asRecord(request['sampling_params']) ?? {}
  return {
    ...rest,
    model: request['model'],
    prompt: request['text'],
    max_tokens: most,
    stream: request['stream'],
    logprobs: request['return_logprob'] === true,
    ...(isPresent(request['top_logprobs_num']) ? { top_logprobs: request['top_logprobs_num'] } : {}),
  }
}

export const sglang: Format = nativeFormat({
  api: 'sglang',
  provider: 'sglang',
  verified: 'documentation',
  asking: { ask: askSglang, strip: stripSglang, finish: finishSglang },
  matches: (record) =>
    asRecord(record['meta_info']) !== null &&
    !isPresent(record['choices']) &&
    (typeof record['text'] === 'string' || asArray(record['output_ids']) !== null),
  requestInChatWords,
  reader() {
    const known = new Map<AnswerDraft, Progress>()
    const ids = new Map<string, number>()
    return (record, answer) => {
      const id = asText(asRecord(record['meta_info'])?.['id'])
      const finished = asRecord(record['meta_info'])?.['finish_reason']
      // Several outputs without an index differ by their id.
      const place = id === null ? 0 : (ids.get(id) ?? ids.size)
      if (id !== null) ids.set(id, place)
      if (answer.asEvent && !isPresent(finished)) answer.choices.envelope.streamed = true
      take(record, answer, place, (draft) => {
        const progress = known.get(draft) ?? { entries: 0, mode: 'unknown', first: null }
        known.set(draft, progress)
        return progress
      })
    }
  },
  write(traces, outputs) {
    const bodies = traces.map((trace, i) => bodyOf(trace, outputs[i]!, traces.length === 1))
    return bodies.length === 1 ? bodies[0] : bodies
  },
})

/** vLLM's `/inference/v1/generate`: tokens by id, without any text. */
import type { Alternative, Token, Trace } from '@logitscope/core'
import type { Format } from '../contract.ts'
import { addTokens, noteSeen, type AnswerDraft } from '../shared/answer-draft.ts'
import { askVllmGenerate } from '../shared/ask-others.ts'
import type { DraftToken } from '../shared/draft-token.ts'
import { encodeUsage } from '../shared/encode-outer.ts'
import { chatEntry, type IdEntry } from '../shared/id-entries.ts'
import { names, noteUnknown } from '../shared/known-fields.ts'
import { nativeFormat, type NativeAnswer } from '../shared/native-format.ts'
import { readPromptLogprobs } from '../shared/prompt-logprobs.ts'
import { readEntry } from '../shared/read-entry.ts'
import { asArray, asRecord, asText, isPresent, type Wire } from '../shared/wire.ts'
import { stripChoices } from '../strip/index.ts'

const TOP: ReadonlySet<string> = names(
  'request_id model created usage prompt_logprobs prompt_token_id_logprobs prompt_token_ids mm_placeholders metrics kv_transfer_params',
  'ec_transfer_params output_mode choices',
)
const CHOICE: ReadonlySet<string> = names(
  'index finish_reason stop_reason token_ids routed_experts sampling_mask weight_versions logprobs prompt_logprobs error',
)
const ENTRY: ReadonlySet<string> = names('token_id logprob rank top_logprobs token bytes')

function entryOf(value: unknown, draft: AnswerDraft): IdEntry | null {
  const entry = asRecord(value)
  if (entry === null) {
    draft.log.add('wrong-type', undefined, 'an entry of a token list is not an object')
    return null
  }
  noteUnknown(entry, ENTRY, 'choices[].logprobs.content[].', draft.log)
  return { id: entry['token_id'], text: entry['token'], logprob: entry['logprob'] }
}

function readTokens(draft: AnswerDraft, logprobs: unknown): readonly DraftToken[] {
  if (logprobs === null) noteSeen(draft, 'null')
  const list = asArray(asRecord(logprobs)?.['content'])
  if (list === null) return []
  noteSeen(draft, list.length > 0 ? 'tokens' : 'empty')
  const tokens = list.flatMap((value, i): DraftToken[] => {
    const entry = entryOf(value, draft)
    const listed = (asArray(asRecord(value)?.['top_logprobs']) ?? []).flatMap((item) => entryOf(item, draft) ?? [])
    const token = readEntry(entry === null ? value : chatEntry(entry, listed), 'content', draft.tokens.length + i, draft.notes)
    return token === null ? [] : [token]
  })
  return addTokens(draft, tokens, true, 'content')
}

function take(record: Wire, answer: NativeAnswer): void {
  const { choices, out, asEvent } = answer
  const { envelope } = choices
  if (asEvent) envelope.streamed = true
  noteUnknown(record, TOP, '', envelope.log)
  envelope.id = asText(record['request_id']) ?? envelope.id
  envelope.model = asText(record['model']) ?? envelope.model
  const list = asArray(record['choices'])
  if (list !== null) choices.recognised = true
  list?.forEach((value, place) => {
    const choice = asRecord(value)
    const draft = choice === null ? null : choices.draftOf(choice, place)
    if (choice === null || draft === null) return
    noteUnknown(choice, CHOICE, 'choices[].', draft.log)
    const ids = asArray(choice['token_ids'])
    if (ids !== null) draft.ownOutputTokens = (draft.ownOutputTokens ?? 0) + ids.length
    answer.tell(draft, readTokens(draft, choice['logprobs']))
    const scored = readPromptLogprobs(choice['prompt_logprobs'] ?? record['prompt_logprobs'], record['prompt_token_ids'], draft.notes)
    if (scored !== null) draft.promptTokens = scored
    choices.takeFinish(draft, choice, out)
  })
  choices.takeUsage(record, out)
}

const entry = ({ id, logprob }: Token | Alternative): object => ({ token_id: id ?? null, logprob })

function choiceOf({ source, output, tokens }: Trace): object {
  return {
    index: source.choice,
    finish_reason: output.finish.raw,
    token_ids: tokens.map(({ id }) => id ?? null),
    logprobs:
      tokens.length === 0 ? null : { content: tokens.map((token) => ({ ...entry(token), top_logprobs: token.alternatives.map(entry) })) },
    ...(output.error === undefined ? {} : { error: output.error }),
  }
}

/** A list of the prompt by id; the token's own entry is found by the id beside it. */
function promptOf({ alternatives }: Token): object | null {
  if (alternatives.length === 0) return null
  return Object.fromEntries(alternatives.map(({ id, text, logprob }, i) => [String(id), { logprob, rank: i + 1, decoded_token: text }]))
}

function write(traces: readonly Trace[]): unknown {
  const [first] = traces
  const prompt = first?.promptTokens
  return {
    request_id: first?.source.responseId ?? '',
    model: first?.source.model ?? '',
    output_mode: 'tokens',
    choices: traces.map(choiceOf),
    ...(prompt === undefined ? {} : { prompt_token_ids: prompt.map(({ id }) => id ?? null), prompt_logprobs: prompt.map(promptOf) }),
    ...encodeUsage(first),
  }
}

function requestInChatWords({ sampling_params: sampling, token_ids: _, ...rest }: Wire): Wire {
  return { ...asRecord(sampling), ...rest }
}

function isGenerate(record: Wire): boolean {
  const first = asRecord(asArray(record['choices'])?.[0])
  if (['message', 'delta', 'text'].some((name) => isPresent(first?.[name]))) return false
  const named = asRecord(asArray(asRecord(first?.['logprobs'])?.['content'])?.[0])
  return asArray(first?.['token_ids']) !== null && named?.['token'] === undefined
}

export const vllmGenerate: Format = nativeFormat({
  api: 'vllm-generate',
  provider: 'vllm',
  verified: 'recorded',
  matches: isGenerate,
  requestInChatWords,
  reader: () => take,
  asking: { ask: askVllmGenerate, strip: stripChoices },
  write,
})

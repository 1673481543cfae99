/** What models of their own words answer when Bedrock invokes them: Amazon's Titan, Meta's Llama, Mistral. */
import { addTokens, noteSeen, type AnswerDraft } from '../shared/answer-draft.ts'
import type { DraftToken } from '../shared/draft-token.ts'
import { idText } from '../shared/id-entries.ts'
import { plainName } from '../shared/json.ts'
import { names, noteUnknown } from '../shared/known-fields.ts'
import type { NativeAnswer } from '../shared/native-format.ts'
import { readPromptLogprobs } from '../shared/prompt-logprobs.ts'
import { readEntry } from '../shared/read-entry.ts'
import { asArray, asCount, asRecord, asText, type Wire } from '../shared/wire.ts'

const LLAMA: ReadonlySet<string> = names(
  'generation prompt_token_count generation_token_count stop_reason images logprobs prompt_logprobs amazon-bedrock-invocationMetrics',
)
const TITAN: ReadonlySet<string> = names(
  'inputTextTokenCount results outputText index totalOutputTextTokenCount tokenCount completionReason amazon-bedrock-invocationMetrics',
)
const MISTRAL: ReadonlySet<string> = names('outputs text stop_reason amazon-bedrock-invocationMetrics')

const firstOf = (list: unknown): Wire | null => asRecord(asArray(list)?.[0])

export const isLlama = (record: Wire): boolean =>
  typeof record['generation'] === 'string' && ('stop_reason' in record || 'generation_token_count' in record)
export const isTitan = (record: Wire): boolean =>
  (typeof record['outputText'] === 'string' && 'completionReason' in record) ||
  typeof firstOf(record['results'])?.['outputText'] === 'string'
export const isMistral = (record: Wire): boolean => {
  const first = firstOf(record['outputs'])
  return typeof first?.['text'] === 'string' && 'stop_reason' in first
}

/** Imported Llama models list each token as an object from its id to its value, where `return_logprobs` asked for it. */
function readById(list: unknown, draft: AnswerDraft): DraftToken[] {
  if (list === null) noteSeen(draft, 'null')
  if (asArray(list) !== null) noteSeen(draft, 'empty')
  return (asArray(list) ?? []).slice(0, draft.notes.limits.tokens + 1).flatMap((value, i) => {
    const at = draft.tokens.length + i
    const entries = Object.entries(asRecord(value) ?? {})
    if (entries.length !== 1) draft.log.add('wrong-type', at, `${entries.length} ids for one token: which of them was chosen is not said`)
    const listed = entries.map(([id, logprob]) => ({ token: idText(Number(plainName(id))), logprob }))
    const chosen = entries.length === 1 ? listed[0] : { token: '', logprob: null }
    return readEntry({ ...chosen, ...(entries.length > 1 ? { top_logprobs: listed } : {}) }, 'content', at, draft.notes) ?? []
  })
}

/** The prompt's values in the shape that vLLM has for them. */
function withEntries(list: unknown): unknown {
  const entry = (value: unknown): unknown => (typeof value === 'number' ? { logprob: value } : value)
  return asArray(list)?.map((item) => {
    const values = asRecord(item)
    return values === null ? item : Object.fromEntries(Object.entries(values).map(([id, value]) => [id, entry(value)]))
  })
}

export function readLlama(record: Wire, answer: NativeAnswer): void {
  const draft = answer.choices.draftOf({}, 0)
  if (draft === null) return
  noteUnknown(record, LLAMA, '', draft.log)
  answer.addText(draft, 'content', asText(record['generation']) ?? '')
  const kept = addTokens(draft, readById(record['logprobs'], draft), true, 'content')
  if (kept.length > 0) noteSeen(draft, 'tokens')
  answer.tell(draft, kept)
  const scored = readPromptLogprobs(withEntries(record['prompt_logprobs']), undefined, draft.notes)
  if (scored !== null) draft.promptTokens = scored
  answer.count(draft, record['prompt_token_count'] ?? undefined, record['generation_token_count'])
  const reason = asText(record['stop_reason'])
  if (reason !== null) answer.finish(draft, reason)
}

export function readTitan(record: Wire, answer: NativeAnswer): void {
  const results = asArray(record['results']) ?? [record]
  results.forEach((value, place) => {
    const result = asRecord(value)
    const draft = result === null ? null : answer.choices.draftOf({}, place)
    if (result === null || draft === null) return
    noteUnknown(result, TITAN, '', draft.log)
    answer.addText(draft, 'content', asText(result['outputText']) ?? '')
    const counted = asCount(result['tokenCount']) ?? result['totalOutputTextTokenCount']
    answer.count(draft, record['inputTextTokenCount'] ?? undefined, counted)
    const reason = asText(result['completionReason'])
    if (reason !== null) answer.finish(draft, reason)
  })
}

export function readMistral(record: Wire, answer: NativeAnswer): void {
  asArray(record['outputs'])?.forEach((value, place) => {
    const output = asRecord(value)
    const draft = output === null ? null : answer.choices.draftOf({}, place)
    if (output === null || draft === null) return
    noteUnknown(output, MISTRAL, 'outputs[].', draft.log)
    answer.addText(draft, 'content', asText(output['text']) ?? '')
    const reason = asText(output['stop_reason'])
    if (reason !== null) answer.finish(draft, reason)
  })
}

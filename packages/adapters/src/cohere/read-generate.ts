/** Cohere's older `/v1/chat`, which gives none, and `/v1/generate`, which its models behind Bedrock speak too: with `return_likelihoods`, a value for each token. */
import { addTokens, noteSeen, type AnswerDraft } from '../shared/answer-draft.ts'
import type { DraftToken } from '../shared/draft-token.ts'
import { chatEntry, promptToken, type IdEntry } from '../shared/id-entries.ts'
import { names, noteUnknown } from '../shared/known-fields.ts'
import type { NativeAnswer } from '../shared/native-format.ts'
import { readEntry } from '../shared/read-entry.ts'
import { asArray, asRecord, asText, type Wire } from '../shared/wire.ts'

const TOP: ReadonlySet<string> = names(
  'id prompt generations meta text is_finished finish_reason index response amazon-bedrock-invocationMetrics event_type response_id generation_id',
  'chat_history documents search_results search_queries is_search_required',
)
const GENERATION: ReadonlySet<string> = names('id text finish_reason likelihood token_likelihoods index is_finished')

const isGeneration = (value: unknown): boolean => typeof asRecord(value)?.['text'] === 'string'

/** An answer of `/v1/generate` or `/v1/chat`, or an event of their streams. */
export function isGenerate(record: Wire): boolean {
  if (record['choices'] !== undefined) return false
  if (typeof record['is_finished'] === 'boolean') return true
  return isGeneration(asArray(record['generations'])?.[0]) || (isGeneration(record) && typeof record['generation_id'] === 'string')
}

/** How many entries belong to the prompt: with `return_likelihoods: ALL` its tokens come first. */
function promptLength(pieces: readonly string[], text: string, prompt: string): number {
  const spelled = pieces.join('')
  if (prompt === '' || spelled.trimStart() === text.trimStart() || !spelled.startsWith(prompt)) return 0
  let seen = 0
  const at = pieces.findIndex((piece) => {
    seen += piece.length
    return seen > prompt.length
  })
  return Math.max(0, at)
}

function readTokens(list: unknown, text: string, draft: AnswerDraft, answer: NativeAnswer): void {
  const entries = asArray(list)?.slice(0, draft.notes.limits.tokens + 1)
  if (entries === undefined) return
  noteSeen(draft, 'empty')
  const pieces = entries.map((value) => asText(asRecord(value)?.['token']) ?? '')
  const scored = promptLength(pieces, text, answer.choices.request.prompts[0] ?? '')
  const asEntry = (value: unknown): IdEntry => ({
    text: asRecord(value)?.['token'],
    logprob: asRecord(value)?.['likelihood'],
    id: undefined,
  })
  if (scored > 0) draft.promptTokens = entries.slice(0, scored).map((value, i) => promptToken(asEntry(value), [], i, draft.notes))
  const read = entries.slice(scored).flatMap((value, i): DraftToken[] => {
    const entry = asRecord(value) === null ? value : chatEntry(asEntry(value), null)
    const token = readEntry(entry, 'content', i, draft.notes)
    return token === null ? [] : [token]
  })
  const kept = addTokens(draft, read, true, 'content')
  if (kept.length > 0) noteSeen(draft, 'tokens')
  answer.tell(draft, kept)
}

export function readGenerate(record: Wire, answer: NativeAnswer): void {
  const { choices } = answer
  noteUnknown(record, TOP, '', choices.envelope.log)
  choices.envelope.id = asText(record['id']) ?? choices.envelope.id
  const asked = asText(record['prompt'])
  if (asked !== null && choices.request.prompts.length === 0) choices.request = { ...choices.request, prompts: [asked] }
  const list = asArray(record['generations'])
  const isEvent = record['is_finished'] !== undefined
  if (isEvent) choices.envelope.streamed = true
  ;(list ?? [record]).forEach((value, place) => {
    const generation = asRecord(value)
    const draft = generation === null ? null : choices.draftOf({}, place)
    if (generation === null || draft === null) return
    if (list !== null) noteUnknown(generation, GENERATION, 'generations[].', draft.log)
    const text = asText(generation['text']) ?? ''
    // The last event of a stream holds no text of its own.
    answer.addText(draft, 'content', text)
    readTokens(generation['token_likelihoods'], text, draft, answer)
    const reason = asText(generation['finish_reason'])
    if (reason !== null) answer.finish(draft, reason)
    else if (generation['is_finished'] === true || !isEvent) answer.finish(draft, null)
  })
}

/** Triton's `/generate` before TensorRT-LLM: values without texts, and zeros where nothing was computed. */
import type { Trace } from '@logitscope/core'
import type { Format } from '../contract.ts'
import { addTokens, noteSeen, type AnswerDraft } from '../shared/answer-draft.ts'
import { askTriton } from '../shared/ask-others.ts'
import type { DraftToken } from '../shared/draft-token.ts'
import { names, noteUnknown } from '../shared/known-fields.ts'
import { nativeFormat, type NativeAnswer } from '../shared/native-format.ts'
import { readEntry } from '../shared/read-entry.ts'
import { asArray, asRecord, asText, isPresent, type Wire } from '../shared/wire.ts'
import { stripTriton } from '../strip/index.ts'

const TOP: ReadonlySet<string> = names(
  'model_name model_version id text_output output_log_probs cum_log_probs sequence_start sequence_end sequence_id sequence_index batch_index',
  'context_logits generation_logits error parameters',
)

/** The values of one output: a list, a list in a list for one beam, or a bare number for one token. */
function valuesOf(value: unknown, beam: number, beams: number): readonly unknown[] {
  const list = asArray(value)
  if (list === null) return isPresent(value) ? [value] : []
  const rows = list.filter((row) => Array.isArray(row)) as (readonly unknown[])[]
  if (rows.length === list.length && rows.length > 0) return rows[beam] ?? []
  if (beams === 1) return list
  const each = Math.floor(list.length / beams)
  return list.slice(beam * each, (beam + 1) * each)
}

const isZero = (value: unknown): boolean => value === 0

/** Reads the values of one output; returns what came. Zeros throughout, the sum included, stand for values that nobody asked for. */
function readValues(draft: AnswerDraft, values: readonly unknown[], sum: unknown, asked: boolean | null): readonly DraftToken[] {
  if (values.length === 0) return []
  const sums = asArray(sum) ?? [sum]
  if (asked !== true && values.every(isZero) && sums.every((one) => one === undefined || isZero(one))) {
    draft.log.add('no-logprobs', undefined, `${values.length} zeros in place of values: they were not computed`)
    return []
  }
  noteSeen(draft, 'tokens')
  const tokens = values.flatMap((logprob, i) => readEntry({ token: '', logprob }, 'content', draft.tokens.length + i, draft.notes) ?? [])
  return addTokens(draft, tokens, true, 'content')
}

function take(record: Wire, answer: NativeAnswer): void {
  const { choices, asEvent } = answer
  const { text_output: given } = record as { readonly text_output?: unknown }
  const texts = asArray(given) ?? [given]
  if (asText(texts[0]) === null) return
  choices.recognised = true
  if (asEvent) choices.envelope.streamed = true
  noteUnknown(record, TOP, '', choices.envelope.log)
  choices.envelope.model = asText(record['model_name']) ?? choices.envelope.model
  texts.forEach((text, i) => {
    const draft = choices.draftOf({}, i)
    if (draft === null) return
    answer.addText(draft, 'content', asText(text) ?? '')
    const values = valuesOf(record['output_log_probs'], i, texts.length)
    answer.tell(draft, readValues(draft, values, record['cum_log_probs'], choices.request.asked))
    // This server never says why it stopped, and a stream has no mark of its end.
    answer.finish(draft, null)
  })
}

function write(traces: readonly Trace[]): unknown {
  const texts = traces.map(({ output }) => output.text)
  const values = traces.map(({ tokens }) => tokens.map(({ logprob }) => logprob))
  const alone = traces.length === 1
  return {
    model_name: traces[0]?.source.model ?? '',
    ...(values.some((list) => list.length > 0) ? { output_log_probs: alone ? values[0] : values } : {}),
    text_output: alone ? texts[0] : texts,
  }
}

function requestInChatWords(request: Wire): Wire {
  const { text_input: prompt, max_tokens: most, return_log_probs: returned, ...rest } = { ...asRecord(request['parameters']), ...request }
  return { ...rest, prompt, max_tokens: most, logprobs: returned === true }
}

export const triton: Format = nativeFormat({
  api: 'triton',
  provider: 'tensorrt-llm',
  verified: 'recorded',
  matches: (record) =>
    (typeof record['text_output'] === 'string' || asArray(record['text_output']) !== null) && !isPresent(record['choices']),
  requestInChatWords,
  reader: () => take,
  asking: { ask: askTriton, strip: stripTriton },
  write,
})

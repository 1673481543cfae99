/** llama.cpp's own `/completion`, whole and streamed: raw values, values of the sampler's distribution, and the shape before December 2024. */
import type { Trace } from '@logitscope/core'
import type { Format } from '../contract.ts'
import type { AnswerDraft } from '../shared/answer-draft.ts'
import { finishLlamaServer } from '../finish/index.ts'
import { askLlamaServer } from '../shared/ask-native.ts'
import { stripLlamaServer } from '../strip/index.ts'
import { encodeToken } from '../shared/encode-entries.ts'
import { names, noteUnknown } from '../shared/known-fields.ts'
import { nativeFormat, type NativeAnswer } from '../shared/native-format.ts'
import { readList } from '../shared/read-list.ts'
import { asArray, asCount, asNumber, asRecord, asText, isPresent, type Wire } from '../shared/wire.ts'
import { fromLegacy, isLegacy } from './legacy.ts'

const TOP: ReadonlySet<string> = names(
  'index content tokens id_slot stop model tokens_predicted tokens_evaluated generation_settings prompt has_new_line truncated stop_type',
  'stopping_word tokens_cached timings completion_probabilities multimodal slot_id stopped_eos stopped_word stopped_limit oaicompat_token_ctr',
  'prompt_progress id reasoning_content __verbose',
)

/** Why it ended: in one word now, in three flags before. */
function endOf(record: Wire): string | null {
  const word = asText(record['stop_type'])
  if (word !== null) return word
  return ['eos', 'word', 'limit'].find((name) => record[`stopped_${name}`] === true) ?? null
}

function takeEnd(record: Wire, draft: AnswerDraft, answer: NativeAnswer): void {
  if (record['stop'] !== true) return
  const raw = endOf(record)
  answer.finish(draft, raw, raw === 'word' || raw === 'eos' ? 'stop' : raw === 'limit' ? 'length' : 'unknown')
}

/** The prompt and the settings that the last piece repeats, where the request itself is not known. */
function takeSettings(record: Wire, { choices }: NativeAnswer): void {
  const settings = asRecord(record['generation_settings'])
  if (settings === null) return
  const most = asNumber(settings['n_predict'])
  choices.noteParameters({
    temperature: settings['temperature'],
    top_p: settings['top_p'],
    top_logprobs: settings['n_probs'],
    ...(most === null || most < 0 ? {} : { max_output_tokens: most }),
  })
  const prompt = asText(record['prompt'])
  const { request } = choices
  if (request.prompts.length > 0 || request.asked !== null || prompt === null) return
  choices.request = { ...request, prompts: [prompt], asked: (asCount(settings['n_probs']) ?? 0) > 0 }
}

function take(record: Wire, answer: NativeAnswer): void {
  const { choices } = answer
  const { envelope } = choices
  if (record['stop'] !== true) envelope.streamed = true
  choices.recognised ||= typeof record['content'] === 'string' || asArray(record['completion_probabilities']) !== null
  if (!choices.recognised) return
  const draft = choices.draftOf(record, 0)
  if (draft === null) return
  noteUnknown(record, TOP, '', draft.log)
  envelope.model = asText(record['model']) ?? envelope.model
  envelope.id = asText(record['id']) ?? envelope.id
  if (isPresent(record['content']) && typeof record['content'] !== 'string')
    draft.log.add('wrong-type', undefined, 'the text of an answer is not a text')
  answer.addText(draft, 'reasoning', asText(record['reasoning_content']) ?? '')
  answer.addText(draft, 'content', asText(record['content']) ?? '')
  const list = record['completion_probabilities']
  const entries = asArray(list)
  const plain = entries?.some(isLegacy) === true ? entries.map(fromLegacy) : list
  answer.tell(draft, readList(draft, plain, 'content', true, 'content'))
  answer.count(draft, record['tokens_evaluated'], record['tokens_predicted'] ?? asRecord(record['timings'])?.['predicted_n'])
  takeSettings(record, answer)
  takeEnd(record, draft, answer)
}

function bodyOf(trace: Trace, output: number): object {
  const { raw } = trace.output.finish
  const ids = trace.tokens.flatMap(({ id }) => id ?? [])
  return {
    index: trace.source.choice,
    content: trace.output.text,
    ...(trace.output.reasoning === undefined ? {} : { reasoning_content: trace.output.reasoning }),
    ...(ids.length > 0 && ids.length === trace.tokens.length ? { tokens: ids } : {}),
    stop: true,
    model: trace.source.model,
    ...(trace.source.responseId === undefined ? {} : { id: trace.source.responseId }),
    ...(trace.usage === undefined ? {} : { tokens_predicted: output, tokens_evaluated: trace.usage.input }),
    ...(raw === null ? {} : { stop_type: raw }),
    ...(trace.tokens.length === 0 ? {} : { completion_probabilities: trace.tokens.map(encodeToken) }),
  }
}

function requestInChatWords({ n_predict: most, n_probs: listed, n_cmpl: outputs, ...rest }: Wire): Wire {
  const asked = (asCount(listed) ?? 0) > 0
  return {
    ...rest,
    max_tokens: rest['max_tokens'] ?? most,
    n: rest['n'] ?? outputs,
    logprobs: asked,
    ...(asked ? { top_logprobs: listed } : {}),
  }
}

export const llamaServer: Format = nativeFormat({
  api: 'llama-server',
  provider: 'llama-server',
  verified: 'recorded',
  asking: { ask: askLlamaServer, strip: stripLlamaServer, finish: finishLlamaServer },
  matches: (record) =>
    !isPresent(record['choices']) &&
    (asArray(record['completion_probabilities']) !== null ||
      (typeof record['content'] === 'string' && typeof record['stop'] === 'boolean')),
  requestInChatWords,
  reader: () => take,
  write(traces, outputs) {
    const bodies = traces.map((trace, i) => bodyOf(trace, outputs[i]!))
    return bodies.length === 1 ? bodies[0] : bodies
  },
})

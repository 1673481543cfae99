/** KoboldCpp's own `/api/v1/generate`, and `/api/extra/last_logprobs`, which tells of an answer that was streamed without. */
import type { Trace } from '@logitscope/core'
import type { Format } from '../contract.ts'
import { addTokens, noteSeen, type AnswerDraft } from '../shared/answer-draft.ts'
import { askKoboldCpp } from '../shared/ask-others.ts'
import { encodeToken } from '../shared/encode-entries.ts'
import { names, noteUnknown } from '../shared/known-fields.ts'
import { nativeFormat, type NativeAnswer } from '../shared/native-format.ts'
import { isArrays, readArrays } from '../shared/read-arrays.ts'
import { readList } from '../shared/read-list.ts'
import { asArray, asRecord, asText, isPresent, type Wire } from '../shared/wire.ts'
import { stripKoboldCpp } from '../strip/index.ts'

const RESULT: ReadonlySet<string> = names('text finish_reason logprobs prompt_tokens completion_tokens tool_calls token')

/** The same entries are there twice, as chat and as legacy completions have them; chat's keep more. */
function readLogprobs(draft: AnswerDraft, value: unknown, answer: NativeAnswer): void {
  const logprobs = asRecord(value)
  if (value === null) noteSeen(draft, 'null')
  if (logprobs === null) return
  noteSeen(draft, 'empty')
  if (asArray(logprobs['content']) !== null) {
    answer.tell(draft, readList(draft, logprobs['content'], 'content', true, 'content'))
    return
  }
  if (!isArrays(logprobs)) return
  const tokens = readArrays(logprobs, 'content', draft.tokens.length, draft.notes).map(({ token }) => token)
  answer.tell(draft, addTokens(draft, tokens, true, 'content'))
}

function take(record: Wire, answer: NativeAnswer): void {
  const { choices } = answer
  const results = asArray(record['results'])
  const alone = asRecord(record['logprobs'])
  if (results === null && alone === null) return
  choices.recognised = true
  if (results === null) {
    const draft = choices.draftOf({}, 0)
    if (draft === null) return
    readLogprobs(draft, alone, answer)
    draft.content = draft.tokens.map(({ text }) => text).join('')
    answer.finish(draft, null)
    return
  }
  results.forEach((value, place) => {
    const result = asRecord(value)
    const draft = result === null ? null : choices.draftOf(result, place)
    if (result === null || draft === null) return
    noteUnknown(result, RESULT, 'results[].', draft.log)
    answer.addText(draft, 'content', asText(result['text']) ?? '')
    readLogprobs(draft, result['logprobs'], answer)
    answer.count(draft, result['prompt_tokens'], result['completion_tokens'])
    answer.finish(draft, asText(result['finish_reason']))
  })
}

function resultOf({ output, tokens, usage }: Trace, written: number): object {
  return {
    text: output.text,
    finish_reason: output.finish.raw,
    logprobs: tokens.length === 0 ? null : { content: tokens.map(encodeToken) },
    ...(usage === undefined ? {} : { prompt_tokens: usage.input, completion_tokens: written }),
  }
}

function requestInChatWords({ max_length: most, rep_pen: _, stop_sequence: stop, ...rest }: Wire): Wire {
  return { ...rest, max_tokens: most, stop }
}

export const koboldCpp: Format = nativeFormat({
  api: 'koboldcpp',
  provider: 'koboldcpp',
  verified: 'documentation',
  matches(record) {
    const first = asRecord(asArray(record['results'])?.[0])
    if (first !== null) return typeof first['text'] === 'string'
    const alone = asRecord(record['logprobs'])
    return alone !== null && !isPresent(record['choices']) && asArray(alone['content']) !== null && asArray(alone['tokens']) !== null
  },
  requestInChatWords,
  reader: () => take,
  asking: { ask: askKoboldCpp, strip: stripKoboldCpp },
  write: (traces, outputs) => ({ results: traces.map((trace, i) => resultOf(trace, outputs[i]!)) }),
})

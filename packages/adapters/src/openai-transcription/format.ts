/** OpenAI's `/v1/audio/transcriptions`, whole and streamed: entries of the chosen tokens alone, at the top level. */
import type { Trace } from '@logitscope/core'
import type { Format } from '../contract.ts'
import { finishTranscription } from '../finish/index.ts'
import type { AnswerDraft } from '../shared/answer-draft.ts'
import { encodeEntry } from '../shared/encode-entries.ts'
import { names, noteUnknown } from '../shared/known-fields.ts'
import { nativeFormat, type NativeAnswer } from '../shared/native-format.ts'
import { readList } from '../shared/read-list.ts'
import { asArray, asRecord, asText, isPresent, type Wire } from '../shared/wire.ts'

const BODY: ReadonlySet<string> = names('text logprobs usage task language languages duration segments words model')
const EVENT: ReadonlySet<string> = names('type delta text logprobs usage segment_id id start end speaker')

/** The recorded stream counts 2 more tokens than its text has: one before it, one behind. */
const FRAMING = 2

const isEvent = (record: Wire): boolean => asText(record['type'])?.startsWith('transcript.text.') === true

/** Segments of Whisper's models: each with the mean of its tokens, and no token. */
const hasMeans = (record: Wire): boolean => asRecord(asArray(record['segments'])?.[0])?.['avg_logprob'] !== undefined

function isWhole(record: Wire): boolean {
  if (typeof record['text'] !== 'string' || isPresent(record['choices'])) return false
  const counted = asText(asRecord(record['usage'])?.['type'])
  return counted === 'tokens' || counted === 'duration' || /^trans(?:cribe|late)$/.test(asText(record['task']) ?? '') || hasMeans(record)
}

function readTokens(list: unknown, draft: AnswerDraft, answer: NativeAnswer): void {
  answer.tell(draft, readList(draft, list, 'content', true, 'content'))
}

function readEvent(record: Wire, draft: AnswerDraft, answer: NativeAnswer): void {
  noteUnknown(record, EVENT, '', draft.log)
  if (record['type'] === 'transcript.text.delta') {
    answer.addText(draft, 'content', asText(record['delta']) ?? '')
    readTokens(record['logprobs'], draft, answer)
  } else if (record['type'] === 'transcript.text.done') {
    // All of it once more: it counts where the pieces were not seen.
    if (draft.content === '') answer.addText(draft, 'content', asText(record['text']) ?? '')
    if (draft.tokens.length === 0) readTokens(record['logprobs'], draft, answer)
    answer.choices.takeUsage(record, answer.out)
    answer.finish(draft, null, 'stop')
  }
}

function readBody(record: Wire, draft: AnswerDraft, answer: NativeAnswer): void {
  noteUnknown(record, BODY, '', draft.log)
  answer.addText(draft, 'content', asText(record['text']) ?? '')
  readTokens(record['logprobs'], draft, answer)
  if (hasMeans(record) && draft.tokens.length === 0)
    draft.log.add('no-logprobs', undefined, 'only the mean of each segment is given, and no token')
  answer.choices.takeUsage(record, answer.out)
  answer.finish(draft, null, 'stop')
}

function take(record: Wire, answer: NativeAnswer): void {
  const { choices } = answer
  const streamed = isEvent(record)
  if (!streamed && typeof record['text'] !== 'string') return
  choices.recognised = true
  if (streamed) choices.envelope.streamed = true
  const draft = choices.draftOf({}, 0)
  if (draft === null) return
  choices.envelope.model = asText(record['model']) ?? choices.envelope.model
  draft.framing = FRAMING
  if (streamed) readEvent(record, draft, answer)
  else readBody(record, draft, answer)
}

function bodyOf({ output, tokens, usage }: Trace): object {
  return {
    text: output.text,
    ...(tokens.length === 0 ? {} : { logprobs: tokens.map(encodeEntry) }),
    ...(usage === undefined
      ? {}
      : {
          usage: { type: 'tokens', input_tokens: usage.input, output_tokens: usage.output, total_tokens: usage.input + usage.output },
        }),
  }
}

/** The request is a form with a file in it, so nothing is added to it on the way; a client asks with `include[]=logprobs`. */
export const openAiTranscription: Format = nativeFormat({
  api: 'openai-transcription',
  provider: 'openai',
  verified: 'recorded',
  matches: (record) => isEvent(record) || isWhole(record),
  requestInChatWords({ include, ...rest }) {
    const asked = asArray(include) ?? (isPresent(include) ? [include] : [])
    return { ...rest, ...(asked.includes('logprobs') ? { logprobs: true } : {}) }
  },
  reader: () => take,
  asking: { finish: finishTranscription },
  write: ([first]) => (first === undefined ? {} : bodyOf(first)),
})

/**
 * AI21's Jurassic-2, by itself (`/complete`) and on Bedrock. Each token has two values: `raw_logprob` is the model's, `logprob` that of the
 * sampler, which after its cut is 0 for whatever was the only one left. Jurassic gives both without being asked; Jamba, in the words of chat, neither.
 */
import { utf8Decode, utf8Encode, type EvidenceBasis, type Token, type Trace } from '@logitscope/core'
import type { Format } from '../contract.ts'
import { addTokens, noteSeen, type AnswerDraft } from '../shared/answer-draft.ts'
import type { DraftToken, EntryNotes } from '../shared/draft-token.ts'
import { names, noteUnknown } from '../shared/known-fields.ts'
import { nativeFormat, type NativeAnswer } from '../shared/native-format.ts'
import { readEntry } from '../shared/read-entry.ts'
import { asArray, asNumber, asRecord, asText, isPresent, type Wire } from '../shared/wire.ts'

const TOP: ReadonlySet<string> = names('id prompt completions')
const COMPLETION: ReadonlySet<string> = names('data finishReason')
const TOKEN: ReadonlySet<string> = names('generatedToken topTokens textRange')
const GENERATED: ReadonlySet<string> = names('token logprob raw_logprob')

/** The text of a vocabulary's piece, which writes a space as `▁`. */
const plain = (piece: string): string => (piece === '<|newline|>' ? '\n' : piece.replaceAll('▁', ' '))

interface Values {
  readonly value: unknown
  readonly basis: EvidenceBasis
}

/** The model's own value where it is there. */
function valuesOf(generated: Wire): Values {
  return isPresent(generated['raw_logprob'])
    ? { value: generated['raw_logprob'], basis: 'raw' }
    : { value: generated['logprob'], basis: 'post-sampling' }
}

/** Alternatives, unless their values are the sampler's while those of the tokens are the model's. */
function listOf(token: Wire, piece: unknown, { value, basis }: Values, notes: EntryNotes): readonly unknown[] | null {
  const list = asArray(token['topTokens'])
  const own = asNumber(asRecord(list?.find((item) => asRecord(item)?.['token'] === piece))?.['logprob'])
  if (list === null || basis !== 'raw' || own === null || own === value) return list
  notes.log.add('unknown-field', undefined, 'topTokens: values under the sampler are not kept')
  return null
}

/**
 * The bytes of a piece: what its range of the text holds where that is the piece itself, perhaps without a space that is not shown (behind a
 * line break); else what the piece stands for. `null` where that is the piece as it is written.
 */
function bytesOf(piece: string, range: Wire | null, text: string): number[] | null {
  const spelled = plain(piece)
  const start = asNumber(range?.['start'])
  const end = asNumber(range?.['end'])
  if (start !== null && start === end) return null
  const shown = start === null || end === null ? spelled : text.slice(start, end)
  const hidden = spelled.slice(0, spelled.length - shown.length)
  const kept = hidden + shown === spelled && hidden.trim() === '' ? shown : spelled
  return kept === piece || kept === '' ? null : Array.from(utf8Encode(kept))
}

function readToken(item: unknown, at: number, text: string, draft: AnswerDraft): DraftToken | null {
  const token = asRecord(item)
  const generated = asRecord(token?.['generatedToken'])
  if (token === null || generated === null) {
    draft.log.add('wrong-type', at, 'an entry of the token list is not an object')
    return null
  }
  noteUnknown(token, TOKEN, 'tokens[].', draft.log)
  noteUnknown(generated, GENERATED, 'tokens[].generatedToken.', draft.log)
  const { token: piece } = generated
  const values = valuesOf(generated)
  draft.basis = values.basis
  if (values.basis === 'raw' && isPresent(generated['logprob']) && generated['logprob'] !== values.value)
    draft.log.add('unknown-field', undefined, 'generatedToken.logprob: the value under the sampler is not kept')
  const list = listOf(token, piece, values, draft.notes)
  const read = readEntry(
    { token: piece, logprob: values.value, ...(list === null ? {} : { top_logprobs: list }) },
    'content',
    at,
    draft.notes,
  )
  const bytes = typeof piece === 'string' ? bytesOf(piece, asRecord(token['textRange']), text) : null
  if (read !== null && bytes !== null) read.bytes = bytes
  return read
}

function readTokens(part: Wire | null, draft: AnswerDraft): DraftToken[] {
  const list = (asArray(part?.['tokens']) ?? []).slice(0, draft.notes.limits.tokens + 1)
  return list.flatMap((item, i) => readToken(item, i, asText(part?.['text']) ?? '', draft) ?? [])
}

function take(record: Wire, answer: NativeAnswer): void {
  const { choices } = answer
  const completions = asArray(record['completions'])
  if (completions === null) return
  choices.recognised = true
  noteUnknown(record, TOP, '', choices.envelope.log)
  const id = typeof record['id'] === 'number' ? String(record['id']) : asText(record['id'])
  choices.envelope.id = id ?? choices.envelope.id
  const prompt = asRecord(record['prompt'])
  const asked = asText(prompt?.['text'])
  if (asked !== null && choices.request.prompts.length === 0) choices.request = { ...choices.request, prompts: [asked] }
  completions.forEach((value, place) => {
    const completion = asRecord(value)
    const draft = completion === null ? null : choices.draftOf({}, place)
    if (completion === null || draft === null) return
    noteUnknown(completion, COMPLETION, 'completions[].', draft.log)
    const data = asRecord(completion['data'])
    answer.addText(draft, 'content', asText(data?.['text']) ?? '')
    const scored = readTokens(prompt, draft)
    if (scored.length > 0) draft.promptTokens = scored
    noteSeen(draft, data?.['tokens'] === undefined ? 'absent' : 'empty')
    answer.tell(draft, addTokens(draft, readTokens(data, draft), true, 'content'))
    answer.finish(draft, asText(asRecord(completion['finishReason'])?.['reason']))
  })
}

function entriesOf(tokens: readonly Token[]): object[] {
  let at = 0
  return tokens.map(({ text, bytes, logprob, alternatives, special }) => {
    const start = at
    at +=
      special === true || (bytes === undefined && plain(text) !== text) ? 0 : bytes === undefined ? text.length : utf8Decode(bytes).length
    return {
      generatedToken: { token: text, raw_logprob: logprob },
      topTokens: alternatives.length === 0 ? null : alternatives.map((other) => ({ token: other.text, logprob: other.logprob })),
      textRange: { start, end: at },
    }
  })
}

function write(traces: readonly Trace[]): unknown {
  const [first] = traces
  return {
    id: first?.source.responseId ?? '',
    prompt: { text: first?.request.prompt ?? '', tokens: entriesOf(first?.promptTokens ?? []) },
    completions: traces.map(({ output, tokens }) => ({
      data: { text: output.text, tokens: entriesOf(tokens) },
      finishReason: { reason: output.finish.raw },
    })),
  }
}

export const ai21: Format = nativeFormat({
  api: 'ai21',
  provider: 'ai21',
  verified: 'recorded',
  matches(record) {
    const data = asRecord(asRecord(asArray(record['completions'])?.[0])?.['data'])
    return data !== null && (typeof data['text'] === 'string' || asArray(data['tokens']) !== null)
  },
  requestInChatWords({ maxTokens, topP, topKReturn, stopSequences, numResults, ...rest }) {
    return { ...rest, max_tokens: maxTokens, top_p: topP, top_logprobs: topKReturn, stop: stopSequences, n: numResults }
  },
  reader: () => take,
  write,
})

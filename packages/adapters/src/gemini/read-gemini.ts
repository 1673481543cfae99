/** Reads Gemini and Vertex AI answers (`generateContent`), whole and streamed (server-sent events, or a list of bodies). */
import type { AnswerReader, DecodeOptions, Delta } from '../contract.ts'
import { addTokens, noteSeen, toolAt, type AnswerDraft } from '../shared/answer-draft.ts'
import { createChoices, type Choices } from '../shared/choices.ts'
import type { DraftToken } from '../shared/draft-token.ts'
import { noteFields } from '../shared/envelope.ts'
import { finishOf } from '../shared/finish.ts'
import { noteUnknown } from '../shared/known-fields.ts'
import { readEntry } from '../shared/read-entry.ts'
import { asArray, asCount, asNumber, asRecord, asText, isPresent, type Wire } from '../shared/wire.ts'
import { CANDIDATE, ENTRY, PART, RESULT, TOP } from './fields.ts'
import { requestInChatWords } from './request-gemini.ts'

/** An entry in the words of chat. Proto3 leaves out a field that is 0, so a missing value beside a token is 0, which is certainty. */
function entryOf(value: unknown, draft: AnswerDraft): Wire | null {
  const entry = asRecord(value)
  if (entry === null) return null
  noteUnknown(entry, ENTRY, 'logprobsResult.', draft.log)
  const isBare = entry['token'] === undefined && entry['tokenId'] === undefined
  return {
    token: entry['token'],
    logprob: entry['logProbability'] ?? (isBare ? undefined : 0),
    ...(isPresent(entry['tokenId']) ? { id: entry['tokenId'] } : {}),
  }
}

function readResult(draft: AnswerDraft, value: unknown): readonly DraftToken[] {
  const result = asRecord(value)
  if (result === null) {
    if (value === null) noteSeen(draft, 'null')
    return []
  }
  noteSeen(draft, 'empty')
  noteUnknown(result, RESULT, 'logprobsResult.', draft.log)
  const lists = asArray(result['topCandidates']) ?? []
  const chosen = asArray(result['chosenCandidates'])
  if (chosen === null && lists.length > 0) draft.log.add('missing-logprob', undefined, 'top candidates without chosen ones', lists.length)
  if (chosen !== null && lists.length > 0 && lists.length !== chosen.length) {
    draft.log.add(
      'entries-missing',
      undefined,
      `${chosen.length} chosen candidates, ${lists.length} lists`,
      Math.abs(lists.length - chosen.length),
    )
  }
  const tokens = (chosen ?? []).flatMap((candidate, i): DraftToken[] => {
    const at = draft.tokens.length + i
    const listed = (asArray(asRecord(lists[i])?.['candidates']) ?? []).map((entry) => entryOf(entry, draft))
    const token = readEntry({ ...entryOf(candidate, draft), top_logprobs: listed }, 'content', at, draft.notes)
    return token === null ? [] : [token]
  })
  const kept = addTokens(draft, tokens, true, 'content')
  if (kept.length > 0) noteSeen(draft, 'tokens')
  return kept
}

/** The mean alone says nothing about any token: it is told, and no evidence. */
function noteAverage(draft: AnswerDraft, candidate: Wire): void {
  const average = asNumber(candidate['avgLogprobs'])
  if (average === null || candidate['logprobsResult'] !== undefined || draft.tokens.length > 0) return
  draft.log.add('no-logprobs', undefined, `only the mean is given (avgLogprobs ${average})`)
}

function readParts(draft: AnswerDraft, content: Wire | null, out: Delta[]): void {
  for (const value of asArray(content?.['parts']) ?? []) {
    const part = asRecord(value)
    if (part === null) continue
    noteUnknown(part, PART, 'candidates[].content.parts[].', draft.log)
    const text = asText(part['text']) ?? ''
    const isThought = part['thought'] === true
    if (text !== '') {
      if (isThought) draft.reasoning += text
      else draft.content += text
      draft.textEvents += 1
      out.push({ kind: 'text', choice: draft.choice, part: isThought ? 'reasoning' : 'content', text })
    }
    const call = asRecord(part['functionCall'])
    const tool = call === null ? null : toolAt(draft, draft.tools.size)
    if (call === null || tool === null) continue
    tool.id = asText(call['id'])
    tool.name = asText(call['name']) ?? ''
    tool.arguments = JSON.stringify(call['args'] ?? {})
  }
}

export function createGeminiReader(options: DecodeOptions): AnswerReader {
  const request = requestInChatWords(options.request)
  const choices: Choices = createChoices('gemini', request === undefined ? options : { ...options, request })
  const { envelope } = choices

  function readCandidate(value: unknown, place: number, out: Delta[]): void {
    const candidate = asRecord(value)
    if (candidate === null) {
      envelope.log.add('wrong-type', undefined, 'a candidate is not an object')
      return
    }
    const draft = choices.draftOf(candidate, place)
    if (draft === null) return
    noteUnknown(candidate, CANDIDATE, 'candidates[].', draft.log)
    readParts(draft, asRecord(candidate['content']), out)
    const came = readResult(draft, candidate['logprobsResult'])
    noteAverage(draft, candidate)
    if (came.length > 0) out.push({ kind: 'tokens', choice: draft.choice, tokens: came })
    choices.touch()
    const raw = asText(candidate['finishReason'])
    if (raw === null || raw === '') return
    draft.finishRaw = raw
    envelope.done = true
    out.push({ kind: 'finish', choice: draft.choice, finish: finishOf(raw) })
  }

  function takeUsage(record: Wire, out: Delta[]): void {
    const counts = asRecord(record['usageMetadata'])
    if (counts === null) return
    const reasoning = asCount(counts['thoughtsTokenCount'])
    const written = asCount(counts['candidatesTokenCount'])
    if (written === null && reasoning === null) return
    const output = (written ?? 0) + (reasoning ?? 0)
    const usage = { input: asCount(counts['promptTokenCount']) ?? 0, output, ...(reasoning === null ? {} : { reasoning }) }
    envelope.usage = usage
    out.push({ kind: 'usage', usage })
  }

  function takeBlocked(record: Wire): void {
    const reason = asText(asRecord(record['promptFeedback'])?.['blockReason'])
    if (reason === null || choices.drafts().length > 0) return
    const draft = choices.draftOf({}, 0)
    if (draft === null) return
    draft.finishRaw = reason
    draft.finishUnified = 'content-filter'
    envelope.done = true
  }

  function read(value: unknown, name: string, out: Delta[]): void {
    if (value === null || choices.takeError(value, name, out)) return
    const record = asRecord(value)
    if (record === null) {
      envelope.log.add('wrong-type', undefined, 'an event is not an object')
      return
    }
    noteFields(envelope, record, '')
    noteUnknown(record, TOP, '', envelope.log)
    envelope.id = asText(record['responseId']) ?? envelope.id
    envelope.model = asText(record['modelVersion']) ?? envelope.model
    const list = asArray(record['candidates'])
    if (list !== null || record['promptFeedback'] !== undefined) choices.recognised = true
    list?.forEach((candidate, place) => {
      readCandidate(candidate, place, out)
    })
    takeBlocked(record)
    takeUsage(record, out)
  }

  return {
    event(value, name, out) {
      envelope.streamed = true
      read(value, name, out)
    },
    body(value, out) {
      read(value, '', out)
    },
    done() {
      envelope.done = true
    },
    unreadable: choices.unreadable,
    end: (issues) => choices.end(issues, 'no candidates: this is not a Gemini answer'),
  }
}

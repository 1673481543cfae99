/** Reads the Responses API, whole and streamed, and the servers that imitate it. */
import type { Part } from '@logitscope/core'
import type { AnswerReader, DecodeOptions, Delta } from '../contract.ts'
import { addTokens, noteSeen, toolAt, type AnswerDraft } from '../shared/answer-draft.ts'
import { createChoices, type Choices } from '../shared/choices.ts'
import type { DraftToken } from '../shared/draft-token.ts'
import { noteFields, noteIdentity } from '../shared/envelope.ts'
import { errorIn } from '../shared/error-body.ts'
import { finishOf } from '../shared/finish.ts'
import { noteUnknown } from '../shared/known-fields.ts'
import { readEntry } from '../shared/read-entry.ts'
import { asArray, asCount, asRecord, asText, type Wire } from '../shared/wire.ts'
import { EVENT, isOtherEvent, RESPONSE } from './fields.ts'
import { createPieces, type Piece, type PieceKind } from './pieces.ts'
import { readItem, readPart } from './read-items.ts'
import { tokensOf } from './settle-tokens.ts'

const PART_OF: Readonly<Record<PieceKind, Part>> = {
  content: 'content',
  refusal: 'refusal',
  reasoning: 'reasoning',
  summary: 'reasoning',
  tool: 'tool',
}

/** Events that bring a text piece by piece, and the field that holds the whole text when the piece is done. */
const TEXT_EVENT =
  /^response\.(output_text|refusal|reasoning_text|reasoning|reasoning_summary_text|reasoning_summary|function_call_arguments|custom_tool_call_input)\.(delta|done)$/
const KIND_OF: Readonly<Record<string, PieceKind>> = {
  output_text: 'content',
  refusal: 'refusal',
  reasoning_text: 'reasoning',
  reasoning: 'reasoning',
  reasoning_summary_text: 'summary',
  reasoning_summary: 'summary',
  function_call_arguments: 'tool',
  custom_tool_call_input: 'tool',
}
const LAST_EVENT = /^response\.(?:completed|failed|incomplete|cancelled|done)$/

/** How a status reads as a reason for the end: that of an incomplete answer is its reason. */
function finishWord(response: Wire): string | null {
  const status = asText(response['status'])
  if (status !== 'incomplete') return status
  return asText(asRecord(response['incomplete_details'])?.['reason']) ?? status
}

export function createResponsesReader(options: DecodeOptions): AnswerReader {
  const choices: Choices = createChoices('openai-responses', options)
  const { envelope } = choices
  const draft: AnswerDraft = choices.prepare()
  const pieces = createPieces(draft)

  function readResponse(value: unknown, final: boolean, out: Delta[]): void {
    const response = asRecord(value)
    if (response === null) return
    choices.recognised = true
    noteFields(envelope, response, '')
    noteUnknown(response, RESPONSE, 'response.', envelope.log)
    noteIdentity(envelope, response)
    choices.takeUsage(response, out)
    choices.noteParameters(response)
    if (!final) return
    asArray(response['output'])?.forEach((item, output) => {
      readItem(draft, pieces, item, output, true)
    })
    const word = finishWord(response)
    if (word !== null && word !== 'in_progress' && word !== 'queued') {
      draft.finishRaw = word
      out.push({ kind: 'finish', choice: 0, finish: finishOf(word) })
    }
    const error = errorIn(response)
    if (error !== null) {
      draft.error = error
      out.push({ kind: 'error', code: error.code, message: error.message })
    }
  }

  function readDeltaTokens(piece: Piece, list: readonly unknown[], out: Delta[]): void {
    const came: DraftToken[] = []
    for (const entry of list) {
      if (piece.tokens.length >= draft.notes.limits.tokens) {
        draft.log.add('limit-exceeded', undefined, `tokens beyond ${draft.notes.limits.tokens} are left out`)
        break
      }
      const token = readEntry(entry, PART_OF[piece.kind], piece.tokens.length, draft.notes)
      if (token === null) continue
      piece.tokens.push(token)
      came.push(token)
    }
    if (came.length > 0) out.push({ kind: 'tokens', choice: 0, tokens: came })
  }

  function readText(event: Wire, name: string, done: boolean, out: Delta[]): void {
    const kind = KIND_OF[name]!
    const index = asCount(event['content_index']) ?? asCount(event['summary_index']) ?? 0
    const piece = pieces.at(kind, asCount(event['output_index']) ?? 0, index)
    if (piece === null) return
    const list = asArray(event['logprobs'])
    if (event['logprobs'] === null) noteSeen(draft, 'null')
    if (done) {
      piece.whole = asText(event['text']) ?? asText(event['refusal']) ?? asText(event['arguments']) ?? asText(event['input']) ?? piece.whole
      if (list !== null) piece.closing = list
      if (kind === 'tool') piece.toolName = asText(event['name']) ?? piece.toolName
      return
    }
    const text = asText(event['delta']) ?? asText(asRecord(event['delta'])?.['text']) ?? ''
    piece.said += text
    choices.touch()
    if (text !== '') {
      draft.textEvents += 1
      out.push({ kind: 'text', choice: 0, part: PART_OF[kind], text })
    }
    if (list !== null) {
      noteSeen(draft, 'empty')
      readDeltaTokens(piece, list, out)
    }
  }

  function readEvent(event: Wire, type: string, out: Delta[]): void {
    choices.recognised = true
    noteUnknown(event, EVENT, '', envelope.log)
    const text = TEXT_EVENT.exec(type)
    if (text !== null) {
      readText(event, text[1]!, text[2] === 'done', out)
      return
    }
    const output = asCount(event['output_index']) ?? 0
    if (LAST_EVENT.test(type)) {
      noteFields(envelope, event, '')
      readResponse(event['response'], true, out)
      draft.finishRaw ??= type.slice('response.'.length)
      envelope.done = true
    } else if (type === 'response.output_item.added') readItem(draft, pieces, event['item'], output, false)
    else if (type === 'response.output_item.done') readItem(draft, pieces, event['item'], output, true)
    else if (/^response\.(?:content|reasoning|reasoning_summary)_part\.(?:added|done)$/.test(type)) {
      const index = asCount(event['content_index']) ?? asCount(event['summary_index']) ?? 0
      readPart(draft, pieces, event['part'], output, index, type.endsWith('done'))
    } else if (isOtherEvent(type)) readResponse(event['response'], false, out)
    else envelope.log.add('unknown-field', undefined, `event of type ${type}`)
  }

  function read(value: unknown, name: string, out: Delta[]): void {
    const record = asRecord(value)
    if (record === null) {
      if (value !== null) envelope.log.add('wrong-type', undefined, 'an event is not an object')
      return
    }
    const type = asText(record['type']) ?? name
    if (type.startsWith('response.') || isOtherEvent(type)) readEvent(record, type, out)
    else if (Array.isArray(record['output'])) readResponse(record, true, out)
    else if (!choices.takeError(record, name, out))
      envelope.log.add('unknown-field', undefined, `event of type ${type === '' ? 'unknown' : type}`)
  }

  /** Lays the pieces out as the texts and tokens of one answer. */
  function settle(): void {
    const list = pieces.list()
    const reasoned = list.some((piece) => piece.kind === 'reasoning' && (piece.whole ?? piece.said) !== '')
    let tools = 0
    for (const piece of list) {
      const text = piece.whole ?? piece.said
      if (piece.kind === 'content') draft.content += text
      else if (piece.kind === 'refusal') draft.refusal += text
      else if (piece.kind === 'reasoning') draft.reasoning += text
      else if (piece.kind === 'summary' && !reasoned) draft.reasoning += (draft.reasoning === '' ? '' : '\n\n') + text
      else if (piece.kind === 'tool') {
        const tool = toolAt(draft, tools++)
        if (tool !== null) Object.assign(tool, { id: piece.toolId, name: piece.toolName, arguments: text })
      }
      const tokens = tokensOf(draft, piece, draft.tokens.length)
      tokens.forEach((token) => {
        token.part = PART_OF[piece.kind]
      })
      if (tokens.length > 0) noteSeen(draft, 'tokens')
      addTokens(draft, tokens, piece.kind === 'content', PART_OF[piece.kind])
    }
    if (tools > 0 && draft.finishRaw === 'completed') draft.finishUnified = 'tool-calls'
  }

  return {
    event(value, name, out) {
      envelope.streamed = true
      read(value, name, out)
    },
    body(value, out) {
      if (asText(asRecord(value)?.['type'])?.startsWith('response.') === true) envelope.streamed = true
      read(value, '', out)
    },
    done() {
      envelope.done = true
    },
    unreadable: choices.unreadable,
    end(issues) {
      settle()
      return choices.end(issues, 'no output: this is not an answer of the Responses API')
    },
  }
}

/** Reads the items of a response's output: messages, reasoning, tool calls. */
import { noteSeen, type AnswerDraft } from '../shared/answer-draft.ts'
import { noteUnknown } from '../shared/known-fields.ts'
import { asArray, asRecord, asText, isPresent, type Wire } from '../shared/wire.ts'
import { isOtherItem, ITEM, PART } from './fields.ts'
import type { Piece, PieceKind, Pieces } from './pieces.ts'

function kindOf(part: Wire): PieceKind | null {
  switch (part['type']) {
    case 'output_text':
    case 'text':
      return 'content'
    case 'refusal':
      return 'refusal'
    case 'reasoning_text':
    case 'reasoning':
      return 'reasoning'
    case 'summary_text':
      return 'summary'
    default:
      return typeof part['refusal'] === 'string' ? 'refusal' : null
  }
}

/** Reads a part of a message or of reasoning. `final`: what it says is all there is. */
export function readPart(draft: AnswerDraft, pieces: Pieces, value: unknown, output: number, index: number, final: boolean): Piece | null {
  const part = asRecord(value)
  if (part === null) {
    draft.log.add('wrong-type', undefined, 'a part of the output is not an object')
    return null
  }
  noteUnknown(part, PART, 'output[].content[].', draft.log)
  const kind = kindOf(part)
  if (kind === null) {
    draft.log.add('unknown-field', undefined, `part of type ${asText(part['type']) ?? 'unknown'}`)
    return null
  }
  const piece = pieces.at(kind, output, index)
  if (piece === null || !final) return piece
  const text = asText(part['text']) ?? asText(part['refusal'])
  if (text !== null) piece.whole = text
  const list = asArray(part['logprobs'])
  if (list !== null && list.length >= (piece.finished?.length ?? 0)) piece.finished = list
  else if (part['logprobs'] === null) noteSeen(draft, 'null')
  else if (list === null && isPresent(part['logprobs'])) draft.log.add('wrong-type', undefined, 'a list of log-probabilities is not a list')
  return piece
}

/** Reads an item. `final`: it is finished; else only its kind and name are taken. */
export function readItem(draft: AnswerDraft, pieces: Pieces, value: unknown, output: number, final: boolean): void {
  const item = asRecord(value)
  if (item === null) {
    draft.log.add('wrong-type', undefined, 'an item of the output is not an object')
    return
  }
  const type = asText(item['type']) ?? (isPresent(item['content']) ? 'message' : '')
  if (isOtherItem(type)) return
  noteUnknown(item, ITEM, 'output[].', draft.log)
  if (type === 'message' || type === 'reasoning') {
    if (!final) return
    asArray(item['content'])?.forEach((part, index) => readPart(draft, pieces, part, output, index, true))
    asArray(item['summary'])?.forEach((part, index) => readPart(draft, pieces, part, output, index, true))
  } else if (type === 'function_call' || type === 'custom_tool_call') {
    const piece = pieces.at('tool', output, 0)
    if (piece === null) return
    piece.toolId ??= asText(item['call_id']) ?? asText(item['id'])
    piece.toolName = asText(item['name']) ?? piece.toolName
    const made = asText(item['arguments']) ?? asText(item['input'])
    if (final && made !== null) piece.whole = made
  } else draft.log.add('unknown-field', undefined, `item of type ${type === '' ? 'unknown' : type}`)
}

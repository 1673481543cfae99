/** What the fields beside an answer say about it, whatever the format of the answer: label, item, language. */
import { labelValue, murmur3, utf8Encode } from '@logitscope/core'
import { asArray, asRecord, asText, type Wire } from '../shared/wire.ts'

/** A judgement that stands in the record itself; `null` where it stands there but is none (unsure, a share). */
export interface RecordLabel {
  readonly correct: boolean | null
  /** Somebody judged it, and could not tell. */
  readonly unsure?: true
  /** What stands there in place of a label, such as `0.5`; absent where it is one, or nothing. */
  readonly notALabel?: string
}

/** Ids that name one answer, not the question it answers. */
const ANSWER_ID = /^(?:chatcmpl|cmpl|resp|gen|msg|batch_req)[-_]|^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i
const ITEMS = ['item', 'item_id', 'question_id', 'qid', 'custom_id'] as const
const QUESTIONS = ['question', 'prompt', 'query', 'input', 'instruction'] as const

function asLabel(given: unknown): RecordLabel {
  const value = labelValue(given)
  if (value === 'unsure') return { correct: null, unsure: true }
  if (value !== null) return { correct: value === 'correct' }
  return given === null || given === '' ? { correct: null } : { correct: null, notALabel: JSON.stringify(given).slice(0, 40) }
}

/**
 * The label of a record: `correct` (or `is_correct`), else `label` with such a word or an object that has it. A `label` that is another word is a
 * class of its own kind, and none of ours.
 */
export function labelOf(record: Wire): RecordLabel | null {
  for (const name of ['correct', 'is_correct']) if (record[name] !== undefined) return asLabel(record[name])
  const { label } = record as { readonly label?: unknown }
  const inner = asRecord(label)
  if (inner !== null) return inner['correct'] === undefined ? null : asLabel(inner['correct'])
  return labelValue(label) === null ? null : asLabel(label)
}

/** The record's own id, by which a list of labels may name it; `null` where it has none. */
export function ownIdOf(record: Wire): string | null {
  for (const name of ['trace_id', 'traceId', 'id', 'custom_id']) {
    const value = record[name]
    if ((typeof value === 'string' && value !== '') || typeof value === 'number') return String(value)
  }
  return null
}

/** What is asked in a conversation: the only user message, or all that is not instruction to the model. */
function askedIn(messages: readonly unknown[]): string | null {
  const turns = messages.flatMap((message) => {
    const record = asRecord(message)
    const role = asText(record?.['role'])
    return record === null || role === null || role === 'system' || role === 'developer'
      ? []
      : [{ role, content: record['content'] ?? null }]
  })
  if (turns.length === 0) return null
  const [first] = turns
  return turns.length === 1 && typeof first!.content === 'string' ? first!.content : JSON.stringify(turns)
}

/** The question of a record, for telling what it is about. */
export function questionOf(record: Wire): string | null {
  for (const name of QUESTIONS) {
    const text = asText(record[name])
    if (text !== null && text !== '') return text
  }
  return askedIn(asArray(record['messages']) ?? asArray(record['input']) ?? [])
}

/**
 * Names the question, so that answers to it pair across files: the record's own name for it, else a digest of the question; `null` where
 * neither is there. `isBody`: the record is an answer as the API sent it, whose id is its own.
 */
export function itemOf(record: Wire, isBody: boolean): string | null {
  for (const name of ITEMS) {
    const value = record[name]
    if ((typeof value === 'string' && value !== '') || typeof value === 'number') return String(value)
  }
  const { id } = record as { readonly id?: unknown }
  // A number is often that of the row only.
  if (!isBody && typeof id === 'string' && id !== '' && !ANSWER_ID.test(id) && !/^\d+$/.test(id)) return id
  const question = questionOf(record) ?? questionOf(asRecord(asRecord(record['request'])?.['body']) ?? asRecord(record['request']) ?? {})
  if (question !== null) return `q-${murmur3(utf8Encode(question.normalize('NFC').trim())).slice(0, 20)}`
  return !isBody && (typeof id === 'number' || (typeof id === 'string' && /^\d+$/.test(id))) ? String(id) : null
}

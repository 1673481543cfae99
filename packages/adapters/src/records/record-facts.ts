/** What the fields beside an answer say about it, whatever the format of the answer: label, item, language. */
import { murmur3, utf8Encode } from '@logitscope/core'
import { asArray, asRecord, asText, type Wire } from '../shared/wire.ts'

/** A judgement that stands in the record itself; `null` where it stands there but is none (unsure, a share). */
export interface RecordLabel {
  readonly correct: boolean | null
}

const YES: ReadonlySet<unknown> = new Set([true, 1, '1', 'true', 'correct', 'yes'])
const NO: ReadonlySet<unknown> = new Set([false, 0, '0', 'false', 'incorrect', 'wrong', 'no'])
/** Ids that name one answer, not the question it answers. */
const ANSWER_ID = /^(?:chatcmpl|cmpl|resp|gen|msg|batch_req)[-_]|^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i
const ITEMS = ['item', 'item_id', 'question_id', 'qid', 'custom_id'] as const
const QUESTIONS = ['question', 'prompt', 'query', 'input', 'instruction'] as const

function asLabel(value: unknown): RecordLabel {
  const word = typeof value === 'string' ? value.trim().toLowerCase() : value
  return { correct: YES.has(word) ? true : NO.has(word) ? false : null }
}

/** The label of a record: `correct` (or `is_correct`) true, false, 0 or 1; or `label` with one of these words or an object that has it. */
export function labelOf(record: Wire): RecordLabel | null {
  for (const name of ['correct', 'is_correct']) if (record[name] !== undefined) return asLabel(record[name])
  const { label } = record as { readonly label?: unknown }
  const inner = asRecord(label)
  if (inner !== null) return inner['correct'] === undefined ? null : asLabel(inner['correct'])
  const judged = asLabel(label)
  return judged.correct === null ? null : judged
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

/** The outer fields of an answer: who, which model, how much. Gathered over all events of a stream. */
import type { Usage } from '@logitscope/core'
import type { PayloadMarks } from './provider.ts'
import { createIssueLog, type IssueLog } from './issue-log.ts'
import { asText, type Wire } from './wire.ts'

export interface Envelope {
  id: string
  model: string
  fingerprint: string
  usage: Usage | null
  /** Several counts came that contradict the idea of one answer; the last is kept. */
  readonly fields: Set<string>
  readonly log: IssueLog
  streamed: boolean
  /** The stream said that it is over. */
  done: boolean
  /** Epoch ms of the first token or text. */
  firstAt: number | null
}

export function createEnvelope(): Envelope {
  return {
    id: '',
    model: '',
    fingerprint: '',
    usage: null,
    fields: new Set(),
    log: createIssueLog(),
    streamed: false,
    done: false,
    firstAt: null,
  }
}

const MOST_FIELDS = 512

/** Remembers the names of an object's fields: `prefix + name` where it holds something, with a question mark behind it where it is null. */
export function noteFields(envelope: Envelope, record: Wire, prefix: string): void {
  if (envelope.fields.size >= MOST_FIELDS) return
  for (const name in record) {
    const value = record[name]
    envelope.fields.add(value === null ? `${prefix}${name}?` : prefix + name)
    if (value !== null) envelope.fields.add(`${prefix}${name}?`)
  }
}

function filled(value: unknown): string | null {
  return value === '' ? null : asText(value)
}

/** Takes over id, model and fingerprint where an event names them. */
export function noteIdentity(envelope: Envelope, record: Wire): void {
  envelope.id = filled(record['id']) ?? envelope.id
  envelope.model = filled(record['model']) ?? envelope.model
  envelope.fingerprint = filled(record['system_fingerprint']) ?? envelope.fingerprint
}

export function marksOf(envelope: Envelope): PayloadMarks {
  return { fields: envelope.fields, id: envelope.id, model: envelope.model, fingerprint: envelope.fingerprint }
}

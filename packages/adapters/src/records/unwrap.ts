/** Answers that stand inside a record, with what stands beside them: batch output files, pairs of request and response, and other envelopes. */
import type { ReadIssue } from '@logitscope/core'
import { findFormat } from '../formats.ts'
import { errorIn } from '../shared/error-body.ts'
import { parseJson } from '../shared/json.ts'
import { asNumber, asRecord, asText, isPresent, type Wire } from '../shared/wire.ts'

export interface Wrapped {
  /** A parsed body, the list of a stream's events, or a text that holds either. */
  readonly answer: unknown
  /** Where it stood, for messages. */
  readonly path: string
  readonly request?: unknown
  readonly status?: number
}

export type Unwrapped = { readonly ok: true; readonly wrapped: Wrapped } | { readonly ok: false; readonly issue: ReadIssue }

const failed = (path: string, message: string): Unwrapped => ({ ok: false, issue: { code: 'api-error', path, message } })

/** `{"custom_id", "response": {"status_code", "body"}, "error"}` and `{"custom_id", "result": {"type", "message" | "error"}}`. */
export function unwrapBatch(record: Wire): Unwrapped | null {
  if (typeof record['custom_id'] !== 'string') return null
  const error = errorIn({ error: record['error'] })
  if (error !== null && !isPresent(record['response'])) return failed('error', `the request failed: ${error.code}: ${error.message}`)
  const response = asRecord(record['response'])
  if (response !== null && 'body' in response) {
    const status = asNumber(response['status_code'])
    return { ok: true, wrapped: { answer: response['body'], path: 'response.body', ...(status === null ? {} : { status }) } }
  }
  const result = asRecord(record['result'])
  if (result === null) return null
  if (asRecord(result['message']) !== null) return { ok: true, wrapped: { answer: result['message'], path: 'result.message' } }
  const inner = errorIn(result) ?? errorIn(result['error'])
  return failed(
    'result',
    `the request did not succeed (${asText(result['type']) ?? 'no type'})${inner === null ? '' : `: ${inner.code}: ${inner.message}`}`,
  )
}

const ASKED = [
  'model',
  'messages',
  'prompt',
  'input',
  'temperature',
  'top_p',
  'top_k',
  'max_tokens',
  'seed',
  'stop',
  'n',
  'logprobs',
  'top_logprobs',
  'echo',
]

/** The request of a record: kept under its name, or spread over the record's own fields. */
function requestIn(record: Wire): unknown {
  if (isPresent(record['request'])) return bodyOf(record['request'])
  if (!isPresent(record['messages']) && !isPresent(record['prompt']) && typeof record['question'] !== 'string') return undefined
  const asked = Object.fromEntries(ASKED.flatMap((name) => (isPresent(record[name]) ? [[name, record[name]]] : [])))
  return isPresent(record['messages']) || isPresent(record['prompt']) ? asked : { ...asked, prompt: record['question'] }
}

function isAnswerText(text: string): boolean {
  return /^\s*(?:[[{]|data:|event:|:)/.test(text)
}

function bodyOf(message: unknown): unknown {
  const record = asRecord(message)
  const body = record !== null && 'body' in record && !('choices' in record) ? record['body'] : message
  if (typeof body !== 'string') return body
  const parsed = parseJson(body)
  return parsed.ok ? parsed.value : body
}

/** `{"request", "response"}`: bodies, or messages with a status and a body, or texts. The request may be missing. */
export function unwrapPair(record: Wire): Unwrapped | null {
  const { request, response } = record as { readonly request?: unknown; readonly response?: unknown }
  const message = asRecord(response)
  if (typeof response === 'string' ? !isPresent(request) && !isAnswerText(response) : !isPresent(response)) {
    return isPresent(request) && 'response' in record ? failed('response', 'the request has no response') : null
  }
  const holdsBody = message !== null && 'body' in message && !('choices' in message)
  const status = holdsBody ? (asNumber(message['status']) ?? asNumber(message['status_code'])) : null
  const asked = requestIn(record)
  return {
    ok: true,
    wrapped: {
      answer: holdsBody ? message['body'] : response,
      path: holdsBody ? 'response.body' : 'response',
      ...(asked === undefined ? {} : { request: asked }),
      ...(status === null ? {} : { status }),
    },
  }
}

const MOST_FIELDS = 64

/** The one field of a record that is an answer by its shape. */
export function unwrapField(record: Wire): Unwrapped | null {
  const names = Object.keys(record)
    .slice(0, MOST_FIELDS)
    .filter((name) => asRecord(record[name]) !== null && findFormat(record[name]) !== null)
  if (names.length === 0) return null
  if (names.length > 1) {
    const message = `several fields hold an answer (${names.map((name) => `“${name}”`).join(', ')}): write each as a record of its own`
    return { ok: false, issue: { code: 'several-answers', path: '', message } }
  }
  const name = names[0]!
  const request = requestIn(record)
  return { ok: true, wrapped: { answer: record[name], path: name, ...(request === undefined ? {} : { request }) } }
}

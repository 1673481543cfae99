/** Errors in the shapes that servers give them. */
import { asArray, asNumber, asRecord, asText, isPresent } from './wire.ts'

export interface WireError {
  readonly code: string
  readonly message: string
}

/**
 * The error that a value holds: `{error: {message, type, code}}`, `{error: "…"}`, `{errors: [{message, code}]}`, `{detail: …}`, `{object: "error", message}`,
 * `{type: "error", message}`, `{message, code}` without an answer; `null` where it holds none.
 */
export function errorIn(value: unknown): WireError | null {
  const record = asRecord(value)
  if (record === null) return null
  const inner = record['error']
  if (typeof inner === 'string' && inner !== '') return { code: codeOf(record) ?? 'error', message: inner }
  const error = asRecord(inner)
  if (error !== null) return { code: codeOf(error) ?? 'error', message: messageOf(error) ?? JSON.stringify(Object.keys(error)) }
  if (isPresent(record['choices']) || isPresent(record['output'])) return null
  const one = asRecord(asArray(record['errors'])?.[0])
  if (one !== null) return { code: codeOf(one) ?? 'error', message: messageOf(one) ?? JSON.stringify(Object.keys(one)) }
  const { detail } = record as { readonly detail?: unknown }
  if (typeof detail === 'string') return { code: codeOf(record) ?? 'error', message: detail }
  const first = asRecord(asArray(detail)?.[0])
  if (first !== null) return { code: asText(first['type']) ?? 'error', message: asText(first['msg']) ?? 'the request was refused' }
  const declared = record['object'] === 'error' || record['type'] === 'error' || record['status'] === 'error'
  const message = asText(record['message'])
  if (message !== null && (declared || isPresent(record['code']))) return { code: codeOf(record) ?? 'error', message }
  return null
}

function messageOf(error: Readonly<Record<string, unknown>>): string | null {
  return asText(error['message']) ?? asText(error['msg']) ?? asText(error['detail'])
}

/** The code as a word: the provider's code, else its type. A number is an HTTP status and comes after the type. */
function codeOf(error: Readonly<Record<string, unknown>>): string | null {
  const code = asText(error['code'])
  if (code !== null && code !== '') return code
  const type = asText(error['type'])
  if (type !== null && type !== '' && type !== 'error') return type
  const status = asNumber(error['code']) ?? asNumber(error['status'])
  return status === null ? null : String(status)
}

/** The gateway's own errors, in the shape in which the upstream would tell them. */
import type { ApiKind } from '@logitscope/core'

export interface OwnError {
  readonly status: number
  /** Of `x-logitscope-error`. */
  readonly code: string
  readonly message: string
}

type Shape = (error: OwnError) => unknown

const openAi: Shape = ({ status, code, message }) => ({
  error: { message, type: status < 500 ? 'invalid_request_error' : 'upstream_error', param: null, code },
})

const SHAPES: Readonly<Record<string, Shape>> = {
  anthropic: ({ status, message }) => ({
    type: 'error',
    error: { type: status < 500 ? 'invalid_request_error' : status === 504 ? 'timeout_error' : 'api_error', message },
  }),
  gemini: ({ status, message }) => ({
    error: { code: status, message, status: status < 500 ? 'INVALID_ARGUMENT' : status === 504 ? 'DEADLINE_EXCEEDED' : 'UNAVAILABLE' },
  }),
  ollama: ({ message }) => ({ error: message }),
  tgi: ({ code, message }) => ({ error: message, error_type: code.replaceAll('-', '_') }),
  cohere: ({ message }) => ({ message }),
  'llama-server': ({ status, code, message }) => ({ error: { code: status, message, type: code.replaceAll('-', '_') } }),
  triton: ({ message }) => ({ error: message }),
}

export function writeOwnError(api: ApiKind | null, error: OwnError): Buffer {
  return Buffer.from(JSON.stringify((SHAPES[api ?? ''] ?? openAi)(error)))
}

const codeIn = (error: unknown): string => {
  const { code, cause } = error as { readonly code?: unknown; readonly cause?: unknown }
  if (typeof code === 'string') return code
  return typeof cause === 'object' && cause !== null ? codeIn(cause) : ''
}

const TIMEOUTS: ReadonlySet<string> = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT'])
const BROKEN: ReadonlySet<string> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'])
const REFUSED: ReadonlySet<string> = new Set(['UND_ERR_INVALID_ARG', 'UND_ERR_NOT_SUPPORTED', 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH'])

/** What a failure of the connection to an upstream means for the client. Only the code of the failure is told, never its text. */
export function ownErrorFor(name: string, failure: unknown): OwnError {
  const code = codeIn(failure)
  const told = /^[A-Z0-9_]{1,60}$/.test(code) ? ` (${code})` : ''
  if (TIMEOUTS.has(code)) return { status: 504, code: 'upstream-timeout', message: `the upstream ${name} did not answer in time${told}` }
  if (REFUSED.has(code)) return { status: 400, code: 'bad-request', message: `the request cannot be forwarded${told}` }
  if (BROKEN.has(code))
    return { status: 502, code: 'upstream-closed', message: `the upstream ${name} closed the connection without an answer${told}` }
  if (/^(?:HPE_|ERR_HTTP|ERR_INVALID)/.test(code) || code === 'UND_ERR_HEADERS_OVERFLOW')
    return { status: 502, code: 'upstream-protocol', message: `the answer of the upstream ${name} is no valid HTTP${told}` }
  return { status: 502, code: 'upstream-unreachable', message: `the upstream ${name} cannot be reached${told}` }
}

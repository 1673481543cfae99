/** Reads a request's headers once: what is forwarded, what is ours, and what decides about the rest. */
import type { TraceContext } from '@logitscope/core'
import { createContextReader } from './context-headers.ts'

export interface RequestHead {
  /** Names and values in turn, as they came, without what belongs to this connection only and without what is ours. */
  readonly forwarded: string[]
  readonly context: TraceContext
  /** `x-logitscope-logprobs: off`. */
  readonly isOff: boolean
  /** A signature covers the body, or may. */
  readonly isSigned: boolean
  readonly hasAuthorization: boolean
  readonly idempotencyKey: string | null
  readonly contentType: string | null
  readonly contentEncoding: string | null
  /** `null` where the length is not told. */
  readonly contentLength: number | null
  readonly hasBody: boolean
}

export type HeadResult =
  { readonly ok: true; readonly head: RequestHead } | { readonly ok: false; readonly status: 400 | 501; readonly message: string }

/** RFC 9110, 7.6.1, and those that older proxies treat so. `host`, `content-length` and `expect` are written anew or answered here. */
const OWN_TO_CONNECTION: ReadonlySet<string> = new Set(
  'connection keep-alive proxy-connection proxy-authorization proxy-authenticate te trailer transfer-encoding upgrade host content-length expect'.split(
    ' ',
  ),
)
const SIGNATURES: ReadonlySet<string> = new Set(
  'x-amz-content-sha256 x-amz-signature signature signature-input content-digest digest content-md5 x-goog-content-sha256'.split(' '),
)

/** Names that `Connection` declares to be of this connection only. */
export function namedByConnection(raw: readonly string[]): ReadonlySet<string> | null {
  let names: Set<string> | null = null
  for (let i = 0; i < raw.length; i += 2) {
    if (raw[i]!.length !== 10 || raw[i]!.toLowerCase() !== 'connection') continue
    for (const part of raw[i + 1]!.split(',')) {
      const name = part.trim().toLowerCase()
      if (name === '' || name === 'keep-alive' || name === 'close') continue
      names ??= new Set()
      names.add(name)
    }
  }
  return names
}

function refused(message: string, status: 400 | 501 = 400): HeadResult {
  return { ok: false, status, message }
}

/** @param raw names and values in turn, as Node gives them. @param target with its query, where a signature may stand. */
export function readRequestHead(raw: readonly string[], target: string, defaultProject: string): HeadResult {
  const named = namedByConnection(raw)
  const forwarded: string[] = []
  const context = createContextReader(defaultProject)
  let hosts = 0
  let isOff = false
  let isSigned = /[?&]x-(?:amz|goog)-signature=/i.test(target)
  let hasAuthorization = false
  let idempotencyKey: string | null = null
  let contentType: string | null = null
  let contentEncoding: string | null = null
  let contentLength: number | null = null
  let isChunked = false
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i]!.toLowerCase()
    const value = raw[i + 1]!
    if (name.startsWith('x-logitscope-')) {
      if (name === 'x-logitscope-logprobs') isOff = value.trim().toLowerCase() === 'off'
      else context.take(name.slice(13), value)
      continue
    }
    if (OWN_TO_CONNECTION.has(name)) {
      if (name === 'host') hosts += 1
      else if (name === 'content-length') {
        if (contentLength !== null || !/^\d{1,15}$/.test(value)) return refused('the content length is given twice or is no number')
        contentLength = Number(value)
      } else if (name === 'transfer-encoding') {
        if (isChunked || value.trim().toLowerCase() !== 'chunked')
          return refused('of the transfer encodings only chunked is understood', 501)
        isChunked = true
      }
      continue
    }
    if (named?.has(name) === true) continue
    switch (name) {
      case 'authorization':
        hasAuthorization = true
        if (/^\s*(?:AWS4-|Signature\b|GOOG4-|hmac\b)/i.test(value)) isSigned = true
        break
      case 'idempotency-key':
      case 'x-idempotency-key':
        idempotencyKey = value
        break
      case 'content-type':
        contentType = value
        break
      case 'content-encoding':
        contentEncoding = value.trim() === '' || value.trim().toLowerCase() === 'identity' ? null : value
        break
      case 'traceparent':
        context.take('traceparent', value)
        break
      default:
        if (SIGNATURES.has(name)) isSigned = true
    }
    forwarded.push(raw[i]!, value)
  }
  if (hosts > 1) return refused('the host is given twice')
  if (isChunked && contentLength !== null) return refused('a length and a transfer encoding contradict each other')
  const hasBody = isChunked || (contentLength ?? 0) > 0
  return {
    ok: true,
    head: {
      forwarded,
      context: context.read(),
      isOff,
      isSigned,
      hasAuthorization,
      idempotencyKey,
      contentType,
      contentEncoding,
      contentLength,
      hasBody,
    },
  }
}

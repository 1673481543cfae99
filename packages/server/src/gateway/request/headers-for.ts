import { headersWithout } from '../answer/headers.ts'
import type { Exchange } from '../exchange.ts'
import type { Body } from './request-body.ts'

/** The other names under which clients send a provider's key. */
const KEY_HEADERS: ReadonlySet<string> = new Set(['x-api-key', 'api-key', 'x-goog-api-key'])

/** Whether the client sent a key of its own to the provider. */
export function hasOwnKey({ hasAuthorization, forwarded }: Exchange['head']): boolean {
  return hasAuthorization || forwarded.some((name, i) => i % 2 === 0 && KEY_HEADERS.has(name.toLowerCase()))
}

/**
 * The headers for an upstream. The length of a body that is a stream is told where the client told it.
 * @param isEdited the answer will be changed: it is asked for without compression.
 */
export function headersFor({ head, upstream }: Exchange, body: Body, isEdited: boolean): string[] {
  const headers = isEdited
    ? [...headersWithout(head.forwarded, ['accept-encoding']), 'accept-encoding', 'identity']
    : head.forwarded.slice()
  if (upstream.authorization !== null && !hasOwnKey(head)) headers.push('authorization', upstream.authorization)
  if (head.contentLength !== null && !Buffer.isBuffer(body)) headers.push('content-length', String(head.contentLength))
  return headers
}

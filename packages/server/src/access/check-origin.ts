import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

export interface Refusal {
  readonly status: number
  readonly code: string
  readonly detail: string
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1'])

/** Host name of a `Host` header or an origin, without port and brackets, in small letters; `null` where there is none. */
export function hostNameOf(host: string): string | null {
  const match = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i.exec(host)
  const name = match?.[1] ?? match?.[2]
  return name === undefined ? null : name.toLowerCase().replace(/\.$/, '')
}

export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '')
  return LOOPBACK.has(name) || /^127(?:\.\d{1,3}){3}$/.test(name)
}

/** Node keeps the first of several `Host` headers; a proxy before us may have gone by another. */
const namesOneHost = ({ rawHeaders }: IncomingMessage): boolean =>
  rawHeaders.reduce((count, name, i) => (i % 2 === 0 && name.toLowerCase() === 'host' ? count + 1 : count), 0) === 1

const isAnyAddress = (host: string): boolean => host === '0.0.0.0' || host === '::' || host === ''

/**
 * Refuses what a foreign web page could make a browser send: an unknown `Host` (a name that was made to point here), a foreign `Origin`, and
 * cross-site requests of any kind but opening a page. Programs send none of these headers but `Host`, which they take from the address they call.
 */
export function createOriginCheck(options: {
  readonly host: string
  readonly allowedHosts: readonly string[]
  /** Its host is one by which the server goes. */
  readonly publicUrl?: string | null
}): (request: IncomingMessage) => Refusal | null {
  const names = new Set([...options.allowedHosts.map((host) => hostNameOf(host) ?? host.toLowerCase()), ...LOOPBACK])
  if (typeof options.publicUrl === 'string') names.add(hostNameOf(new URL(options.publicUrl).host) ?? '')
  if (!isAnyAddress(options.host)) names.add(options.host.toLowerCase())

  const isKnownHost = (host: string | undefined, request: IncomingMessage): boolean => {
    const name = host === undefined ? null : hostNameOf(host)
    if (name === null) return false
    if (names.has(name)) return true
    // Bound to every address: whoever calls an address of ours by its number was led here by no name.
    if (!isAnyAddress(options.host) || isIP(name) === 0) return false
    return name === request.socket.localAddress?.replace(/^::ffff:/, '')
  }

  return (request) => {
    const { host, origin, 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': destination } = request.headers
    if (host !== undefined && !namesOneHost(request))
      return { status: 400, code: 'bad-request', detail: 'the request names more than one host' }
    if (!isKnownHost(host, request))
      return { status: 421, code: 'unknown-host', detail: 'this server does not go by that name; name it with --allowed-host if it should' }
    if (origin !== undefined && origin.replace(/^https?:\/\//i, '').toLowerCase() !== host?.toLowerCase())
      return { status: 403, code: 'foreign-origin', detail: 'requests from pages of other origins are refused' }
    if (site === 'cross-site') {
      const opensPage =
        request.method === 'GET' &&
        mode === 'navigate' &&
        destination === 'document' &&
        !/^\/(?:api|v1|upstreams)\b/.test(request.url ?? '')
      if (!opensPage) return { status: 403, code: 'cross-site', detail: 'requests from other sites are refused' }
    }
    return null
  }
}

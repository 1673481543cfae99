import type { IncomingMessage } from 'node:http'
import { SESSION_COOKIE } from './sessions.ts'

const isOurs = (part: string): boolean => part.trim().startsWith(`${SESSION_COOKIE}=`)

/** Takes the cookie of our pages out of a request that goes on to an upstream: browsers send it to every port of a host. Other cookies stay. */
export function stripOwnCookie({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>): void {
  for (let i = rawHeaders.length - 2; i >= 0; i -= 2) {
    const value = rawHeaders[i + 1]
    if (rawHeaders[i]?.toLowerCase() !== 'cookie' || value?.includes(SESSION_COOKIE) !== true) continue
    const rest = value.split(';').filter((part) => !isOurs(part))
    if (rest.length === 0) rawHeaders.splice(i, 2)
    else rawHeaders[i + 1] = rest.join(';').trim()
  }
}

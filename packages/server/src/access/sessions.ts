import type { Scope } from '@logitscope/store'
import { createHash } from 'node:crypto'

export const SESSION_COOKIE = 'logitscope_session'
/** How long a page stays logged in, ms. */
export const SESSION_MS: number = 12 * 60 * 60 * 1000
const MOST_SESSIONS = 1_000

export interface Sessions {
  /** Opens a session and returns its token, which only the cookie holds. */
  readonly open: (scopes: readonly Scope[]) => string
  readonly scopesOf: (token: string | null) => readonly Scope[]
  readonly close: (token: string | null) => void
}

const digest = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Sessions of the pages, in memory: a restart asks for the key again. Looked up by hash, so that the time of the look-up says nothing of the token. */
export function createSessions({ now, randomToken }: { readonly now: () => number; readonly randomToken: () => string }): Sessions {
  const held = new Map<string, { readonly scopes: readonly Scope[]; readonly until: number }>()
  return {
    open(scopes) {
      const token = randomToken()
      held.set(digest(token), { scopes, until: now() + SESSION_MS })
      if (held.size > MOST_SESSIONS) held.delete(held.keys().next().value!)
      return token
    },
    scopesOf(token) {
      if (token === null || token === '') return []
      const session = held.get(digest(token))
      return session === undefined || session.until < now() ? [] : session.scopes
    },
    close(token) {
      if (token !== null) held.delete(digest(token))
    },
  }
}

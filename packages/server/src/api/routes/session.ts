import type { SessionState } from '@logitscope/core'
import { z } from 'zod'
import { KEY_HEADER, type Access } from '../../access/authorize.ts'
import { SESSION_COOKIE, SESSION_MS } from '../../access/sessions.ts'
import { ApiError } from '../problem.ts'
import { route, type Route } from '../route.ts'
import { scope } from '../schemas/shared.ts'

const state: z.ZodType<SessionState> = z.strictObject({ keyRequired: z.boolean(), scopes: z.array(scope) }).meta({ id: 'SessionState' })

const answerWith = (value: SessionState, setCookie: string): Response =>
  new Response(JSON.stringify(value), {
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', 'set-cookie': setCookie },
  })

/** How the pages log in: the key is exchanged once for a cookie that no script can read. */
export function sessionRoutes(access: Access): readonly Route[] {
  const cookie = (token: string, seconds: number): string =>
    `${SESSION_COOKIE}=${token}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${access.tlsOnly ? '; Secure' : ''}`
  return [
    route({
      method: 'get',
      path: '/api/session',
      summary: 'Whether a key is needed, and what the caller may do',
      scopes: [],
      answer: { schema: state, description: 'The state' },
      handle: ({ scopes }) => ({ keyRequired: access.keyRequired, scopes }),
    }),
    route({
      method: 'post',
      path: '/api/session',
      summary: `Exchanges the key in ${KEY_HEADER} for a cookie`,
      scopes: [],
      answer: { schema: state, description: 'The cookie is set' },
      handle({ request }) {
        const scopes = access.scopesOfKey(request.headers.get(KEY_HEADER))
        if (access.keyRequired && scopes.length === 0) throw new ApiError(401, 'wrong-key', 'this key is not known here')
        return answerWith({ keyRequired: access.keyRequired, scopes }, cookie(access.sessions.open(scopes), SESSION_MS / 1000))
      },
    }),
    route({
      method: 'delete',
      path: '/api/session',
      summary: 'Takes the cookie away and ends its session',
      scopes: [],
      answer: { schema: state, description: 'The session is over' },
      handle({ request }) {
        const token = new RegExp(`(?:^|;\\s*)${SESSION_COOKIE}=([^;\\s]+)`).exec(request.headers.get('cookie') ?? '')?.[1] ?? null
        access.sessions.close(token)
        return answerWith({ keyRequired: access.keyRequired, scopes: [] }, cookie('', 0))
      },
    }),
  ]
}

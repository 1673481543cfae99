import { Hono } from 'hono'
import type { Scope } from '@logitscope/store'
import { problemOf, problemResponse } from '../api/problem.ts'
import type { StaticPages } from './static-assets.ts'

export interface AppParts {
  readonly api: Hono
  readonly pages: StaticPages
  readonly metrics: () => Promise<{ readonly type: string; readonly text: string }>
  readonly scopesOf: (request: Request) => readonly Scope[]
  /** Why the server cannot forward now; `null` where it can. */
  readonly notReady: () => string | null
}

const json = (value: unknown, status = 200): Response =>
  new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json', 'cache-control': 'no-store' } })

/** Everything that the gateway does not take: health, metrics, API, pages. */
export function createApp({ api, pages, metrics, scopesOf, notReady }: AppParts): Hono {
  const app = new Hono()
  app.get('/healthz', () => json({ alive: true }))
  app.get('/readyz', () => {
    const reason = notReady()
    return reason === null ? json({ ready: true }) : json({ ready: false, reason }, 503)
  })
  app.get('/metrics', async (context) => {
    const scopes = scopesOf(context.req.raw)
    if (!scopes.includes('read') && !scopes.includes('admin'))
      return problemResponse(problemOf(scopes.length === 0 ? 401 : 403, 'key-needed', 'metrics need a key with the scope read'))
    const { type, text } = await metrics()
    return new Response(text, { headers: { 'content-type': type, 'cache-control': 'no-store' } })
  })
  app.all('/api', (context) => api.fetch(context.req.raw))
  app.all('/api/*', (context) => api.fetch(context.req.raw))
  app.get('*', async (context) => {
    const page = await pages.answer(context.req.path, context.req.header('accept-encoding') ?? '')
    return page ?? problemResponse(problemOf(404, 'not-found', 'there is nothing at this address'))
  })
  app.notFound(() => problemResponse(problemOf(404, 'not-found', 'there is nothing at this address')))
  return app
}

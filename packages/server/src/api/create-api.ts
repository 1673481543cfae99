import type { Hono } from 'hono'
import { z } from 'zod'
import type { Access } from '../access/authorize.ts'
import type { ApiContext } from './context.ts'
import { mountRoutes } from './mount-routes.ts'
import { openApiDocument } from './openapi.ts'
import { route, type Route } from './route.ts'
import { exportRoutes } from './routes/export.ts'
import { healthRoutes } from './routes/health.ts'
import { liveRoutes } from './routes/live.ts'
import { profileRoutes } from './routes/profiles.ts'
import { reanalyzeRoutes } from './routes/reanalyze.ts'
import { sessionRoutes } from './routes/session.ts'
import { setupRoutes, type SetupContext } from './routes/setup.ts'
import { statisticsRoutes } from './routes/statistics.ts'
import { traceRoutes } from './routes/traces.ts'

export interface ApiOptions {
  readonly context: ApiContext
  readonly setup: SetupContext
  readonly access: Access
  readonly version: string
  /** Routes of other parts, such as alerts and review. */
  readonly more?: readonly Route[]
  readonly onError: (error: unknown, route: string) => void
}

/** The API: every route, and the document that describes them. */
export function createApi({ context, setup, access, version, more = [], onError }: ApiOptions): Hono {
  const routes = [
    ...traceRoutes(context),
    ...statisticsRoutes(context),
    ...liveRoutes(context),
    ...exportRoutes(context),
    ...profileRoutes(context),
    ...reanalyzeRoutes(context),
    ...healthRoutes(context),
    ...sessionRoutes(access),
    ...setupRoutes(setup),
    ...more,
  ]
  let document: unknown = null
  const openApi: Route = route({
    method: 'get',
    path: '/api/openapi.json',
    summary: 'This document',
    scopes: [],
    answer: { schema: z.looseObject({ openapi: z.string() }), description: 'OpenAPI 3.1' },
    handle: () => (document ??= openApiDocument([...routes, openApi], version)),
  })
  return mountRoutes([...routes, openApi], { scopesOf: (request) => access.scopesOf(request.headers), onError })
}

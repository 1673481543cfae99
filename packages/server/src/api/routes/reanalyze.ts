import type { ReanalyzeStatus } from '@logitscope/core'
import { z } from 'zod'
import type { ApiContext } from '../context.ts'
import { ApiError } from '../problem.ts'
import { route, type Route } from '../route.ts'
import { count, nullableNumber } from '../schemas/shared.ts'
import { withFilter } from '../schemas/with-filter.ts'

const status: z.ZodType<ReanalyzeStatus> = z
  .strictObject({
    state: z.enum(['idle', 'running', 'done', 'failed']),
    done: count,
    skipped: count,
    startedAt: nullableNumber,
    endedAt: nullableNumber,
    detail: z.string(),
  })
  .meta({ id: 'ReanalyzeStatus' })

export function reanalyzeRoutes(context: ApiContext): readonly Route[] {
  return [
    route({
      method: 'get',
      path: '/api/reanalyze',
      summary: 'How far the last re-analysis is',
      scopes: ['read'],
      query: z.strictObject({}),
      answer: { schema: status, description: 'The state' },
      handle: () => context.reanalyze.status(),
    }),
    route({
      method: 'post',
      path: '/api/reanalyze',
      summary: 'Analyses stored answers again with the active profile, in the background',
      scopes: ['admin'],
      query: withFilter({}),
      answer: { schema: status, status: 202, description: 'It has begun' },
      handle({ query: { filter } }) {
        if (!context.reanalyze.start(filter)) throw new ApiError(409, 'running', 'a re-analysis is running already')
        return context.reanalyze.status()
      },
    }),
  ]
}

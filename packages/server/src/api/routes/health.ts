import type { StoreHealth } from '@logitscope/core'
import { z } from 'zod'
import type { ApiContext } from '../context.ts'
import { route, type Route } from '../route.ts'
import { count, counts, nullableNumber } from '../schemas/shared.ts'

const storeHealth: z.ZodType<StoreHealth> = z
  .strictObject({
    state: z.enum(['ok', 'read-only', 'content-dropped', 'capture-dropped', 'unavailable']),
    detail: z.string(),
    measuredAt: nullableNumber.describe('When the figures of the store were read, epoch ms; null: never'),
    isStale: z.boolean().describe('The store did not answer in time: its figures are those of measuredAt'),
    answers: count,
    bytes: count,
    freeBytes: nullableNumber,
    oldest: nullableNumber,
    newest: nullableNumber,
    queue: z.strictObject({ captures: count, bytes: count, capacityBytes: count }),
    dropped: counts,
    captured: count,
  })
  .meta({ id: 'StoreHealth' })

export function healthRoutes(context: ApiContext): readonly Route[] {
  return [
    route({
      method: 'get',
      path: '/api/health/store',
      summary: 'How the store is, what waits and what was lost',
      scopes: ['read'],
      query: z.strictObject({}),
      answer: { schema: storeHealth, description: 'The state, in words too' },
      handle: () => context.health(),
    }),
  ]
}
